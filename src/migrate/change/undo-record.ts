import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { pause } from '../../operation/backoff.js'
import { compileSentinel } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Step, sameItem } from './change.js'
import { isOf } from './classify.js'
import { compileStep } from './compile-step.js'
import type { MigrationRecord } from './control/control-entities.js'
import { digestItem, digestKey } from './control/digest.js'
import { isOvertaken } from './control/is-overtaken.js'
import { readBefore, readRecordOf } from './control/records.js'
import { readStored } from './control/stored-text.js'
import { storedVersion, withVersion } from './encode-result.js'
import { asRead, nothingThere } from './guard.js'
import { type ReadAhead, readAhead, type Under } from './read-ahead.js'
import type { Runner } from './runner.js'
import { refusedBy, sendChange } from './send-change.js'
import { type EntityItem, sentinelsOf } from './unique-values.js'

/** How often it is tried while others write the same items. */
const MAX_SENT = 20

/** A key that was touched, with its record. */
interface Touched extends Under {
  readonly record: MigrationRecord
}

/** What came of undoing a record. */
export interface Undone {
  /**
   * `waits`: what was made of another item is under its key, and has to go first. `settled`: it was undone meanwhile, with the item
   * that it had waited for.
   */
  readonly outcome: 'restored' | 'left' | 'waits' | 'settled'
  /** Of what stays, why: `changed` since, or what DynamoDB has against it. */
  readonly reason?: string
  /** Records of items that had to wait for this one. */
  readonly freed: readonly MigrationRecord[]
}

/**
 * Puts an item back as it was before it was migrated, and takes away what was made in its place, in one transaction: where all of
 * that is still as the migration left it.
 * @param mayWait whether its turn may come yet, where something else is in its place
 * @param ahead what was read of it together with others
 */
export async function undoRecord(
  runner: Runner,
  found: MigrationRecord,
  mayWait: boolean,
  ahead: ReadAhead | undefined,
): Promise<Undone> {
  const { scope } = runner
  let record = found
  for (let attempt = 1; attempt <= MAX_SENT; attempt++) {
    await runner.lease.keep()
    if (attempt > 1) {
      const read = await readRecordOf(scope, readStored(found.key))
      if (!read || read.state === 'undone' || read.epoch > scope.epoch) return { outcome: 'settled', freed: [] }
      record = read
    }
    if (record.of !== undefined && mayWait) return { outcome: 'waits', freed: [] }
    const touched = record.of === undefined ? await readTouched(runner, record, ahead) : undefined
    const items = touched && (await isAsLeft(touched)) && (await compileUndo(runner, touched, record))
    if (!items) {
      // What was read may be behind: it is judged by what it is now.
      if (attempt === 1) continue
      break
    }
    const outcome = await sendChange(runner, items)
    const refused = 'refused' in outcome ? outcome.refused : outcome.written ? undefined : refusedBy(outcome.reasons)
    if (refused !== undefined) return { outcome: await markChanged(runner, record), reason: refused, freed: [] }
    if ('written' in outcome && outcome.written) return { outcome: 'restored', freed: freedBy(touched) }
    await pause(attempt, undefined)
  }
  return { outcome: await markChanged(runner, record), reason: 'changed', freed: [] }
}

/** The records of items that were at keys which are free now. */
const freedBy = ([, ...made]: readonly Touched[]): readonly MigrationRecord[] =>
  made.flatMap(({ record: { after, of, ...record } }) => (record.kind === 'created' ? [] : [record]))

/** All that a change has touched, as it was read ahead or as it is now; undefined where a record is gone. */
async function readTouched(
  runner: Runner,
  head: MigrationRecord,
  ahead: ReadAhead | undefined,
): Promise<readonly Touched[] | undefined> {
  const all = ahead?.(head) ?? (await readAhead(runner, [head]))(head)
  // What another item was made into since is not this one's to take away.
  const isOurs = (under: Under, index: number): under is Touched =>
    under.record !== undefined && (index === 0 || under.record.of === head.key)
  return all?.every(isOurs) ? (all as readonly Touched[]) : undefined
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

async function markChanged({ scope }: Runner, record: MigrationRecord): Promise<'left' | 'settled'> {
  try {
    await scope.control.records
      .update(placeOf(record))
      .set({ state: 'changed', epoch: scope.epoch })
      .condition((old, { and, eq, ne }) => and(eq(old.epoch, record.epoch), ne(old.state, 'undone')))
      .returning('none')
    return 'left'
  } catch (error) {
    if (isOvertaken(error)) return 'settled'
    throw error
  }
}

const placeOf = ({ table, migration, shard, digest }: MigrationRecord) => ({ table, migration, shard, digest })
