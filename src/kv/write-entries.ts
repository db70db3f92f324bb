import { Tally } from '../operation/batch/tally.js'
import { inParallel } from '../operation/in-parallel.js'
import type { Attempts } from '../operation/transport.js'
import { CONCURRENCY, makeWrites, patiently, putOf, SINGLE_CONCURRENCY } from './batch.js'
import type { KVContext } from './kv-context.js'
import type { WriteOptions } from './kv-store.js'
import { ENTRY } from './layout.js'
import { deleteEntry, encodeEntry, storeEntry } from './write-entry.js'

/** The positions at which each key is given. */
function positionsOf(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>()
  for (const [position, name] of names.entries()) {
    const known = positions.get(name)
    if (known) known.push(position)
    else positions.set(name, [position])
  }
  return positions
}

const tallyOf = (operation: string, collection: string, names: readonly string[]): Tally =>
  new Tally(
    position => ({ entity: ENTRY, operation, key: { collection, key: names[position] } }),
    names.length,
    undefined,
  )

/**
 * Puts entries, of one key the last: together (BatchWriteItem), or one by one where the pieces of older values are to be deleted.
 * Nothing is sent where one of them can't be stored.
 * @throws BatchIncompleteError, InvalidItemError, InvalidKeyError
 */
export async function putEntries(
  context: KVContext,
  collection: string,
  entries: readonly (readonly [key: string, value: unknown])[],
  expires: WriteOptions['expires'],
): Promise<void> {
  const { keys, layout } = context
  const names = entries.map(([name]) => name)
  const puts = await inParallel([...positionsOf(names)], CONCURRENCY, async ([name, positions]) => {
    const key = keys.of(collection, name)
    const [, value] = entries[positions.at(-1)!]!
    return { key, positions, encoded: await encodeEntry(context, { key, value, expires }) }
  })
  const tally = tallyOf('put', collection, names)
  if (layout.chunked) {
    const store = ({ positions, encoded }: (typeof puts)[number]) =>
      note(context, tally, positions, attempts => storeEntry(context, encoded, undefined, attempts))
    const inPieces = ({ encoded }: (typeof puts)[number]) => encoded.chunks.length > 0
    await inParallel(puts.filter(inPieces), CONCURRENCY, store)
    await inParallel(
      puts.filter(put => !inPieces(put)),
      SINGLE_CONCURRENCY,
      store,
    )
  } else
    await makeWrites(
      context,
      puts.map(({ key, positions, encoded }) => putOf(encoded.item, key, positions)),
      tally,
    )
  tally.finish(0)
}

/**
 * Deletes entries (DeleteItem), and tells of each whether there was one.
 * @throws BatchIncompleteError, InvalidKeyError
 */
export async function deleteEntries(
  context: KVContext,
  collection: string,
  names: readonly string[],
): Promise<boolean[]> {
  const deletes = Array.from(positionsOf(names), ([name, positions]) => ({
    key: context.keys.of(collection, name),
    positions,
  }))
  const tally = tallyOf('delete', collection, names)
  await inParallel(deletes, SINGLE_CONCURRENCY, ({ key, positions }) =>
    note(context, tally, positions, attempts => deleteEntry(context, key, attempts)),
  )
  return tally.finish(names.length) as boolean[]
}

/** Does one write of many, and notes what became of it. */
async function note(
  context: KVContext,
  tally: Tally,
  positions: readonly number[],
  work: (attempts: Attempts) => Promise<unknown>,
): Promise<void> {
  try {
    const result = await patiently(context, work)
    for (const position of positions) tally.succeed(position, result)
  } catch (error) {
    for (const position of positions) tally.fail(position, error)
  }
}
