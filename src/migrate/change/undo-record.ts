import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../../errors/monotable-error.js'
import { pause } from '../../operation/backoff.js'
import {
  createToken,
  isCondition,
  isInnocent,
  isPassing,
  sendTransaction,
} from '../../operation/write/send-transaction.js'
import { compileSentinel } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Step, sameItem } from './change.js'
import { isOf } from './classify.js'
import { compileStep } from './compile-step.js'
import type { MigrationRecord } from './control/control-entities.js'
import { digestItem, digestKey } from './control/digest.js'
import { readBefore, readRecordOf } from './control/records.js'
import { readStored } from './control/stored-text.js'
import { storedVersion, withVersion } from './encode-result.js'
import { asRead, nothingThere } from './guard.js'
import type { Runner } from './runner.js'
import { type EntityItem, sentinelsOf } from './unique-values.js'

/** How often it is tried while others write the same items. */
const MAX_SENT = 20

/** A key that was touched: its record, and what is there now. */
interface Touched {
  readonly record: MigrationRecord
  readonly key: StoredItem
  readonly current: StoredItem | undefined
}

/** What came of undoing a record. */
export interface Undone {
  /**
   * `waits`: what was made of another item is under its key, and has to go first. `settled`: it was undone meanwhile, with the item
   * that it had waited for.
   */
  readonly outcome: 'restored' | 'changed' | 'waits' | 'settled'
  /** Records of items that had to wait for this one. */
  readonly freed: readonly MigrationRecord[]
}

/**
 * Puts an item back as it was before it was migrated, and takes away what was made in its place, in one transaction: where all of
 * that is still as the migration left it.
 * @param mayWait whether its turn may come yet, where something else is in its place
 */
export async function undoRecord(runner: Runner, found: MigrationRecord, mayWait: boolean): Promise<Undone> {
  const { scope, migration } = runner
  let record = found
  for (let attempt = 1; attempt <= MAX_SENT; attempt++) {
    await runner.lease.keep()
    if (attempt > 1) {
      const read = await readRecordOf(scope, readStored(found.key))
      if (!read || read.state === 'undone' || read.epoch > scope.epoch) return { outcome: 'settled', freed: [] }
      record = read
    }
    if (record.of !== undefined && mayWait) return { outcome: 'waits', freed: [] }
    const touched = record.of === undefined ? await readTouched(runner, record) : undefined
    const items = touched && (await isAsLeft(touched)) && (await compileUndo(runner, touched, record))
    if (!items) {
      // What was read may be behind: it is judged by what it is now.
      if (attempt === 1) continue
      break
    }
    const outcome = await sendTransaction(runner, items, createToken(), { entity: migration.from.name })
    if (outcome.written) return { outcome: 'restored', freed: freedBy(touched) }
    const fatal = outcome.reasons.find(each => !isInnocent(each) && !isPassing(each) && !isCondition(each))
    if (fatal)
      throw new MonotableError('migration.refused', {
        migration: migration.name,
        because: 'state',
        reason: `DynamoDB does not take an item back: ${fatal.Message ?? fatal.Code}`,
      })
    await pause(attempt, undefined)
  }
  return { outcome: await markChanged(runner, record), freed: [] }
}

/** The records of items that were at keys which are free now. */
const freedBy = ([, ...made]: readonly Touched[]): readonly MigrationRecord[] =>
  made.flatMap(({ record: { after, of, ...record } }) => (record.kind === 'created' ? [] : [record]))

/** All that a change has touched, as it is now; undefined where a record is gone. */
async function readTouched(runner: Runner, head: MigrationRecord): Promise<readonly Touched[] | undefined> {
  const { scope, transport, tableName } = runner
  const keys = [head.key, ...head.made].map(readStored)
  const all = await Promise.all(
    keys.map(async (key, index) => {
      const record = index === 0 ? head : await readRecordOf(scope, key)
      const input = { TableName: tableName, Key: key, ConsistentRead: true }
      const { Item: current } = await transport.send('GetItem', input, { entity: runner.migration.from.name })
      // What another item was made into since is not this one's to take away.
      return record && (index === 0 || record.of === head.key) ? { record, key, current } : undefined
    }),
  )
  return all.every(each => each !== undefined) ? all : undefined
}

async function isAsLeft(touched: readonly Touched[]): Promise<boolean> {
  for (const { record, current } of touched) if (record.after !== (current && (await digestItem(current)))) return false
  return true
}

/** Undefined where nothing could guard an item. */
async function compileUndo(
  { migration, scope, tableName, transport, now }: Runner,
  touched: readonly Touched[],
  head: MigrationRecord,
): Promise<readonly TransactWriteItem[] | undefined> {
  const before = readStored((await readBefore(scope, head))!)
  const { from, targets, table } = migration
  const entities = [from, ...targets.map(target => target.entity)]
  const entityOf = (stored: StoredItem) => targets.find(({ entity }) => isOf(entity, stored))?.entity ?? from
  const there = touched.flatMap(({ current }): EntityItem[] =>
    current ? [{ entity: entityOf(current), stored: current }] : [],
  )
  // A version goes up, so that no write which was made of what was there before can be made of this.
  const versions = [storedVersion(from, before), ...there.map(({ entity, stored }) => storedVersion(entity, stored))]
  const [own] = touched
  const isUnchanged = own?.current !== undefined && sameItem(own.current, before)
  const versionName = from.managed.version?.storedName
  const restored =
    versionName !== undefined && Object.hasOwn(before, versionName) && !isUnchanged
      ? withVersion(from, before, Math.max(...versions) + 1)
      : before
  const items: TransactWriteItem[] = []
  for (const [index, { key, current }] of touched.entries()) {
    const step: Step = { key, before: current, after: index === 0 ? restored : undefined }
    const guard = current ? asRead(entities, current) : nothingThere(from)
    if (!guard) return undefined
    const item = current || step.after ? compileStep(tableName, from, step, guard) : undefined
    if (item) items.push(item)
    else if (current || step.after) return undefined
  }
  for (const [index, { record }] of touched.entries())
    items.push(index === 0 || record.kind === 'created' ? closeRecord(scope, record) : freeRecord(scope, record))
  const context = { tableName, transport, seal: undefined, now, sharesKeys: false }
  for (const change of sentinelsOf(table, there, [{ entity: from, stored: restored }])) {
    // What was kept before the migration, or by somebody else, is not its own to give free.
    if (!change.to && !head.taken?.includes(await digestKey(table, change.key))) continue
    const owner = entities.find(entity => entity.unique.includes(change.constraint)) ?? from
    items.push(compileSentinel({ ...context, entity: owner }, change))
  }
  return items
}

/** The operation that notes that a record is undone: no runner of its epoch, or an earlier one, can migrate the item again. */
function closeRecord({ control, epoch }: Runner['scope'], record: MigrationRecord): TransactWriteItem {
  const { ReturnValues, ...input } = control.records
    .update(placeOf(record))
    .set({ state: 'undone', epoch })
    .condition((old, { and, eq }) =>
      and(eq(old.epoch, record.epoch), eq(old.state, record.state), eq(old.at, record.at)),
    )
    .compile()
  return { Update: input as NonNullable<TransactWriteItem['Update']> }
}

/** The operation that notes that what was made of another item has left the key of a record: its own item can be put back. */
function freeRecord({ control }: Runner['scope'], record: MigrationRecord): TransactWriteItem {
  const { ReturnValues, ...input } = control.records
    .update(placeOf(record))
    .remove('after', 'of')
    .condition((old, { and, eq }) => and(eq(old.epoch, record.epoch), eq(old.at, record.at), eq(old.of, record.of!)))
    .compile()
  return { Update: input as NonNullable<TransactWriteItem['Update']> }
}

async function markChanged({ scope }: Runner, record: MigrationRecord): Promise<'changed' | 'settled'> {
  try {
    await scope.control.records
      .update(placeOf(record))
      .set({ state: 'changed', epoch: scope.epoch })
      .condition((old, { and, eq, ne }) => and(eq(old.epoch, record.epoch), ne(old.state, 'undone')))
      .returning('none')
    return 'changed'
  } catch (error) {
    if (error instanceof MonotableError && error.code === 'condition.failed') return 'settled'
    throw error
  }
}

const placeOf = ({ table, migration, shard, digest }: MigrationRecord) => ({ table, migration, shard, digest })
