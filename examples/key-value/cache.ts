import Keyv from 'keyv'
import { KeyvDynamoDB } from 'monotable/keyv'
import { DynamoDBKVStore, type KVStoreOptions } from 'monotable/kv'

/** A table for caches, locks and counters, each a collection of it. */
export function openStore(options: Pick<KVStoreOptions, 'client' | 'hooks' | 'consumedCapacity'> = {}) {
  return new DynamoDBKVStore({ tableName: 'cache', expires: { minutes: 30 }, ...options })
}

/** A page from the cache, or else made, and kept for half an hour. */
export async function cachedPage(store: DynamoDBKVStore, path: string, make: () => Promise<string>): Promise<string> {
  const kept = await store.getEntry(path, 'pages')
  if (kept) return kept.value
  const page = await make()
  await store.put(path, page, 'pages')
  return page
}

/** Takes a job for a while, if nobody else has it: `false` where somebody has. */
export function takeJob(store: DynamoDBKVStore, job: string, worker: string, seconds: number) {
  return store.putIfAbsent(job, worker, { collection: 'jobs', expires: { seconds } })
}

/** Counts a visit of a page, however many do so at once; the number of them. */
export function countVisit(store: DynamoDBKVStore, path: string) {
  return store.increment(path, 1, { collection: 'visits', expires: 'never' })
}

/** The pages below a path, by their order. */
export async function pagesBelow(store: DynamoDBKVStore, prefix: string): Promise<string[]> {
  const paths: string[] = []
  for await (const path of store.keys({ collection: 'pages', prefix })) paths.push(path)
  return paths
}

/** The sessions of a tenant, as Keyv has them: whoever clears one tenant's touches no other's. */
export function sessionsOf(store: DynamoDBKVStore, tenant: string) {
  return new Keyv({ store: new KeyvDynamoDB({ store, collection: 'sessions' }), namespace: tenant, ttl: 3_600_000 })
}
