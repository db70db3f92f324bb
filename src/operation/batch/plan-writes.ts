import type { BatchWriteItemCommandInput, PutItemCommandInput, WriteRequest } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../schema/item-model.js'
import { keyText } from '../key-text.js'
import type { WriteBuilder } from '../write/write-builder.js'
import { wireSize } from './wire-size.js'

/** DynamoDB's limits on a BatchWriteItem, with room for what is around the items. */
export const MAX_WRITES = 25
const MAX_BYTES = 16 * 2 ** 20 - 2 ** 16

/** A write as a part of a BatchWriteItem. It stands for those before it on the same key too, which it makes needless. */
export interface BatchedWrite {
  readonly positions: readonly number[]
  readonly entity: string
  readonly key: StoredItem
  readonly request: WriteRequest
}

/** A write that goes alone. */
export interface SingleWrite {
  readonly position: number
  readonly write: WriteBuilder
}

/** How writes are made: what goes together, and what goes one after another, for it is on one key. */
export interface WritePlan {
  readonly chunks: readonly (readonly BatchedWrite[])[]
  readonly chains: readonly (readonly SingleWrite[])[]
}

/**
 * Works out which writes go together. What a BatchWriteItem would drop (conditions, unique values, versions) goes alone. Where
 * all writes on a key can go together only the last of them is made, else all of them in their order.
 * @throws InvalidItemError, InvalidKeyError, and whatever else is wrong with a write before it is sent
 */
export function planWrites(writes: readonly WriteBuilder[]): WritePlan {
  const byKey = new Map<string, SingleWrite[]>()
  for (const [position, write] of writes.entries()) {
    const text = keyText(write.context.entity.table, keyOf(write))
    const before = byKey.get(text)
    if (before) before.push({ position, write })
    else byKey.set(text, [{ position, write }])
  }
  const batched: BatchedWrite[] = []
  const chains: (readonly SingleWrite[])[] = []
  for (const chain of byKey.values()) {
    if (chain.some(({ write }) => whyAlone(write) !== undefined)) chains.push(chain)
    else batched.push(batchedWrite(chain))
  }
  return { chunks: chunkWrites(batched), chains }
}

/** A put knows its key when its defaults are filled in; an update that reads first can't be compiled yet. */
const keyOf = (write: WriteBuilder): StoredItem =>
  write.readsFirst && write.keepsItem ? write.storedKey() : write.compiled().key

/** Why a write can't be a part of a BatchWriteItem; undefined where it can. */
export function whyAlone(write: WriteBuilder): string | undefined {
  const { entity, sharesKeys } = write.context
  const { kind, returning, returningAsked, exactlyOnce } = write.node
  if (kind !== 'put' && kind !== 'delete') return `${kind} is on condition of what is there`
  if (entity.unique.length > 0) return `${entity.name} has unique values`
  if (kind === 'put' && entity.managed.version) return `${entity.name} has a version`
  if (sharesKeys) return `another entity can have an item where ${entity.name} has one`
  if (returningAsked && returning === 'old') return 'it gives the item as it was'
  if (exactlyOnce) return 'it is to be made exactly once'
  return write.compiled().blind ? undefined : 'it has a condition'
}

function batchedWrite(chain: readonly SingleWrite[]): BatchedWrite {
  const { write } = chain.at(-1)!
  const { input, key } = write.compiled()
  return {
    positions: chain.map(({ position }) => position),
    entity: write.context.entity.name,
    key,
    request:
      write.node.kind === 'put'
        ? { PutRequest: { Item: (input as PutItemCommandInput).Item } }
        : { DeleteRequest: { Key: key } },
  }
}

/** Writes in requests of 25 and of 16 MB at most. */
export const chunkWrites = (writes: readonly BatchedWrite[]): readonly (readonly BatchedWrite[])[] =>
  inRequests(writes, ({ request, key }) => wireSize(request.PutRequest?.Item ?? key))

/**
 * Writes in requests of 16 MB at most.
 * @param sizeOf the bytes of a write's item as JSON
 * @param most how many there are in a request
 */
export function inRequests<W>(
  writes: readonly W[],
  sizeOf: (write: W) => number,
  most = MAX_WRITES,
): readonly (readonly W[])[] {
  const chunks: W[][] = []
  let bytes = Infinity
  for (const write of writes) {
    // What is around an item is less than this.
    const size = 40 + sizeOf(write)
    const last = chunks.at(-1)
    if (last && last.length < most && bytes + size <= MAX_BYTES) {
      last.push(write)
      bytes += size
    } else {
      chunks.push([write])
      bytes = size
    }
  }
  return chunks
}

/** The request for these writes. */
export const batchWriteInput = (tableName: string, chunk: readonly BatchedWrite[]): BatchWriteItemCommandInput => ({
  RequestItems: { [tableName]: chunk.map(({ request }) => request) },
})
