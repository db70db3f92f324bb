import type { HistoryItem } from '../../migrate/change/control/history.js'
import type { MigrationStatus } from '../../migrate/change/status.js'
import { countsText, quarantinedText } from './migration-text.js'
import type { Style } from './style.js'
import { count, textTable } from './text-table.js'

/** How a migration stands, what to do next, and its history. */
export function statusText(
  status: MigrationStatus,
  history: readonly HistoryItem[],
  table: string,
  next: (command: string) => string,
  { bold }: Style,
): string {
  const { state, action, lease, counts, undo, segments, quarantined } = status
  const sentence = {
    none: `It was never run on the table ${table}. To see what it would do: ${next('plan')}`,
    running: `${action === 'undo' ? 'It is being undone' : 'It is under way'} on the table ${table}.`,
    interrupted: `${action === 'undo' ? 'Its undo' : 'It'} was ended before its end on the table ${table}. To go on: ${next(action ?? 'run')}`,
    done: `It is done on the table ${table}. To see that nothing is left: ${next('verify')}`,
    undone: `It was undone on the table ${table}. To migrate once more: ${next('run')}`,
  }[state]
  const rows = history.map(({ action, startedAt, endedAt, outcome, owner, reason }) => [
    action,
    startedAt,
    endedAt ?? '',
    outcome,
    owner,
    reason ?? '',
  ])
  return [
    `${bold(state === 'none' ? 'not run' : state)}  ${sentence}`,
    lease && `${lease.owner} has the table for '${lease.migration}', until ${lease.until} at least.`,
    segments && segments.done < segments.total && `${segments.done} of ${segments.total} segments are done.`,
    counts && `The last run:\n${countsText(counts)}`,
    undo && `Undoing it, and the runs before it: ${count(undo.restored)} put back, and ${undo.left} left as they are.`,
    counts && quarantined.length > 0 && quarantinedText(quarantined, counts.quarantined),
    rows.length > 0 && textTable(rows, ['what', 'begun', 'ended', 'outcome', 'by', '']),
  ]
    .filter(Boolean)
    .join('\n\n')
}
