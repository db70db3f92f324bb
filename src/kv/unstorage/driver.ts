import { DefinitionError } from '../../errors/monotable-error.js'
import type { KVStore } from '../kv-store.js'
import { putEach } from '../put-each.js'
import { type OnStore, storeOf } from '../store-of.js'
import { type Change, watchStore } from './watch.js'

/** What the driver takes: a `store`, or the options of a `DynamoDBKVStore` to make one of. */
export type UnstorageOptions = OnStore & {
  /** The collection that the storage's items are in, `'unstorage'` where it is not given. */
  readonly collection?: string | undefined
  /** How long items live, in seconds, where `setItem` does not say it; forever where neither does. */
  readonly ttl?: number | undefined
  /**
   * How often, in milliseconds (2,147,483,647 at most), `watch` looks for changes that anybody made, by a read of the whole
   * collection. Without it unstorage tells of the changes that this process makes, and nothing is read.
   */
  readonly watchInterval?: number | undefined
}

/** What a timer counts to: more it takes for 1. */
const MAX_INTERVAL = 2 ** 31 - 1

/** What an item is set with. */
interface SetOptions {
  /** Seconds to live. */
  readonly ttl?: number | undefined
  readonly [option: string]: any
}

/** An item of several. */
interface Item {
  readonly key: string
  readonly options?: SetOptions | undefined
}

/** The driver by its shape: of unstorage itself nothing is imported. */
export interface UnstorageDriver {
  /** `'dynamodb'`. */
  name: string
  /** Says that times to live are kept. */
  flags: { ttl: boolean }
  /** What the driver was made with. */
  options: UnstorageOptions
  /** The store that the items are in. */
  getInstance(): KVStore
  /** Whether there is an item (GetItem). */
  hasItem(key: string): Promise<boolean>
  /** The value of an item, or `null` (GetItem). */
  getItem(key: string): Promise<any>
  /** The values of several items, `null` for those that are not there (BatchGetItem). */
  getItems(items: readonly Item[]): Promise<{ key: string; value: any }[]>
  /** The value of an item as it is stored, or `null` (GetItem). */
  getItemRaw(key: string): Promise<any>
  /** Puts an item (PutItem). */
  setItem(key: string, value: string, options?: SetOptions): Promise<void>
  /** Puts several items (BatchWriteItem). */
  setItems(items: readonly (Item & { readonly value: string })[], common?: SetOptions): Promise<void>
  /** Puts an item as it is: bytes as binary, objects as maps (PutItem). */
  setItemRaw(key: string, value: any, options?: SetOptions): Promise<void>
  /** Deletes an item (DeleteItem). */
  removeItem(key: string): Promise<void>
  /** When an item expires, and how many seconds that is from now; `null` where there is no item (GetItem). */
  getMeta(key: string): Promise<{ ttl?: number; expires?: Date } | null>
  /** The keys that begin so, of all items where nothing is given (Query). */
  getKeys(base?: string): Promise<string[]>
  /** Deletes the items whose keys begin so (Query, BatchWriteItem). */
  clear(base?: string): Promise<void>
  /** Calls back for each change that anybody makes, where `watchInterval` is given (Query, each time). */
  watch?(report: (change: Change, key: string) => void): Promise<() => void>
  /** Ends all watching. */
  dispose(): void
}

/**
 * A driver for unstorage: `createStorage({ driver: dynamodbDriver({ tableName: 'app' }) })`. Times to live are in seconds. Raw
 * items are stored as they are: bytes as binary, objects as maps.
 *
 * @param options A `store`, or the options of one; `collection`, `ttl` in seconds, `watchInterval` in milliseconds.
 * @throws DefinitionError `definition.database` for an interval that can't be; those of a `DynamoDBKVStore`
 * @example
 * const storage = createStorage({ driver: dynamodbDriver({ tableName: 'app', ttl: 3600 }) })
 * await storage.setItem('pages:home', { title: 'Home' }, { ttl: 60 })
 */
export function dynamodbDriver(options: UnstorageOptions): UnstorageDriver {
  const { collection = 'unstorage', watchInterval } = options
  if (watchInterval !== undefined && !(watchInterval > 0 && watchInterval <= MAX_INTERVAL)) {
    const reason = `watchInterval is a number of milliseconds above 0, and ${MAX_INTERVAL} at most`
    throw new DefinitionError('definition.database', { reason })
  }
  const store = storeOf(options)
  const watches = new Set<() => void>()
  let isDisposed = false
  const untilOf = ({ ttl = options.ttl }: SetOptions = {}) => (ttl ? Date.now() + ttl * 1000 : undefined)

  const get = (key: string) => store.get(key, collection)
  const put = async (key: string, value: unknown, setOptions?: SetOptions) => {
    const until = untilOf(setOptions)
    await store.put(key, value, { collection, ...(until !== undefined && { expires: new Date(until) }) })
  }
  const driver: UnstorageDriver = {
    name: 'dynamodb',
    flags: { ttl: true },
    options,
    getInstance: () => store,
    hasItem: key => store.has(key, collection),
    getItem: get,
    getItemRaw: get,
    async getItems(items) {
      const keys = items.map(({ key }) => key)
      const values = await store.getMany(keys, collection)
      return keys.map((key, index) => ({ key, value: values[index] ?? null }))
    },
    setItem: put,
    setItemRaw: put,
    async setItems(items, common) {
      const timed = items.map(({ key, value, options }) => ({ key, value, until: untilOf({ ...common, ...options }) }))
      await putEach(store, collection, timed)
    },
    async removeItem(key) {
      await store.delete(key, collection)
    },
    async getMeta(key) {
      const entry = await store.getEntry(key, collection)
      const expires = entry?.expires
      return entry ? { ...(expires && { ttl: Math.ceil((expires.getTime() - Date.now()) / 1000), expires }) } : null
    },
    async getKeys(prefix = '') {
      const keys: string[] = []
      for await (const key of store.keys({ collection, prefix })) keys.push(key)
      return keys
    },
    async clear(prefix = '') {
      await store.clear({ collection, prefix })
    },
    dispose() {
      isDisposed = true
      for (const unwatch of watches) unwatch()
    },
  }
  if (watchInterval === undefined) return driver
  // Where it is not there, unstorage tells of this process's changes itself.
  driver.watch = async report => {
    const stop = await watchStore(store, collection, watchInterval, report)
    watches.add(stop)
    // It was, while the first look was made.
    if (isDisposed) stop()
    return () => {
      watches.delete(stop)
      stop()
    }
  }
  return driver
}
