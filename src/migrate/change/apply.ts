import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { pause } from '../../operation/backoff.js'
import {
  createToken,
  isCondition,
  isInnocent,
  isPassing,
  sendTransaction,
} from '../../operation/write/send-transaction.js'
import { compileSentinel, type SentinelChange } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Change, type ChangeKind, type Step, sameItem } from './change.js'
import type { CompiledMigration } from './compile-migration.js'
import { compileCheck, compileStep } from './compile-step.js'
import type { MigrationRecord } from './control/control-entities.js'
import { readRecord, recordsOf } from './control/records.js'
import { type Quarantined, quarantine } from './decision.js'
import { withVersion } from './encode-result.js'
import { asRead, nothingThere } from './guard.js'
import { pendingValues } from './pending-values.js'
import type { Runner } from './runner.js'

/** What came of a change. */
export type Applied =
  | { readonly kind: ChangeKind | 'already' }
  /** Somebody has deleted the item meanwhile. */
  | { readonly kind: 'gone' }
  /** Somebody has changed it meanwhile: as it is now. */
  | { readonly kind: 'overtaken'; readonly current: StoredItem }
  /** There is a record of it already. */
  | { readonly kind: 'recorded'; readonly record: MigrationRecord }
  | Quarantined

/** DynamoDB's limit on the operations of a transaction. */
const MAX_OPERATIONS = 100
/** How often a change is sent that others get in the way of. */
const MAX_SENT = 20

/**
 * Makes a change, its records and what becomes of unique values in one transaction (TransactWriteItems).
 * @param again the record of the item, where it is known to be there and to be replaced
 */
export async function applyChange(
  runner: Runner,
  change: Change,
  again: MigrationRecord | undefined,
  checks: readonly TransactWriteItem[] = [],
): Promise<Applied> {
  const { migration, scope, tableName } = runner
  const entities = [migration.from, ...migration.targets.map(target => target.entity)]
  const [own] = change.steps
  const guard = asRead(entities, own.before!)
  if (!guard) return quarantine('wide', 'it has more than 100 attributes and no version: add a version first')
  const sentinels = await pendingValues(runner, change)
  if (sentinels.length === 0 && own.before === own.after && change.steps.length === 1) return { kind: 'already' }

  const records = await recordsOf(scope, change, runner.now(), again)
  const writes = change.steps.map((step, index) =>
    compileStep(tableName, migration.from, step, index === 0 ? guard : nothingThere(migration.from)),
  )
  const recordItems = records.flatMap(({ items }) => items)
  const dropped = new Set<SentinelChange>()
  for (let attempt = 1; attempt <= MAX_SENT; attempt++) {
    await runner.lease.keep()
    const kept = sentinels.filter(each => !dropped.has(each))
    const items = [...writes, ...recordItems, ...kept.map(each => sentinelItem(runner, each)), ...checks]
    if (items.length > MAX_OPERATIONS)
      return quarantine('transform', `it takes ${items.length} writes at once, and DynamoDB makes 100 at most`)
    const outcome = await sendTransaction(runner, items, createToken(), { entity: migration.from.name })
    if (outcome.written) return { kind: change.kind }
    const { reasons } = outcome
    const [ownReason, ...madeReasons] = reasons.slice(0, writes.length)
    if (ownReason && isCondition(ownReason))
      return ownReason.Item ? { kind: 'overtaken', current: ownReason.Item } : { kind: 'gone' }
    const [ownRecord, ...otherRecords] = recordReasons(records, reasons.slice(writes.length))
    if (ownRecord && isCondition(ownRecord) && ownRecord.Item)
      return { kind: 'recorded', record: readRecord(scope, ownRecord.Item) }
    const collision = madeReasons.findIndex(reason => isCondition(reason))
    if (collision >= 0) {
      const step = change.steps[collision + 1]!
      const there = madeReasons[collision]!.Item
      const unmoved = there && isSameMade(migration, step, there) && asRead(entities, there)
      if (unmoved) {
        // Somebody has made it already: what is left is to take the old one away, and to leave that one there when this is undone.
        const others = change.steps.filter(each => each !== step) as [Step, ...Step[]]
        const check = compileCheck(tableName, migration.from, step.key, unmoved)
        return applyChange(runner, { ...change, steps: others }, again, [...checks, check])
      }
      return quarantine('collision', 'another item is under its new key')
    }
    if (otherRecords.some(reason => reason && isCondition(reason)))
      return quarantine('collision', 'its new key was that of another item that this migration has changed')
    const refused = kept.filter((_, index) => isCondition(reasons[writes.length + recordItems.length + index] ?? {}))
    if (refused.some(each => each.to))
      return quarantine('collision', `another item has its unique '${refused.find(each => each.to)!.constraint.name}'`)
    // A value from before the constraint can be another item's: then it is not this one's to give free.
    for (const each of refused) dropped.add(each)
    const fatal = reasons.find(reason => !isInnocent(reason) && !isPassing(reason) && !isCondition(reason))
    if (fatal) return quarantine('transform', `DynamoDB does not take it: ${fatal.Message ?? fatal.Code}`)
    if (refused.length === 0) await pause(attempt, undefined)
  }
  return quarantine('contended', 'others were writing it each time that it was tried')
}

/** Whether what is under a new key is what would be put there, its version aside. */
function isSameMade({ targets }: CompiledMigration, { after }: Step, there: StoredItem): boolean {
  const [{ entity } = targets[0]!] = targets
  return sameItem(withVersion(entity, after!, 0), withVersion(entity, there, 0))
}

/** The operation on what keeps a unique value. */
function sentinelItem({ migration, tableName, transport, now }: Runner, change: SentinelChange): TransactWriteItem {
  const entity =
    migration.targets.find(each => each.entity.unique.includes(change.constraint))?.entity ?? migration.from
  return compileSentinel({ entity, tableName, transport, seal: undefined, now, sharesKeys: false }, change)
}

/** The reasons of the records' heads, among those of all their items. */
function recordReasons(
  records: readonly { readonly items: readonly unknown[] }[],
  reasons: readonly CancellationReason[],
): readonly (CancellationReason | undefined)[] {
  let at = 0
  return records.map(({ items }) => {
    const reason = reasons[at]
    at += items.length
    return reason
  })
}
