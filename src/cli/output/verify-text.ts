import type { MigrationStatus } from '../../migrate/change/status.js'
import type { VerifyReport } from '../../migrate/change/verify.js'
import { listText, whyText } from './migration-text.js'
import type { Style } from './style.js'
import { count, textTable } from './text-table.js'

/** What a second look at the table found, and whether that is all as it is to be. */
export function verifyText({ complete, counts, findings, recorded, records }: VerifyReport, style: Style): string {
  const { read, right, foreign, left, quarantined, invalid, stale } = counts
  const wrong = left + quarantined + invalid + stale
  const rows = [
    ['items read', read],
    ['  as they are to be', right],
    ['  of other entities', foreign],
    ['  left to migrate', left],
    ['  set aside', quarantined],
    ['  that do not fit their schema', invalid],
    ['  with stale index keys', stale],
  ] as const
  const agreement = recorded
    ? `The last run counted ${described(recorded)}; there are records of ${described(records ?? {})}.`
    : 'No run is done.'
  return [
    textTable(rows.filter(([, number], at) => at < 2 || number > 0)),
    ...(findings.length > 0 ? [listText(findings, wrong, whyText)] : []),
    agreement,
    complete ? style.good('Complete.') : style.bad('Not complete.'),
  ].join('\n\n')
}

/** What there is to do next. */
export function afterVerify(
  { complete, counts, recorded }: VerifyReport,
  state: MigrationStatus['state'],
  action: MigrationStatus['action'],
  controlTable: string,
  next: (command: string) => string,
): string {
  const { left, quarantined, invalid, stale } = counts
  if (complete)
    return `Nothing is left to do. What was there before is kept in the table ${controlTable}: to put it back, ${next('undo')}`
  if (action === 'undo')
    return state === 'running'
      ? `It is being undone. How far that is: ${next('status')}`
      : `An undo was ended before its end. To go on with it: ${next('undo')}`
  if (state === 'running') return `It is under way. How far it is: ${next('status')}`
  if (state === 'undone') return `It was undone. To migrate once more: ${next('run')}`
  if (left > 0 || !recorded) return `To go on: ${next('run')}`
  if (quarantined > 0)
    return `Mend what is set aside, or the transform; then ${next('run')} takes it up, and leaves what is done.`
  if (invalid > 0) return 'Items do not fit the new schema, and the migration leaves them: mend them, or the schema.'
  if (stale > 0)
    return 'Index keys are not those that the attributes make: a migration with backfillIndexKeys mends them.'
  return `The counts and the records do not agree: items may have been migrated that no run has counted. Look at ${next('status')}`
}

const kinds = ['updated', 'moved', 'split', 'deleted'] as const
const described = (counts: Partial<Readonly<Record<(typeof kinds)[number], number>>>): string =>
  kinds.flatMap(kind => (counts[kind] ? [`${count(counts[kind])} ${kind}`] : [])).join(', ') || 'no changes'
