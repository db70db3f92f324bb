import type { Expiry } from '../entity/time-to-live.js'

/** The collection of entries for which none is given: the one that LlamaIndex uses. */
export const DEFAULT_COLLECTION = 'data'

/** In which collection, and until when the call is waited for. */
export interface CollectionOptions {
  /** `'data'` where it is not given. */
  readonly collection?: string | undefined
  /** Ends it, with `request.aborted`: as an error of its own, or as the cause of one that tells what was done and what was not. */
  readonly signal?: AbortSignal | undefined
}

/** In which collection, and how it is read. */
export interface ReadOptions extends CollectionOptions {
  /** Whether every earlier write is seen, at twice the cost; as the store says where it is not given. */
  readonly consistent?: boolean | undefined
}

/** In which collection, and how long it is kept. */
export interface WriteOptions extends CollectionOptions {
  /** When the entry expires, to the millisecond: `{ minutes: 30 }`, a `Date`, or `'never'`; as the store says where it is not given. */
  readonly expires?: Expiry | undefined
}

/** Which entries of a collection. */
export interface ListOptions extends ReadOptions {
  /** Those whose keys begin with this text. */
  readonly prefix?: string | undefined
}

/** Which entries of a collection are cleared. */
export interface ClearOptions extends CollectionOptions {
  /** Those whose keys begin with this text. */
  readonly prefix?: string | undefined
}

/** An entry with what is known of it. A value of `null` is told from no entry here. */
export interface Entry<V> {
  /** The key that it is under. */
  readonly key: string
  /** The value, as it was put. */
  readonly value: V
  /** When it expires; missing where it does not. */
  readonly expires?: Date | undefined
}

/**
 * A key-value store with collections. What is in its methods' last parameter, a collection, may be given as text or with
 * options. An entry whose time is over is not there, on any path, though DynamoDB deletes it later.
 */
export interface KVStore<V = any> {
  /** Puts a value under a key, in the place of what is there. */
  put(key: string, value: V, options?: string | WriteOptions): Promise<void>
  /** Puts a value under a key where there is none; `false` where there is one. Of several at once one succeeds. */
  putIfAbsent(key: string, value: V, options?: string | WriteOptions): Promise<boolean>
  /** Puts any number of values. A key that is given twice gets the last of its values. */
  putMany(entries: Iterable<readonly [key: string, value: V]>, options?: string | WriteOptions): Promise<void>
  /** The value under a key, or `null`. */
  get(key: string, options?: string | ReadOptions): Promise<V | null>
  /** The same with what is known of the entry, `undefined` where there is none. */
  getEntry(key: string, options?: string | ReadOptions): Promise<Entry<V> | undefined>
  /** The values under any number of keys, in their order, `null` where there is none. */
  getMany(keys: readonly string[], options?: string | ReadOptions): Promise<(V | null)[]>
  /** The same with what is known of each entry, `undefined` where there is none. */
  getEntries(keys: readonly string[], options?: string | ReadOptions): Promise<(Entry<V> | undefined)[]>
  /** All values of a collection by their keys, in an object that inherits nothing: `__proto__` is a key like any other. */
  getAll(options?: string | ListOptions): Promise<Record<string, V>>
  /** Whether there is an entry. */
  has(key: string, options?: string | ReadOptions): Promise<boolean>
  /** Deletes an entry; whether there was one. */
  delete(key: string, options?: string | CollectionOptions): Promise<boolean>
  /** Deletes any number of entries; for each key, in their order, whether there was one. */
  deleteMany(keys: readonly string[], options?: string | CollectionOptions): Promise<boolean[]>
  /** The keys of a collection, by their order in UTF-8, a page in memory at a time. */
  keys(options?: string | ListOptions): AsyncIterableIterator<string>
  /** The entries of a collection as `[key, value]`, by the order of their keys in UTF-8, a page in memory at a time. */
  entries(options?: string | ListOptions): AsyncIterableIterator<[key: string, value: V]>
  /** Deletes the entries of a collection, or those of a prefix; how many there were. Other collections are not touched. */
  clear(options?: string | ClearOptions): Promise<number>
  /**
   * Adds to a number, 0 where there is none, in one atomic step; the sum. An entry that is there keeps its time of expiry, a new one
   * gets the one given.
   */
  increment(key: string, amount?: number, options?: string | WriteOptions): Promise<number>
}
