import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { InvalidItemError } from '../../errors/monotable-error.js'
import { pause } from '../../operation/backoff.js'
import { isCondition } from '../../operation/write/send-transaction.js'
import { compileSentinel, type SentinelChange } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Change, ChangeKind, Step } from './change.js'
import { compileStep, MOST_ACTIONS } from './compile-step.js'
import type { MigrationRecord } from './control/control-entities.js'
import { earlierOf, isLeft, type KnownRecords, type RecordWrite, readRecord, recordsOf } from './control/records.js'
import { writeStored } from './control/stored-text.js'
import { type Quarantined, quarantine } from './decision.js'
import { asRead, nothingThere } from './guard.js'
import { pendingValues } from './pending-values.js'
import type { Runner } from './runner.js'
import { refusedBy, sendChange } from './send-change.js'
import { isOversize, MAX_TRANSACTION_BYTES } from './transaction-size.js'

/** What came of a change. */
export type Applied =
  | { readonly kind: ChangeKind | 'already' }
  /** Somebody has deleted the item meanwhile. */
  | { readonly kind: 'gone' }
  /** Somebody has changed it meanwhile: as it is now. */
  | { readonly kind: 'overtaken'; readonly current: StoredItem }
  /** There is a record of it already. */
  | { readonly kind: 'recorded'; readonly record: MigrationRecord }
  /** Another item is under a key that a step would make. */
  | { readonly kind: 'blocked'; readonly step: Step; readonly there: StoredItem }
  | Quarantined

/** DynamoDB's limit on the operations of a transaction. */
const MAX_OPERATIONS = 100
/** How often a change is sent that others get in the way of. */
const MAX_SENT = 20

/**
 * Makes a change, its records and what becomes of unique values in one transaction (TransactWriteItems).
 * @param again the record of the item, where it is known to be there and to be replaced
 * @param checks what else is to hold
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
  const { sentinels, taken } = await pendingValues(runner, change)
  if (sentinels.length === 0 && own.before === own.after && change.steps.length === 1) return { kind: 'already' }

  const writes: TransactWriteItem[] = []
  for (const [index, step] of change.steps.entries()) {
    const write = compileStep(tableName, migration.from, step, index === 0 ? guard : nothingThere(migration.from))
    if (!write) return quarantine('wide', `more than ${MOST_ACTIONS} of its attributes would change at once`)
    writes.push(write)
  }
  const more = undoneBeside(change, again)
  let known: KnownRecords = { again, left: [] }
  const dropped = new Set<SentinelChange>()
  for (let attempt = 1; attempt <= MAX_SENT; attempt++) {
    await runner.lease.keep()
    const kept = sentinels.filter(each => !dropped.has(each))
    const records = await recordsOrNot(runner, change, known, taken)
    if (!records)
      return quarantine('transform', 'the keys of what is made of it are longer than its record has room for')
    const recordItems = records.flatMap(({ items }) => items)
    const items = [...writes, ...recordItems, ...kept.map(each => sentinelItem(runner, each)), ...checks]
    const refusal = refusalOf(items, more)
    if (refusal) return refusal
    const outcome = await sendChange(runner, items)
    if ('refused' in outcome) return quarantine('transform', outcome.refused)
    if (outcome.written) return { kind: change.kind }
    const { reasons } = outcome
    const [ownReason, ...madeReasons] = reasons.slice(0, writes.length)
    if (ownReason && isCondition(ownReason))
      return ownReason.Item ? { kind: 'overtaken', current: ownReason.Item } : { kind: 'gone' }
    const [ownRecord, ...otherRecords] = recordReasons(records, reasons.slice(writes.length))
    if (ownRecord && isCondition(ownRecord) && ownRecord.Item)
      return { kind: 'recorded', record: readRecord(scope, ownRecord.Item) }
    const collision = madeReasons.findIndex(reason => isCondition(reason))
    const there = madeReasons[collision]?.Item
    if (there) return { kind: 'blocked', step: change.steps[collision + 1]!, there }
    const inTheWay = otherRecords.flatMap(reason =>
      reason && isCondition(reason) && reason.Item ? readRecord(scope, reason.Item) : [],
    )
    const later = inTheWay.find(record => record.epoch > scope.epoch)
    if (later) return { kind: 'recorded', record: later }
    if (inTheWay.some(record => !isLeft(record)))
      return quarantine('collision', 'its new key was that of another item that this migration has changed')
    if (inTheWay.length > 0) known = { ...known, left: [...inTheWay, ...known.left] }
    const lost = kept.filter((_, index) => isCondition(reasons[writes.length + recordItems.length + index] ?? {}))
    if (lost.some(each => each.to))
      return quarantine('collision', `another item has its unique '${lost.find(each => each.to)!.constraint.name}'`)
    // A value from before the constraint can be another item's: then it is not this one's to give free.
    for (const each of lost) dropped.add(each)
    const refused = refusedBy(reasons)
    if (refused !== undefined) return quarantine('transform', refused)
    if (lost.length + inTheWay.length === 0) await pause(attempt, undefined)
  }
  return quarantine('contended', 'others were writing it each time that it was tried')
}

/** The records of a change; undefined where one would be too large. */
async function recordsOrNot(
  { scope, now }: Runner,
  change: Change,
  known: KnownRecords,
  taken: readonly string[],
): Promise<readonly RecordWrite[] | undefined> {
  try {
    return await recordsOf(scope, change, now(), known, taken)
  } catch (error) {
    if (error instanceof InvalidItemError && error.code === 'item.tooLarge') return undefined
    throw error
  }
}

/** The operations that undoing takes beside those of a change, for what an earlier pass has made of the item and taken for it. */
function undoneBeside({ steps }: Change, again: MigrationRecord | undefined): number {
  const earlier = earlierOf(again)
  const keys = new Set(steps.map(({ key }) => writeStored(key)))
  const others = earlier?.made.filter(key => !keys.has(key)) ?? []
  return 2 * others.length + (earlier?.taken?.length ?? 0)
}

/**
 * Why a change is not even sent.
 * @param more the operations that undoing it takes beside: what could not be undone is not made
 */
function refusalOf(items: readonly TransactWriteItem[], more: number): Quarantined | undefined {
  const count = items.length + more
  if (count > MAX_OPERATIONS)
    return quarantine(
      'transform',
      more > 0
        ? `with what was made of it before, undoing it takes ${count} writes at once, and DynamoDB makes ${MAX_OPERATIONS} at most`
        : `it takes ${count} writes at once, and DynamoDB makes ${MAX_OPERATIONS} at most`,
    )
  if (isOversize(items))
    return quarantine(
      'transform',
      `with its before-image it takes more than the ${MAX_TRANSACTION_BYTES >> 20} MB that DynamoDB writes at once`,
    )
  return undefined
}

/** The operation on what keeps a unique value. */
function sentinelItem({ migration, tableName, transport, now }: Runner, change: SentinelChange): TransactWriteItem {
  const entity =
    migration.targets.find(each => each.entity.unique.includes(change.constraint))?.entity ?? migration.from
  return compileSentinel({ entity, tableName, transport, seal: undefined, now, sharesKeys: false }, change)
}

/** The reasons of the records' heads, among those of all their items. */
function recordReasons(
  records: readonly RecordWrite[],
  reasons: readonly CancellationReason[],
): readonly (CancellationReason | undefined)[] {
  let at = 0
  return records.map(({ items }) => {
    const reason = reasons[at]
    at += items.length
    return reason
  })
}
