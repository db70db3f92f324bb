import type { KVStore } from './kv-store.js'

/** An entry to put, with the time in milliseconds since 1970 at which it expires; as the store says where it is not given. */
export interface TimedEntry {
  readonly key: string
  readonly value: unknown
  readonly until?: number | undefined
}

/** Puts entries, each with its own time of expiry: those that share one in one go. */
export async function putEach(store: KVStore, collection: string, entries: readonly TimedEntry[]): Promise<void> {
  const groups = new Map<number | undefined, [key: string, value: unknown][]>()
  // Of a key that is given twice the last counts, whatever the times are.
  const last = new Map(entries.map(entry => [entry.key, entry]))
  for (const { key, value, until } of last.values()) {
    const group = groups.get(until)
    if (group) group.push([key, value])
    else groups.set(until, [[key, value]])
  }
  for (const [until, group] of groups)
    await store.putMany(group, { collection, ...(until !== undefined && { expires: new Date(until) }) })
}
