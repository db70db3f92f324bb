import type { SerializerProtocol } from '@langchain/langgraph-checkpoint'
import { ItemExistsError } from '../../errors/monotable-error.js'
import { inParallel } from '../../operation/in-parallel.js'
import { WRITES_IDX_MAP } from './checkpoint-peer.js'
import { deleteChunks, putChunks } from './chunks.js'
import type { SaverDatabase, StoredValue } from './entities.js'
import type { Scope } from './find.js'
import { type Chunk, place, serialize } from './serialized.js'

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

/** How many writes of a task are made at a time. */
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
  { db, serde, compress, expiry }: Writer,
  at: Place,
  task_id: string,
  task_path: string,
  writes: readonly (readonly [channel: string, value: unknown])[],
): Promise<void> {
  // Of several in one place the last is meant.
  const places = new Map(writes.map((write, position) => [indexOf(write[0], position), write]))
  await inParallel([...places], CONCURRENCY, async ([idx, [channel, value]]) => {
    const { stored, chunks } = place({ value: await serialize(serde, value, compress) })
    const item = { ...at, task_id, idx, task_path, channel, ...stored, ...expiry }
    await saveItem(db, at, chunks, expiry, async () => {
      if (idx >= 0) return (await isFirst(db.writes.create(item))) ? [] : [stored.value]
      const old = await db.writes.put(item).returning('old')
      return old ? replaced([old.value], chunks) : []
    })
  })
}

/** Negative for what tells how a task ended. */
const indexOf = (channel: string, position: number): number =>
  Object.hasOwn(WRITES_IDX_MAP, channel) ? WRITES_IDX_MAP[channel]! : position

/** The values that a write has replaced. One that was sent again, for its answer was lost, finds its own in the place. */
const replaced = (old: readonly StoredValue[], chunks: readonly Chunk[]): readonly StoredValue[] =>
  old.filter(({ data }) => !chunks.some(({ blob }) => 'blob' in data && data.blob === blob))

async function isFirst(create: PromiseLike<unknown>): Promise<boolean> {
  try {
    await create
    return true
  } catch (error) {
    if (error instanceof ItemExistsError) return false
    throw error
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
