import type { KVStore } from '../kv-store.js'

/** What became of an item. */
export type Change = 'update' | 'remove'

/**
 * Looks for changes of a collection, so many milliseconds after one look is over, and tells of them. A look that fails is made
 * again the next time.
 * @returns what ends it
 */
export async function watchStore(
  store: KVStore,
  collection: string,
  interval: number,
  report: (change: Change, key: string) => void,
): Promise<() => void> {
  let seen = await textsOf(store, collection)
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const look = async () => {
    try {
      const found = await textsOf(store, collection)
      if (ended) return
      const before = seen
      seen = found
      for (const [key, text] of found) if (before.get(key) !== text) report('update', key)
      for (const key of before.keys()) if (!found.has(key)) report('remove', key)
    } catch {
      // The next look finds what this one would have found.
    }
    plan()
  }
  const plan = () => {
    if (!ended) timer = setTimeout(look, interval)
  }
  plan()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/** The values of a collection as texts that are equal where they are. */
async function textsOf(store: KVStore, collection: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for await (const [key, value] of store.entries(collection)) texts.set(key, JSON.stringify(value, readable))
  return texts
}

/** What JSON has no form for, with its kind, so that it equals nothing else. */
const readable = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? ['bigint', String(value)] : value instanceof Set ? ['set', ...value] : value
