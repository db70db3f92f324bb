import type { WriteRequest } from '@aws-sdk/client-dynamodb'
import { drain } from '../operation/batch/drain.js'
import { type BatchedWrite, chunkWrites } from '../operation/batch/plan-writes.js'
import { chunkKeys, readChunk } from '../operation/batch/read-keys.js'
import type { Tally } from '../operation/batch/tally.js'
import { writeChunk } from '../operation/batch/write-chunk.js'
import { inParallel } from '../operation/in-parallel.js'
import type { Attempts } from '../operation/transport.js'
import type { StoredItem } from '../schema/item-model.js'
import { type KVContext, sending } from './kv-context.js'
import { ENTRY } from './layout.js'

/** How many requests of a batch, or values in pieces, are under way at a time. */
export const CONCURRENCY = 4

/** How many writes are, of those that go one by one. */
export const SINGLE_CONCURRENCY = 16

/** Reads items by their keys (BatchGetItem), and notes each, or why it could not be read, by its position. */
export async function readItems(
  context: KVContext,
  keys: readonly StoredItem[],
  consistent: boolean,
  tally: Tally,
  found: (position: number, stored: StoredItem | undefined) => void,
): Promise<void> {
  const asked = keys.map((key, position) => ({
    positions: [position],
    entity: ENTRY,
    key,
    consistent,
    names: undefined,
  }))
  await inParallel(chunkKeys(context.table, asked), CONCURRENCY, async chunk => {
    const { left, cause } = await readChunk(
      context,
      context.table,
      chunk,
      sending(context),
      ({ positions }, stored) => {
        for (const position of positions) found(position, stored)
      },
    )
    for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
  })
}

/** A write as part of a batch, for these positions. */
export const putOf = (item: StoredItem, key: StoredItem, positions: readonly number[]): BatchedWrite =>
  write(key, { PutRequest: { Item: item } }, positions)
export const deleteOf = (key: StoredItem, positions: readonly number[]): BatchedWrite =>
  write(key, { DeleteRequest: { Key: key } }, positions)
const write = (key: StoredItem, request: WriteRequest, positions: readonly number[]): BatchedWrite => ({
  positions,
  entity: ENTRY,
  key,
  request,
})

/** Makes writes (BatchWriteItem), and notes what became of each by its positions. */
export async function makeWrites(context: KVContext, writes: readonly BatchedWrite[], tally: Tally): Promise<void> {
  await inParallel(chunkWrites(writes), CONCURRENCY, async chunk => {
    const { left, cause } = await writeChunk(context, context.table, chunk, sending(context), written => {
      for (const { positions } of written) for (const position of positions) tally.succeed(position, undefined)
    })
    for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
  })
}

/** Does some work again, after pauses that grow, while DynamoDB says that it is too much at once. */
export async function patiently<T>({ signal }: KVContext, work: (attempts: Attempts) => Promise<T>): Promise<T> {
  let result: T
  const { left, cause } = await drain(
    [work],
    async (_, attempts) => {
      result = await work(attempts)
      return []
    },
    signal,
  )
  if (left.length > 0) throw cause
  return result!
}
