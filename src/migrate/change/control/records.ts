import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { utf8Length } from '../../../key/order.js'
import type { StoredItem } from '../../../schema/item-model.js'
import type { Change, Step } from '../change.js'
import type { MigrationRecord } from './control-entities.js'
import { digestItem, digestKey } from './digest.js'
import type { Scope } from './scope.js'
import { writeStored } from './stored-text.js'

/** Records are spread over so many partitions, for each of which DynamoDB takes 1,000 writes a second. */
export const SHARDS = 64

/** The bytes of a before-image that go into one item; its text may take more than the item did. */
const PIECE = 300_000

/** Where a record of a key is. */
async function placeOf({ data: { table, name }, migration }: Scope, key: StoredItem) {
  const digest = await digestKey(table, key)
  return { table: name, migration, shard: Number.parseInt(digest.slice(0, 4), 16) % SHARDS, digest }
}

/** A record with the operations that write it, and the long text of its before-image. */
export interface RecordWrite {
  readonly items: readonly TransactWriteItem[]
}

/** What is known of records that are there already. */
export interface KnownRecords {
  /** That of the item, where it is migrated once more. */
  readonly again?: MigrationRecord | undefined
  /** Those of other items that were under the new keys, and that this migration has moved away. */
  readonly left: readonly MigrationRecord[]
}

/**
 * The records of a change, one for each key that it touches: to be written in the transaction of the change. A key has one record
 * for each epoch, so that nothing is migrated twice, nor again by a runner that is late after an undo.
 * @param taken the digests of the keys of unique values that were nobody's
 * @throws InvalidItemError `item.tooLarge` where the keys of what is made of an item have no room in its record
 */
export async function recordsOf(
  scope: Scope,
  { steps, kind }: Change,
  now: Date,
  { again, left }: KnownRecords,
  taken: readonly string[],
): Promise<readonly RecordWrite[]> {
  const [own, ...others] = steps
  const of = writeStored(own.key)
  const earlier = earlierOf(again)
  const made = [...new Set([...(earlier?.made ?? []), ...others.map(step => writeStored(step.key))])]
  const allTaken = [...new Set([...(earlier?.taken ?? []), ...taken])]
  return Promise.all([
    writeOwn(scope, own, { kind, made, ...(allTaken.length > 0 && { taken: allTaken }) }, now, again),
    ...others.map(step => {
      const key = writeStored(step.key)
      const record = left.find(each => each.key === key)
      return record ? fillLeft(scope, record, step, of) : writeMade(scope, step, of, now)
    }),
  ])
}

/**
 * The record of an item that is migrated once more, where it is not undone: what was made of the item then goes with it when that
 * is. It may be of an earlier epoch, of a runner that was late.
 */
export const earlierOf = (again: MigrationRecord | undefined): MigrationRecord | undefined =>
  again?.state === 'kept' ? again : undefined

/** The record of the item itself, with what it was before. */
async function writeOwn(
  scope: Scope,
  step: Step,
  more: Pick<MigrationRecord, 'kind' | 'made' | 'taken'>,
  now: Date,
  again: MigrationRecord | undefined,
): Promise<RecordWrite> {
  const { records, pieces } = scope.control
  const empty = { ...(await recordOf(scope, step, now)), ...more }
  const { table, migration, shard, digest } = empty
  const text = writeStored(step.before!)
  const isShort = utf8Length(text) + empty.made.reduce((sum, key) => sum + utf8Length(key), 0) <= PIECE
  const texts = isShort ? [] : piecesOf(text)
  const record: MigrationRecord = { ...empty, ...(isShort && { before: text }), pieces: texts.length }
  const head = records
    .put(record)
    .condition((old, { and, or, eq, lt, notExists }) =>
      again
        ? and(eq(old.epoch, again.epoch), eq(old.pass, again.pass), eq(old.at, again.at), eq(old.state, again.state))
        : or(notExists(old.epoch), and(lt(old.epoch, scope.epoch), eq(old.state, 'undone'))),
    )
  const parts = texts.map((text, part) => pieces.put({ table, migration, shard, digest, part, text }).compile())
  return writeOf([head.compile(), ...parts])
}

/**
 * The record of an item that was made. What an undo has left under its key because it was changed is known by the record of the
 * item that it was made of; a before-image that may be put back yet is not written over.
 */
async function writeMade(scope: Scope, step: Step, of: string, now: Date): Promise<RecordWrite> {
  const record: MigrationRecord = { ...(await recordOf(scope, step, now)), kind: 'created', of }
  const head = scope.control.records
    .put(record)
    .condition((old, { and, or, eq, lt, ne, notExists }) =>
      or(
        notExists(old.epoch),
        and(lt(old.epoch, scope.epoch), or(ne(old.state, 'kept'), eq(old.kind, 'created'))),
        and(eq(old.kind, 'created'), eq(old.of, of)),
      ),
    )
  return writeOf([head.compile()])
}

/** The key of an item that was moved away has a record already, with its before-image: it is noted there what has come. */
async function fillLeft(
  { control }: Scope,
  { table, migration, shard, digest, epoch, at }: MigrationRecord,
  { after }: Step,
  of: string,
): Promise<RecordWrite> {
  const { ReturnValues, ...input } = control.records
    .update({ table, migration, shard, digest })
    .set({ after: await digestItem(after!), of })
    .condition((old, { and, eq, notExists }) =>
      and(eq(old.epoch, epoch), eq(old.at, at), eq(old.state, 'kept'), notExists(old.after), notExists(old.of)),
    )
    .compile()
  return { items: [{ Update: input as NonNullable<TransactWriteItem['Update']> }] }
}

/** What the records of all keys say. */
async function recordOf(scope: Scope, { key, after }: Step, now: Date): Promise<Omit<MigrationRecord, 'kind'>> {
  return {
    ...(await placeOf(scope, key)),
    epoch: scope.epoch,
    pass: scope.pass,
    state: 'kept',
    key: writeStored(key),
    pieces: 0,
    ...(after && { after: await digestItem(after) }),
    made: [],
    at: now.toISOString(),
  }
}

const writeOf = (inputs: readonly object[]): RecordWrite => ({
  items: inputs.map(input => ({ Put: input as NonNullable<TransactWriteItem['Put']> })),
})

/** Whether an item was moved away from the key of a record, and nothing has come to it since. */
export const isLeft = ({ kind, state, after, of }: MigrationRecord): boolean =>
  kind !== 'created' && state === 'kept' && after === undefined && of === undefined

/** Whether an item is as a migration left it that is not undone; a record of an earlier epoch is that of a runner which was late. */
export const isAsRecorded = async (record: MigrationRecord | undefined, stored: StoredItem): Promise<boolean> =>
  record?.state === 'kept' && record.after === (await digestItem(stored))

/** A text cut into pieces that fit into items. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let bytes = 0
  for (const character of text) {
    const size = utf8Length(character)
    if (bytes + size > PIECE) {
      pieces.push(piece)
      piece = ''
      bytes = 0
    }
    piece += character
    bytes += size
  }
  return [...pieces, piece]
}

/** The record in a stored item, as a failed condition gives it back. */
export function readRecord({ control }: Scope, stored: StoredItem): MigrationRecord {
  return control.records.decode(stored)
}

/** The text of a record's before-image; undefined where there was nothing. */
export async function readBefore(
  { control }: Scope,
  { table, migration, shard, digest, before, pieces }: MigrationRecord,
): Promise<string | undefined> {
  if (pieces === 0) return before
  const keys = Array.from({ length: pieces }, (_, part) => ({ table, migration, shard, digest, part }))
  const found = await control.pieces.getMany(keys).consistent()
  return found.map(piece => piece!.text).join('')
}

/** The records of several keys, in their order, where there are any (BatchGetItem). */
export async function readRecordsOf(
  scope: Scope,
  keys: readonly StoredItem[],
): Promise<readonly (MigrationRecord | undefined)[]> {
  if (keys.length === 0) return []
  return scope.control.records.getMany(await Promise.all(keys.map(key => placeOf(scope, key)))).consistent()
}

/** The record of a key, where there is one. */
export const readRecordOf = async (scope: Scope, key: StoredItem): Promise<MigrationRecord | undefined> =>
  scope.control.records.get(await placeOf(scope, key)).consistent()
