import { outcomeOf } from '../errors/outcome.js'
import { Tally } from '../operation/batch/tally.js'
import type { StoredItem } from '../schema/item-model.js'
import { deleteOf, makeWrites, putOf, readItems } from './batch.js'
import type { KVContext } from './kv-context.js'
import { type Chunks, ENTRY } from './layout.js'

/**
 * Writes the pieces of a value (BatchWriteItem). Where that fails those are deleted again that were written.
 * @throws BatchIncompleteError
 */
export async function putChunks(context: KVContext, chunks: readonly StoredItem[]): Promise<void> {
  if (chunks.length === 0) return
  const { keys } = context
  const tally = tallyOf(chunks.length)
  await makeWrites(
    context,
    chunks.map((item, index) => putOf(item, keys.in(item), [index])),
    tally,
  )
  if (tally.failed.length > 0) {
    const unwritten = tally.failed.filter(({ cause }) => outcomeOf(cause) === 'not written')
    const missing = new Set(unwritten.map(({ position }) => position))
    const written = chunks.filter((_, index) => !missing.has(index))
    await deleteItems(
      context,
      written.map(item => keys.in(item)),
    )
  }
  tally.finish(0)
}

/** Deletes the pieces of a value that nothing refers to any more. What is left where it fails is never read: it fails nothing. */
export async function deleteChunks(context: KVContext, stored: StoredItem | undefined): Promise<void> {
  const chunks = stored && context.layout.chunksOf(stored)
  if (chunks) await deleteItems(context, keysOf(context, chunks))
}

/**
 * Reads the pieces of a value (BatchGetItem); undefined where not all of them are there.
 * @throws BatchIncompleteError
 */
export async function readChunks(
  context: KVContext,
  chunks: Chunks,
  consistent: boolean,
): Promise<readonly Uint8Array[] | undefined> {
  const tally = tallyOf(chunks.count)
  const pieces: Uint8Array[] = []
  await readItems(context, keysOf(context, chunks), consistent, tally, (position, stored) => {
    const piece = stored && context.layout.pieceOf(stored)
    if (piece) pieces[position] = piece
    tally.succeed(position, undefined)
  })
  tally.finish(0)
  return Object.keys(pieces).length === chunks.count ? pieces : undefined
}

const keysOf = ({ keys }: KVContext, { id, count }: Chunks): readonly StoredItem[] =>
  Array.from({ length: count }, (_, index) => keys.ofChunk(id, index))

/** Whatever has ended the call: what is left behind nobody would find. */
async function deleteItems(context: KVContext, keys: readonly StoredItem[]): Promise<void> {
  await makeWrites(
    { ...context, signal: undefined },
    keys.map((key, index) => deleteOf(key, [index])),
    tallyOf(keys.length),
  )
}

const tallyOf = (total: number): Tally =>
  new Tally(position => ({ entity: ENTRY, operation: 'chunk', key: { chunk: position } }), total, undefined)
