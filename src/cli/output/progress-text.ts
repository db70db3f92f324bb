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

const BAR = 24
/** The most of a label that a bar leaves room for; names of tables can be long. */
const LABEL = 40

/** The line that a terminal shows. */
export function progressBar(state: ProgressState, { good, dim }: Style): string {
  const share = shareOf(state)
  const full = share === undefined ? undefined : Math.round(share * BAR)
  const bar = full === undefined ? undefined : good('━'.repeat(full)) + dim('─'.repeat(BAR - full))
  const label = state.label.length > LABEL ? `${state.label.slice(0, LABEL - 1)}…` : state.label
  return [label, bar, ...figures(state)].filter(Boolean).join('  ')
}

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
