import { InvalidItemError } from '../../errors/monotable-error.js'
import { joinChunks } from '../chunks.js'
import type { SaverDatabase, StoredValue } from './entities.js'
import type { Chunk, Serialized } from './serialized.js'

type Reference = Exclude<StoredValue['data'], Uint8Array>
type Key = Omit<Chunk, 'bytes'>

const isReference = (data: StoredValue['data']): data is Reference => !(data instanceof Uint8Array)

/** The keys of the chunks that values are in. */
const chunkKeys = (values: readonly StoredValue[]): Key[] =>
  values.flatMap(({ data }) =>
    isReference(data) ? Array.from({ length: data.chunks }, (_, part) => ({ blob: data.blob, part })) : [],
  )

/** A value names chunks that are not there: it was replaced since it was read, or its thread is being deleted. */
class MissingChunksError extends InvalidItemError {}

/** How often what misses chunks is read again: each time a writer must have been faster. */
const ATTEMPTS = 4

/**
 * Reads anew where a value was replaced between the read of its item and that of its chunks. `first` is how it is read where its
 * item is at hand already.
 */
export async function readAgain<R>(read: () => Promise<R>, first = read): Promise<R> {
  for (let attempt = 1; ; attempt++)
    try {
      return await (attempt === 1 ? first() : read())
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof MissingChunksError)) throw error
    }
}

/**
 * The bytes of values of one thread, in their order: those that are in chunks are read, 100 chunks a request.
 * @throws MissingChunksError
 */
export async function loadBytes(
  db: SaverDatabase,
  thread_id: string,
  values: readonly StoredValue[],
): Promise<Serialized[]> {
  const keys = chunkKeys(values)
  const found = keys.length === 0 ? [] : await readChunks(db, thread_id, keys)
  return values.map(({ type, gzip, data }) => ({
    type,
    gzip,
    bytes: isReference(data) ? joinChunks(found.splice(0, data.chunks)) : data,
  }))
}

async function readChunks(db: SaverDatabase, thread_id: string, keys: readonly Key[]): Promise<Uint8Array[]> {
  const chunks = await db.chunks
    .getMany(keys.map(key => ({ thread_id, ...key })))
    .consistent()
    // Whether its time is over is told by the item that names it.
    .includeExpired()
  return chunks.map(chunk => {
    if (chunk) return chunk.bytes
    const issue = { path: ['data'], code: 'chunk', message: 'a chunk of it is gone: its thread was deleted meanwhile' }
    throw new MissingChunksError('item.invalidStored', { entity: 'Checkpoint', issues: [issue] })
  })
}

/** Makes the chunks of an item, 25 a request. Nothing can be read of them before the item names them. */
export async function putChunks(
  { chunks }: SaverDatabase,
  thread_id: string,
  pieces: readonly Chunk[],
  expiry: { readonly ttl?: number },
): Promise<void> {
  if (pieces.length > 0) await chunks.putMany(pieces.map(piece => ({ thread_id, ...piece, ...expiry })))
}

/**
 * Deletes the chunks of values that nothing names any more. The write that replaced them was made, and must not fail for what
 * nobody can read: what is left of it goes with its thread, or when its time is over.
 */
export async function deleteChunks(
  { chunks }: SaverDatabase,
  thread_id: string,
  replaced: readonly StoredValue[],
): Promise<void> {
  const keys = chunkKeys(replaced).map(key => ({ thread_id, ...key }))
  if (keys.length > 0) await chunks.deleteMany(keys).then(undefined, () => {})
}
