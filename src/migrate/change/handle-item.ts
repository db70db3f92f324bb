import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Applied, applyChange } from './apply.js'
import { type Change, primaryKeyOf, type Step } from './change.js'
import { compileCheck } from './compile-step.js'
import type { MigrationRecord } from './control/control-entities.js'
import { isAsRecorded, readRecordOf } from './control/records.js'
import { decide } from './decide.js'
import { isChange, type Quarantined, quarantine } from './decision.js'
import { isFixpoint } from './fixpoint.js'
import { asRead } from './guard.js'
import { judgeObstacle } from './obstacle.js'
import type { Runner } from './runner.js'
import type { ItemOutcome } from './tally.js'

/** How often an item is read and transformed again that others change meanwhile. */
const MAX_ATTEMPTS = 8

/** What came of an item; where it was set aside, why. */
export type Handled =
  | { readonly outcome: Exclude<ItemOutcome, 'quarantined'> }
  | { readonly outcome: 'quarantined'; readonly quarantined: Quarantined }
  /** Another item, which the migration takes away too, is under a key that it is to get. */
  | { readonly outcome: 'waiting'; readonly awaited: StoredItem }

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
    const applied = await makeWay(runner, decision, current)
    if (applied.kind === 'quarantined') return setAside(applied)
    if (applied.kind === 'blocked') return { outcome: 'waiting', awaited: applied.step.key }
    if (applied.kind !== 'overtaken') return { outcome: applied.kind }
    current = applied.current
  }
  return setAside(
    quarantine('contended', `it was changed by others each of the ${MAX_ATTEMPTS} times that it was tried`),
  )
}

const setAside = (quarantined: Quarantined): Handled => ({ outcome: 'quarantined', quarantined })

type Made = Exclude<Applied, { kind: 'recorded' }>

/**
 * Makes a change. What somebody else has made of the item already is left, and when this is undone too: what is left to do is to
 * take the old item away.
 */
async function makeWay(runner: Runner, change: Change, stored: StoredItem): Promise<Made> {
  const { migration, tableName } = runner
  const entities = [migration.from, ...migration.targets.map(target => target.entity)]
  const checks: TransactWriteItem[] = []
  let { steps } = change
  for (;;) {
    const applied = await applyAgain(runner, { ...change, steps }, stored, checks)
    if (applied.kind !== 'blocked') return applied
    const { step, there } = applied
    const obstacle = await judgeObstacle(runner, step, there)
    if (obstacle === 'leaving') return applied
    const guard = obstacle === 'made' && asRead(entities, there)
    if (!guard) return obstacle === 'made' ? quarantine('collision', 'another item is under its new key') : obstacle
    checks.push(compileCheck(tableName, migration.from, step.key, guard))
    steps = steps.filter(each => each !== step) as [Step, ...Step[]]
  }
}

/** Makes a change; where there is a record of the item, once more only if it is not as the migration left it. */
async function applyAgain(
  runner: Runner,
  change: Change,
  stored: StoredItem,
  checks: readonly TransactWriteItem[],
): Promise<Made> {
  const { scope, migration } = runner
  const applied = await applyChange(runner, change, undefined, checks)
  if (applied.kind !== 'recorded') return applied
  const { record } = applied
  const isKept = record.state === 'kept'
  // Undoing ends an epoch: whoever still works in it is late, whatever its clock says.
  if (record.epoch > scope.epoch || (record.epoch === scope.epoch && !isKept))
    throw new MonotableError('migration.refused', {
      migration: migration.name,
      because: 'lost',
      reason: 'it was undone by another runner',
    })
  // One of an earlier epoch is that of a runner which was late: it is undone with this one's.
  if (await isAsRecorded(record, stored)) return { kind: countedAs(runner, record) }
  const changed = quarantine('changed', 'it was migrated, has been changed since, and would be migrated once more')
  if (isKept && (isMade(record) || !(await isFixpoint(runner, change)))) return changed
  const once = await applyChange(runner, change, record, checks)
  return once.kind === 'recorded' ? changed : once
}

/** Whether what the migration left under a key was made of another item. */
const isMade = ({ kind, of }: MigrationRecord): boolean => kind === 'created' || of !== undefined

/** What an item counts as that this run has done already: nobody has counted it where the pass is the same. */
const countedAs = ({ scope }: Runner, record: MigrationRecord) =>
  record.kind === 'created' || isMade(record) || record.pass !== scope.pass || record.epoch !== scope.epoch
    ? 'already'
    : record.kind

/** An item of a page that is gone through a second time counts as what this pass made of it the first time. */
async function asRecorded(
  runner: Runner,
  stored: StoredItem,
  kind: 'foreign' | 'already' | 'untouched',
): Promise<Exclude<ItemOutcome, 'quarantined'>> {
  const { scope, migration } = runner
  if (kind === 'foreign') return kind
  const record = await readRecordOf(scope, primaryKeyOf(migration.table, stored))
  if (record?.epoch !== scope.epoch || record.state !== 'kept' || record.pass !== scope.pass) return kind
  return record.kind === 'created' || isMade(record) ? kind : record.kind
}
