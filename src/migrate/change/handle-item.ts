import { MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Applied, applyChange } from './apply.js'
import { type Change, primaryKeyOf } from './change.js'
import type { MigrationRecord } from './control/control-entities.js'
import { digestItem } from './control/digest.js'
import { readRecordOf } from './control/records.js'
import { decide } from './decide.js'
import { isChange, type Quarantined, quarantine } from './decision.js'
import { isFixpoint } from './fixpoint.js'
import type { Runner } from './runner.js'
import type { ItemOutcome } from './tally.js'

/** How often an item is read and transformed again that others change meanwhile. */
const MAX_ATTEMPTS = 8

/** What came of an item, and where it was set aside, why. */
export interface Handled {
  readonly outcome: ItemOutcome
  readonly quarantined?: Quarantined
}

/**
 * Does with an item what is to be done; where somebody changes it meanwhile, with what it is then.
 * @param replayed whether it may have been done before, by a runner that ended before it noted that: then it counts as what it was
 */
export async function handleItem(runner: Runner, stored: StoredItem, replayed: boolean): Promise<Handled> {
  const { migration, tools, now } = runner
  let current = stored
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const decision = await decide(migration, current, tools, now())
    if (decision.kind === 'quarantined') return setAside(decision)
    if (!isChange(decision))
      return { outcome: replayed ? await asRecorded(runner, current, decision.kind) : decision.kind }
    const applied = await applyAgain(runner, decision, current)
    if (applied.kind === 'quarantined') return setAside(applied)
    if (applied.kind !== 'overtaken') return { outcome: applied.kind }
    current = applied.current
  }
  return setAside(
    quarantine('contended', `it was changed by others each of the ${MAX_ATTEMPTS} times that it was tried`),
  )
}

const setAside = (quarantined: Quarantined): Handled => ({ outcome: 'quarantined', quarantined })

/** Makes a change; where there is a record of the item, once more only if it is not as the migration left it. */
async function applyAgain(
  runner: Runner,
  change: Change,
  stored: StoredItem,
): Promise<Exclude<Applied, { kind: 'recorded' }>> {
  const { scope, migration } = runner
  const applied = await applyChange(runner, change, undefined)
  if (applied.kind !== 'recorded') return applied
  const { record } = applied
  const isCurrent = record.epoch === scope.epoch
  // Undoing ends an epoch: whoever still works in it is late, whatever its clock says.
  if (record.epoch > scope.epoch || (isCurrent && record.state !== 'kept'))
    throw new MonotableError('migration.refused', {
      migration: migration.name,
      because: 'lost',
      reason: 'it was undone by another runner',
    })
  if (isCurrent && record.after === (await digestItem(stored))) return { kind: countedAs(runner, record) }
  const changed = quarantine('changed', 'it was migrated, has been changed since, and would be migrated once more')
  if (isCurrent && (record.kind === 'created' || !(await isFixpoint(runner, change)))) return changed
  const once = await applyChange(runner, change, record)
  return once.kind === 'recorded' ? changed : once
}

/** What an item counts as that this run has done already: nobody has counted it where the pass is the same. */
const countedAs = ({ scope }: Runner, { kind, pass }: MigrationRecord) =>
  kind === 'created' || pass !== scope.pass ? 'already' : kind

/** An item of a page that is gone through a second time counts as what this pass made of it the first time. */
async function asRecorded(
  runner: Runner,
  stored: StoredItem,
  kind: 'foreign' | 'already' | 'untouched',
): Promise<ItemOutcome> {
  const { scope, migration } = runner
  if (kind === 'foreign') return kind
  const record = await readRecordOf(scope, primaryKeyOf(migration.table, stored))
  if (record?.epoch !== scope.epoch || record.state !== 'kept' || record.pass !== scope.pass) return kind
  return record.kind === 'created' ? kind : record.kind
}
