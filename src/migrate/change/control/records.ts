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
  readonly record: MigrationRecord
  readonly items: readonly TransactWriteItem[]
}

/**
 * The records of a change, one for each key that it touches: to be written in the transaction of the change. A key has one record
 * for each epoch, so that nothing is migrated twice, nor again by a runner that is late after an undo.
 * @param again the record that is there of the item, where it is migrated once more
 */
export async function recordsOf(
  scope: Scope,
  change: Change,
  now: Date,
  again: MigrationRecord | undefined,
): Promise<readonly RecordWrite[]> {
  const { steps, kind } = change
  // What an earlier pass has made of the item goes with it when that is undone.
  const earlier = again?.epoch === scope.epoch ? again.made : []
  const made = [...new Set([...earlier, ...steps.slice(1).map(step => writeStored(step.key))])]
  return Promise.all(
    steps.map((step, index) =>
      recordOf(
        scope,
        step,
        index === 0 ? kind : 'created',
        index === 0 ? made : [],
        now,
        index === 0 ? again : undefined,
      ),
    ),
  )
}

async function recordOf(
  scope: Scope,
  { key, before, after }: Step,
  kind: MigrationRecord['kind'],
  made: readonly string[],
  now: Date,
  again: MigrationRecord | undefined,
): Promise<RecordWrite> {
  const { control, epoch, pass } = scope
  const place = await placeOf(scope, key)
  const texts = before ? piecesOf(writeStored(before)) : []
  const long = texts.length > 1
  const record: MigrationRecord = {
    ...place,
    kind,
    epoch,
    pass,
    state: 'kept',
    key: writeStored(key),
    ...(before && !long && { before: texts[0]! }),
    pieces: long ? texts.length : 0,
    ...(after && { after: await digestItem(after) }),
    made: [...made],
    at: now.toISOString(),
  }
  const head = control.records.put(record).condition((old, { and, or, eq, lt, notExists }) =>
    again
      ? and(eq(old.epoch, again.epoch), eq(old.pass, again.pass), eq(old.at, again.at), eq(old.state, again.state))
      : or(
          notExists(old.epoch),
          // What an undo has left because it was changed is known by the record of the item that it was made of.
          kind === 'created' ? lt(old.epoch, epoch) : and(lt(old.epoch, epoch), eq(old.state, 'undone')),
        ),
  )
  const pieces = long ? texts.map((text, part) => control.pieces.put({ ...place, part, text }).compile()) : []
  return { record, items: [head.compile(), ...pieces].map(input => ({ Put: input as never })) }
}

/** A text cut into pieces that fit into items; most are one. */
function piecesOf(text: string): readonly string[] {
  if (text.length * 3 <= PIECE || utf8Length(text) <= PIECE) return [text]
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

/** The record of a key, where there is one. */
export const readRecordOf = async (scope: Scope, key: StoredItem): Promise<MigrationRecord | undefined> =>
  scope.control.records.get(await placeOf(scope, key)).consistent()
