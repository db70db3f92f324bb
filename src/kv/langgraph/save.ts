import type { SerializerProtocol } from '@langchain/langgraph-checkpoint'
import { ItemExistsError, TransactionFailedError } from '../../errors/monotable-error.js'
import { inParallel } from '../../operation/in-parallel.js'
import { WRITES_IDX_MAP } from './checkpoint-peer.js'
import { deleteChunks, putChunks } from './chunks.js'
import type { SaverDatabase, StoredValue, WriteItem } from './entities.js'
import type { Scope } from './find.js'
import { type Chunk, place, ROOM, serialize } from './serialized.js'

/** What writing a saver's values takes. */
export interface Writer {
  readonly db: SaverDatabase
  readonly serde: SerializerProtocol
  readonly compress: boolean
  /** When what is written now expires; empty where it does not. */
  readonly expiry: { readonly ttl?: number }
}

/** Where a checkpoint is. */
export interface Place extends Scope {
  readonly checkpoint_id: string
}

/** How many values of a task are made ready at a time. */
const CONCURRENCY = 8

/** Writes a checkpoint, in the place of one with its id. */
export async function saveCheckpoint(
  { db, serde, compress, expiry }: Writer,
  at: Place,
  parent: string | undefined,
  checkpoint: unknown,
  metadata: unknown,
): Promise<void> {
  const { stored, chunks } = place({
    checkpoint: await serialize(serde, checkpoint, compress),
    metadata: await serialize(serde, metadata, compress),
  })
  const item = { ...at, ...stored, ...expiry, ...(parent && { parent_checkpoint_id: parent }) }
  await saveItem(db, at, chunks, expiry, async () => {
    const old = await db.checkpoints.put(item).returning('old')
    return old ? replaced([old.checkpoint, old.metadata], chunks) : []
  })
}

/**
 * Keeps what a task wrote. The first write of a place is kept, for a task that is run again has written before; what tells how it
 * ended (an error, an interrupt, its resumption) is replaced.
 */
export async function saveWrites(
  writer: Writer,
  at: Place,
  task_id: string,
  task_path: string,
  writes: readonly (readonly [channel: string, value: unknown])[],
): Promise<void> {
  const { db, serde, compress, expiry } = writer
  // Of several in one place the last is meant.
  const places = [...new Map(writes.map((write, position) => [indexOf(write[0], position), write]))]
  const prepare = async ([idx, [channel, value]]: (typeof places)[number], room?: number) => {
    const { stored, chunks } = place({ value: await serialize(serde, value, compress) }, room)
    return { item: { ...at, task_id, idx, task_path, channel, ...stored, ...expiry }, chunks }
  }
  // These first: they make no task done.
  const endings = places.filter(([idx]) => idx < 0)
  await inParallel(endings, CONCURRENCY, async ending => {
    const { item, chunks } = await prepare(ending)
    await saveItem(db, at, chunks, expiry, async () => {
      const old = await db.writes.put(item).returning('old')
      return old ? replaced([old.value], chunks) : []
    })
  })
  const results = places.filter(([idx]) => idx >= 0)
  for (let start = 0; start < results.length; start += MAX_TOGETHER) {
    const part = results.slice(start, start + MAX_TOGETHER)
    const room = Math.min(ROOM, Math.floor(MAX_BYTES_TOGETHER / part.length) - BESIDE_VALUE)
    const prepared = await inParallel(part, CONCURRENCY, async result => {
      const { item, chunks } = await prepare(result, room)
      await putChunks(db, at.thread_id, chunks, expiry)
      return item
    })
    await deleteChunks(db, at.thread_id, await createAll(db, prepared))
  }
}

/** DynamoDB's limits on a transaction, and what its items take beside their values at most. */
const MAX_TOGETHER = 100
const MAX_BYTES_TOGETHER = 4 * 1024 * 1024
const BESIDE_VALUE = 12_000

/**
 * Makes those of a task's writes that are not there yet, all or none: LangGraph takes a task of which one is there for done, and
 * would go on without the others.
 * @returns the values that are not kept, as others were first
 */
async function createAll(
  { transactWrite, writes }: SaverDatabase,
  items: readonly WriteItem[],
): Promise<StoredValue[]> {
  const second: StoredValue[] = []
  for (let left = items; left.length > 0; ) {
    const creates = left.map(item => writes.create(item))
    const errors = await errorsOf(creates.length === 1 ? creates[0]! : transactWrite(creates))
    second.push(...left.filter((_, index) => errors[index]).map(({ value }) => value))
    left = errors.length > 0 ? left.filter((_, index) => !errors[index]) : []
  }
  return second
}

/** Negative for what tells how a task ended. */
const indexOf = (channel: string, position: number): number =>
  Object.hasOwn(WRITES_IDX_MAP, channel) ? WRITES_IDX_MAP[channel]! : position

/** The values that a write has replaced. One that was sent again, for its answer was lost, finds its own in the place. */
const replaced = (old: readonly StoredValue[], chunks: readonly Chunk[]): readonly StoredValue[] =>
  old.filter(({ data }) => !chunks.some(({ blob }) => 'blob' in data && data.blob === blob))

/** By position, for which writes there was an item already: then none was made. Empty where all were made. */
async function errorsOf(written: PromiseLike<unknown>): Promise<readonly (ItemExistsError | undefined)[]> {
  try {
    await written
    return []
  } catch (error) {
    if (error instanceof ItemExistsError) return [error]
    const errors = error instanceof TransactionFailedError ? error.errors : []
    const existing = errors.map(each => (each instanceof ItemExistsError ? each : undefined))
    if (!existing.some(Boolean)) throw error
    return existing
  }
}

/**
 * Makes the chunks of an item, then the item, and deletes the chunks that nothing names any more: an item is never there without
 * what it names. `write` tells which values are without an item after it.
 */
async function saveItem(
  db: SaverDatabase,
  { thread_id }: Scope,
  chunks: readonly Chunk[],
  expiry: Writer['expiry'],
  write: () => Promise<readonly StoredValue[]>,
): Promise<void> {
  await putChunks(db, thread_id, chunks, expiry)
  await deleteChunks(db, thread_id, await write())
}
