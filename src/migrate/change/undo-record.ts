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
import { digestItem } from './control/digest.js'
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

/**
 * Puts an item back as it was before it was migrated, and takes away what was made in its place, in one transaction: where all of
 * that is still as the migration left it.
 */
export async function undoRecord(runner: Runner, record: MigrationRecord): Promise<'restored' | 'changed'> {
  const { scope } = runner
  for (let attempt = 1; attempt <= MAX_SENT; attempt++) {
    await runner.lease.keep()
    const touched = await readTouched(runner, record)
    if (!touched || !(await isAsLeft(touched))) return markChanged(runner, record)
    const text = await readBefore(scope, record)
    const items = compileUndo(runner, touched, readStored(text!))
    if (!items) return markChanged(runner, record)
    const outcome = await sendTransaction(runner, items, createToken(), { entity: runner.migration.from.name })
    if (outcome.written) return 'restored'
    const fatal = outcome.reasons.find(each => !isInnocent(each) && !isPassing(each) && !isCondition(each))
    if (fatal)
      throw new MonotableError('migration.refused', {
        migration: runner.migration.name,
        because: 'state',
        reason: `DynamoDB does not take an item back: ${fatal.Message ?? fatal.Code}`,
      })
    await pause(attempt, undefined)
  }
  return markChanged(runner, record)
}

/** All that a change has touched, as it is now; undefined where a record is gone. */
async function readTouched(runner: Runner, head: MigrationRecord): Promise<readonly Touched[] | undefined> {
  const { scope, transport, tableName } = runner
  const keys = [head.key, ...head.made].map(readStored)
  const all = await Promise.all(
    keys.map(async (key, index) => {
      const record = index === 0 ? head : await readRecordOf(scope, key)
      const input = { TableName: tableName, Key: key, ConsistentRead: true }
      const { Item: current } = await transport.send('GetItem', input, { entity: runner.migration.from.name })
      return record && { record, key, current }
    }),
  )
  return all.every(each => each !== undefined) ? all : undefined
}

async function isAsLeft(touched: readonly Touched[]): Promise<boolean> {
  for (const { record, current } of touched) if (record.after !== (current && (await digestItem(current)))) return false
  return true
}

/** Undefined where nothing could guard an item. */
function compileUndo(
  { migration, scope, tableName, transport, now }: Runner,
  touched: readonly Touched[],
  before: StoredItem,
): readonly TransactWriteItem[] | undefined {
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
    if (current || step.after) items.push(compileStep(tableName, from, step, guard))
  }
  for (const { record } of touched) items.push(closeRecord(scope, record))
  const context = { tableName, transport, seal: undefined, now, sharesKeys: false }
  for (const change of sentinelsOf(table, there, [{ entity: from, stored: restored }])) {
    const owner = entities.find(entity => entity.unique.includes(change.constraint)) ?? from
    items.push(compileSentinel({ ...context, entity: owner }, change))
  }
  return items
}

/** The operation that notes that a record is undone: no runner of its epoch can migrate the item again. */
function closeRecord({ control }: Runner['scope'], record: MigrationRecord): TransactWriteItem {
  const { table, migration, shard, digest, epoch, state } = record
  const { ReturnValues, ...input } = control.records
    .update({ table, migration, shard, digest })
    .set({ state: 'undone' })
    .condition((old, { and, eq }) => and(eq(old.epoch, epoch), eq(old.state, state), eq(old.at, record.at)))
    .compile()
  return { Update: input as NonNullable<TransactWriteItem['Update']> }
}

async function markChanged({ scope }: Runner, record: MigrationRecord): Promise<'changed'> {
  const { table, migration, shard, digest, epoch } = record
  await scope.control.records
    .update({ table, migration, shard, digest })
    .set({ state: 'changed' })
    .condition((old, { and, eq, ne }) => and(eq(old.epoch, epoch), ne(old.state, 'undone')))
    .returning('none')
  return 'changed'
}
