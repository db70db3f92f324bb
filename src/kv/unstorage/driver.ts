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
   * How often, in milliseconds, `watch` looks for changes that anybody made, by a read of the whole collection. Without it
   * unstorage tells of the changes that this process makes, and nothing is read.
   */
  readonly watchInterval?: number | undefined
}

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
  name: string
  flags: { ttl: boolean }
  options: UnstorageOptions
  getInstance(): KVStore
  hasItem(key: string): Promise<boolean>
  getItem(key: string): Promise<any>
  getItems(items: readonly Item[]): Promise<{ key: string; value: any }[]>
  getItemRaw(key: string): Promise<any>
  setItem(key: string, value: string, options?: SetOptions): Promise<void>
  setItems(items: readonly (Item & { readonly value: string })[], common?: SetOptions): Promise<void>
  setItemRaw(key: string, value: any, options?: SetOptions): Promise<void>
  removeItem(key: string): Promise<void>
  getMeta(key: string): Promise<{ ttl?: number; expires?: Date } | null>
  getKeys(base?: string): Promise<string[]>
  clear(base?: string): Promise<void>
  watch?(report: (change: Change, key: string) => void): Promise<() => void>
  dispose(): void
}

/**
 * A driver for unstorage: `createStorage({ driver: dynamodbDriver({ tableName: 'app' }) })`. Times to live are in seconds. Raw
 * items are stored as they are: bytes as binary, objects as maps.
 *
 * @example
 * const storage = createStorage({ driver: dynamodbDriver({ tableName: 'app', ttl: 3600 }) })
 * await storage.setItem('pages:home', { title: 'Home' }, { ttl: 60 })
 */
export function dynamodbDriver(options: UnstorageOptions): UnstorageDriver {
  const { collection = 'unstorage', watchInterval } = options
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
