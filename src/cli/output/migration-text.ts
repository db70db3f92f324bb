import type { QuarantinedItem } from '../../migrate/change/control/quarantine.js'
import { type MigrationCounts, outcomes } from '../../migrate/change/tally.js'
import type { ConsumedCapacity } from '../../operation/capacity.js'
import { keyText } from './stored-text.js'
import { count, counted, textTable } from './text-table.js'

/** The most items that are listed. */
const MOST = 10

/** What comes of items, as people call it. */
const names: Readonly<Record<keyof MigrationCounts, string>> = {
  read: 'items read',
  updated: 'updated',
  moved: 'moved to another key',
  split: 'split into several',
  deleted: 'deleted',
  untouched: 'left by the transform',
  already: 'as they are to be',
  foreign: 'of other entities',
  quarantined: 'set aside',
  gone: 'gone meanwhile',
}

/** Counts in columns, which add up; what is nowhere is not shown. Where items were met twice that is said. */
export function countsText(...columns: readonly MigrationCounts[]): string {
  const shown = outcomes.filter(outcome => columns.some(counts => counts[outcome] > 0))
  const rows = (['read', ...shown] as const).map(name => [
    `${name === 'read' ? '' : '  '}${names[name]}`,
    ...columns.map(counts => counts[name]),
  ])
  const metAgain = columns.some(counts => counts.already > 0 && counts.moved + counts.split > 0)
  return [
    textTable(rows),
    ...(metAgain
      ? [`Items under new keys can be met again: they are read twice then, and '${names.already}' the second time.`]
      : []),
  ].join('\n')
}

/** What was consumed. */
export const consumedText = ({ read, write }: ConsumedCapacity): string =>
  `It took ${counted(Math.ceil(read), 'read unit')} and ${counted(Math.ceil(write), 'write unit')}.`

/** Some of a list, and how many more there are. */
export function listText<T>(items: readonly T[], total: number, line: (item: T) => string): string {
  const shown = items.slice(0, MOST)
  const more = total - shown.length
  return [...shown.map(item => `  ${line(item)}`), ...(more > 0 ? [`  … and ${count(more)} more`] : [])].join('\n')
}

/** What was set aside, and why. */
export const quarantinedText = (items: readonly Omit<QuarantinedItem, 'at'>[], total: number): string =>
  `Set aside, and not changed:\n${listText(items, total, whyText)}`

/** An item, and what there is to say of it. */
export const whyText = ({
  key,
  reason,
  message,
}: Record<'reason' | 'message', string> & Pick<QuarantinedItem, 'key'>): string =>
  `${keyText(key)}: ${reason}: ${message}`
