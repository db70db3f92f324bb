import { BatchIncompleteError } from '../errors/monotable-error.js'
import { Tally } from '../operation/batch/tally.js'
import { inParallel } from '../operation/in-parallel.js'
import { CONCURRENCY } from './batch.js'
import type { KVStore } from './kv-store.js'
import { ENTRY } from './layout.js'

/** An entry to put, with the time in milliseconds since 1970 at which it expires; as the store says where it is not given. */
export interface TimedEntry {
  readonly key: string
  readonly value: unknown
  readonly until?: number | undefined
}

/**
 * Puts entries, each with its own time of expiry: those that share one in one go.
 * @throws BatchIncompleteError where some are left over, with each by its position among all of them
 */
export async function putEach(store: KVStore, collection: string, entries: readonly TimedEntry[]): Promise<void> {
  const groups = new Map<number | undefined, (TimedEntry & { readonly position: number })[]>()
  // Of a key that is given twice the last counts, whatever the times are.
  const last = new Map(entries.map((entry, position) => [entry.key, { ...entry, position }]))
  for (const entry of last.values()) {
    const group = groups.get(entry.until)
    if (group) group.push(entry)
    else groups.set(entry.until, [entry])
  }
  const subject = (position: number) => ({
    entity: ENTRY,
    operation: 'put',
    key: { collection, key: entries[position]!.key },
  })
  const tally = new Tally(subject, last.size, undefined)
  await inParallel([...groups], CONCURRENCY, async ([until, group]) => {
    const failed = await failuresOf(
      store.putMany(
        group.map(({ key, value }) => [key, value] as const),
        { collection, ...(until !== undefined && { expires: new Date(until) }) },
      ),
    )
    for (const [index, { position }] of group.entries())
      if (failed.has(index)) tally.fail(position, failed.get(index))
      else tally.succeed(position, undefined)
  })
  tally.finish(0)
}

/** Why those were not put that were not, by their places in the batch. */
async function failuresOf(batch: Promise<void>): Promise<ReadonlyMap<number, unknown>> {
  try {
    await batch
    return new Map()
  } catch (error) {
    if (!(error instanceof BatchIncompleteError)) throw error
    return new Map(error.failed.map(({ position, cause }) => [position, cause]))
  }
}
