import { stripVTControlCharacters } from 'node:util'
import { duration } from './duration.js'
import type { Style } from './style.js'
import { count } from './text-table.js'

/** How far something is. */
export interface ProgressState {
  /** What is being done: `Reading app`. */
  readonly label: string
  readonly done: number
  /** How many there are, where that is known; DynamoDB says it to within some hours. */
  readonly total?: number | undefined
  /** How many a second, over the last seconds. */
  readonly rate?: number | undefined
  /** What else is to be known, such as how many were changed. */
  readonly note?: string | undefined
}

/** How long a bar is, where there is room. */
const BAR = 24
/** What is shown of a bar that has little room; below that it is not drawn. */
const SHORT_BAR = 8
/** The most of a label that a bar leaves room for; names of tables can be long. */
const LABEL = 40

/**
 * The line that a terminal shows, in so many columns at most. Where there is little room the note goes first, then most of the bar, then
 * the label; how far it is and how long it takes stay longest, and nothing ends in the middle of a figure.
 */
export function progressBar(state: ProgressState, { good, dim }: Style, columns: number): string {
  const share = shareOf(state)
  const bar = (length: number) => {
    const full = Math.round((share ?? 0) * length)
    return share === undefined || length === 0 ? undefined : good('━'.repeat(full)) + dim('─'.repeat(length - full))
  }
  const label = shortened(state.label, LABEL)
  const told = figures(state)
  const without = figures({ ...state, note: undefined })
  const forms = [
    [label, bar(BAR), ...told],
    [label, bar(BAR), ...without],
    [label, bar(SHORT_BAR), ...without],
    [label, ...without],
    without,
    without.slice(0, -1),
    without.slice(0, 1),
  ].map(parts => parts.filter(part => part !== undefined).join('  '))
  const fitting = forms.find(form => stripVTControlCharacters(form).length <= columns)
  return fitting ?? shortened(forms.at(-1)!, columns)
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text

/** The line for a log. */
export const progressLine = (state: ProgressState): string => `${state.label}: ${figures(state).join(', ')}`

function figures(state: ProgressState): readonly string[] {
  const { done, total, rate, note } = state
  const share = shareOf(state)
  // More were found than DynamoDB knew of: how many there are is not known then.
  const left = share === undefined || !rate ? undefined : (total! - done) / rate
  return [
    share === undefined ? count(done) : `${count(done)} of ${count(total!)} (${Math.floor(share * 100)} %)`,
    rate ? `${count(Math.round(rate))}/s` : undefined,
    left ? `${duration(left)} left` : undefined,
    note,
  ].filter(figure => figure !== undefined)
}

const shareOf = ({ done, total }: ProgressState): number | undefined =>
  total && done <= total ? done / total : undefined
