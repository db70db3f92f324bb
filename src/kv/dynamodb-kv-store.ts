import type { CreateTableOptions } from '../database/database-types.js'
import type { DynamoDBClientLike } from '../driver/client-like.js'
import { connect } from '../driver/connect.js'
import { createTable } from '../driver/create-table.js'
import type { ConsumedCapacity } from '../operation/capacity.js'
import { bareObject } from '../schema/bare-object.js'
import { clearEntries } from './clear.js'
import { increment } from './increment.js'
import type { KVContext } from './kv-context.js'
import type { KVStoreOptions, TableStoreOptions } from './kv-options.js'
import type {
  ClearOptions,
  CollectionOptions,
  Entry,
  KVStore,
  ListOptions,
  ReadOptions,
  WriteOptions,
} from './kv-store.js'
import { listEntries, listKeys } from './list.js'
import { type MemberOptions, optionsOf } from './method-options.js'
import { hasEntry, readEntries, readEntry } from './read-entry.js'
import { settleOptions } from './store-settings.js'
import { readKeyNames } from './table-keys.js'
import { deleteEntries, putEntries } from './write-entries.js'
import { deleteEntry, encodeEntry, putIfAbsent, storeEntry } from './write-entry.js'

/**
 * A key-value store in a DynamoDB table that has a partition key and a sort key, both strings: the collection is in the one, the
 * key in the other. Collections have 2,048 bytes of UTF-8 at most (with the prefix), keys 1,024, and neither may be empty.
 * Values are whatever DynamoDB can store: strings, numbers, bigints, booleans, null, Uint8Array, sets, arrays and plain objects;
 * members of objects that are `undefined` are left out. Integers that a number does not hold are read as bigints.
 *
 * Every method can throw, before anything is sent, InvalidKeyError (`key.*`) for a key, a collection or a prefix that can't be,
 * and MonotableError `request.failed` where DynamoDB could not be reached or refused. Every method takes a `signal` that ends it,
 * with `request.aborted`; what is of many, or in pieces, fails with a BatchIncompleteError then, which has that for its cause.
 *
 * @example
 * const store = new DynamoDBKVStore({ tableName: 'app', expires: { days: 7 } })
 * await store.put('greeting', { text: 'Hello' })
 * await store.get('greeting') // { text: 'Hello' }
 */
export class DynamoDBKVStore<V = any> implements KVStore<V> {
  readonly #client: DynamoDBClientLike
  readonly #context: KVContext

  /**
   * Makes a store. Sends nothing.
   * @param options the table, and how it is used: see KVStoreOptions. Without a client one is made of `region` and `endpoint`, or
   *   `AWS_REGION` and `DYNAMODB_URL` of the environment.
   * @throws DefinitionError `definition.table` for options that can't be, or don't fit together
   */
  constructor(options: KVStoreOptions) {
    this.#client = connect(options)
    this.#context = settleOptions({ ...options, client: this.#client })
  }

  /**
   * Makes a store on a table that is there, whose keys may be called anything (DescribeTable).
   * @param tableName The name of the table.
   * @param options As for the constructor, but for the names of the keys.
   * @throws DefinitionError `definition.table` where the table has not two keys, or not both are strings
   * @example const store = await DynamoDBKVStore.fromTableName('llama-index', { layout: 'flat' })
   */
  static async fromTableName<V = any>(tableName: string, options: TableStoreOptions = {}): Promise<DynamoDBKVStore<V>> {
    const client = connect(options)
    return new DynamoDBKVStore<V>({ ...options, client, tableName, ...(await readKeyNames(client, tableName)) })
  }

  /**
   * Makes the table, on demand unless it is said otherwise, waits until it is active, and sets its time-to-live (CreateTable,
   * DescribeTable, UpdateTimeToLive).
   * @param options How it is billed, its stream, deletion protection, class and tags: on demand and none unless said; `signal`.
   * @throws MonotableError `request.failed`, also where the table is there already; `request.aborted`;
   *   DefinitionError `definition.table` for the throughput of an index, for it has none
   * @example await store.createTable()
   */
  async createTable({ signal, ...options }: CreateTableOptions = {}): Promise<void> {
    const { table, tableName } = this.#context
    await createTable(this.#client, table.createTableInput({ ...options, tableName }), table.timeToLive, signal)
  }

  /**
   * Puts a value under a key, in the place of what is there, its time of expiry too (PutItem). One whose time is over already is
   * never seen.
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param value Strings, numbers, bigints, booleans, `null`, bytes, sets, arrays, plain objects; 400 KB at most without `chunk`.
   * @param options The collection, or an object with it and `expires`.
   * @throws InvalidItemError `item.invalid` for what can't be stored, with its path; `item.tooLarge` for what takes over 400 KB,
   *   where the store has not the option `chunk`
   * @example await store.put('session', { user: 'ada' }, { collection: 'sessions', expires: { minutes: 30 } })
   */
  async put(key: string, value: V, options?: string | WriteOptions): Promise<void> {
    const { context, collection, expires } = this.#call(options)
    await storeEntry(context, await encodeEntry(context, { key: context.keys.of(collection, key), value, expires }))
  }

  /**
   * Puts a value under a key where there is none, or one whose time is over (PutItem with a condition); whether it did. Of several
   * that do so at once one succeeds.
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param value As for `put`.
   * @param options The collection, or an object with it and `expires`.
   * @throws InvalidItemError as `put`; MonotableError `request.failed` with the outcome `unknown` where, in the flat layout, an
   *   answer was lost and the same value is there
   * @example if (await store.putIfAbsent('lock', worker, { expires: { seconds: 30 } })) await work()
   */
  async putIfAbsent(key: string, value: V, options?: string | WriteOptions): Promise<boolean> {
    const { context, collection, expires } = this.#call(options)
    return putIfAbsent(context, { key: context.keys.of(collection, key), value, expires })
  }

  /**
   * Puts any number of values (BatchWriteItem of 25; PutItem each where the store has the option `chunk`). Nothing is sent where one of
   * them can't be stored; a key that is given twice gets the last of its values.
   * @param entries Keys and values, any number of them.
   * @param options The collection, or an object with it and `expires`, for all of them.
   * @throws BatchIncompleteError where some are left over, with each by its key; InvalidItemError as `put`
   * @example await store.putMany(Object.entries({ ada: 1, alan: 2 }), 'ages')
   */
  async putMany(entries: Iterable<readonly [key: string, value: V]>, options?: string | WriteOptions): Promise<void> {
    const { context, collection, expires } = this.#call(options)
    await putEntries(context, collection, [...entries], expires)
  }

  /**
   * The value under a key, or `null` (GetItem).
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param options The collection, or an object with it and `consistent`.
   * @throws InvalidItemError, BatchIncompleteError as `getEntry`
   * @example await store.get('session', 'sessions')
   */
  async get(key: string, options?: string | ReadOptions): Promise<V | null> {
    return (await this.getEntry(key, options))?.value ?? null
  }

  /**
   * The same with the time of expiry; `undefined` where there is no entry, which tells it from a value of `null`.
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param options The collection, or an object with it and `consistent`.
   * @throws InvalidItemError `item.invalidStored` for an item that is no entry of the store's layout; BatchIncompleteError where its
   *   value is in pieces, and some could not be read
   * @example (await store.getEntry('session'))?.expires
   */
  async getEntry(key: string, options?: string | ReadOptions): Promise<Entry<V> | undefined> {
    const { context, collection, consistent } = this.#call(options)
    return readEntry(context, context.keys.of(collection, key), consistent)
  }

  /**
   * The values under any number of keys, in their order, `null` where there is none (BatchGetItem of 100). A key that is given
   * twice is read once.
   * @param keys Keys, any number of them.
   * @param options The collection, or an object with it and `consistent`.
   * @throws BatchIncompleteError where some are left over or are no entries, with each by its key
   * @example const [ada, alan] = await store.getMany(['ada', 'alan'])
   */
  async getMany(keys: readonly string[], options?: string | ReadOptions): Promise<(V | null)[]> {
    return (await this.getEntries(keys, options)).map(entry => entry?.value ?? null)
  }

  /**
   * The same with the times of expiry, `undefined` where there is no entry.
   * @param keys Keys, any number of them.
   * @param options The collection, or an object with it and `consistent`.
   * @throws BatchIncompleteError where some are left over or are no entries (`item.invalidStored`), with each by its key
   * @example const [ada] = await store.getEntries(['ada'], 'sessions')
   */
  async getEntries(keys: readonly string[], options?: string | ReadOptions): Promise<(Entry<V> | undefined)[]> {
    const { context, collection, consistent } = this.#call(options)
    return readEntries(context, collection, keys, consistent)
  }

  /**
   * All values of a collection by their keys, in the order of the keys in UTF-8 (Query, until its end). The object inherits nothing.
   * @param options The collection, or an object with it, `prefix` and `consistent`.
   * @throws InvalidItemError `item.invalidStored`
   * @example await store.getAll({ collection: 'ages', prefix: 'a' })
   */
  async getAll(options?: string | ListOptions): Promise<Record<string, V>> {
    const all = bareObject<V>()
    for await (const [key, value] of this.entries(options)) all[key] = value
    return all
  }

  /**
   * Whether there is an entry (GetItem, of which its value is not sent).
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param options The collection, or an object with it and `consistent`.
   * @example await store.has('ada', 'sessions')
   */
  async has(key: string, options?: string | ReadOptions): Promise<boolean> {
    const { context, collection, consistent } = this.#call(options)
    return hasEntry(context, context.keys.of(collection, key), consistent)
  }

  /**
   * Deletes an entry (DeleteItem); whether there was one. Where an answer was lost, and none is there any more, it is taken to have
   * been deleted by that request.
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param options The collection, or an object with it.
   * @example await store.delete('ada', 'sessions')
   */
  async delete(key: string, options?: string | CollectionOptions): Promise<boolean> {
    const { context, collection } = this.#call(options)
    return deleteEntry(context, context.keys.of(collection, key))
  }

  /**
   * Deletes any number of entries (DeleteItem each, for no other tells whether there was one); for each key whether there was.
   * @param keys Keys, any number of them.
   * @param options The collection, or an object with it.
   * @throws BatchIncompleteError where some are left over, with each by its key
   * @example const [wasThere] = await store.deleteMany(['ada', 'alan'], 'sessions')
   */
  async deleteMany(keys: readonly string[], options?: string | CollectionOptions): Promise<boolean[]> {
    const { context, collection } = this.#call(options)
    return deleteEntries(context, collection, keys)
  }

  /**
   * The keys of a collection in the order of their UTF-8 (Query, a page at a time; DynamoDB reads whole items all the same, and
   * charges for them).
   * @param options The collection, or an object with it, `prefix` and `consistent`.
   * @example for await (const key of store.keys({ collection: 'sessions', prefix: 'ada:' })) console.log(key)
   */
  keys(options?: string | ListOptions): AsyncIterableIterator<string> {
    const { context, ...listing } = this.#call(options)
    return listKeys(context, listing)
  }

  /**
   * The entries of a collection as `[key, value]`, in the order of their keys in UTF-8 (Query, a page at a time).
   * @param options The collection, or an object with it, `prefix` and `consistent`.
   * @throws InvalidItemError `item.invalidStored`
   * @example for await (const [key, value] of store.entries('ages')) console.log(key, value)
   */
  entries(options?: string | ListOptions): AsyncIterableIterator<[key: string, value: V]> {
    const { context, ...listing } = this.#call(options)
    return listEntries(context, listing)
  }

  /**
   * Deletes the entries of a collection, or those of a prefix, a page at a time (Query and BatchWriteItem; DeleteItem each where values
   * may be in pieces); how many there were. No other collection is touched, whatever its name begins with.
   * @param options The collection, or an object with it and `prefix`.
   * @throws BatchIncompleteError where some are left over, with how many were deleted before
   * @example await store.clear({ collection: 'sessions', prefix: 'ada:' })
   */
  async clear(options?: string | ClearOptions): Promise<number> {
    const { context, ...listing } = this.#call(options)
    return clearEntries(context, listing)
  }

  /**
   * Adds to a number, 0 where there is no entry, in one atomic step; the sum (UpdateItem, and PutItem for a new entry that
   * expires). An entry that is there keeps its time of expiry; a new one gets that of the options or of the store. In the flat layout
   * `member` says what of the value is the number.
   * @param key The key: up to 1,024 bytes in UTF-8, and not empty.
   * @param amount What to add; negative to take away.
   * @param options The collection, or an object with it, `expires` or `member`.
   * @throws MonotableError `update.invalid` where there is no number, or the sum is beyond `Number.MAX_SAFE_INTEGER`;
   *   `expression.invalidValue` for an amount that is none; `request.failed` with the outcome `unknown` where an answer was lost: it is not
   *   sent again, for it would count twice
   * @example if ((await store.increment(address, 1, { expires: { minutes: 1 } })) > 100) refuse()
   */
  async increment(key: string, amount = 1, options?: string | WriteOptions | MemberOptions): Promise<number> {
    const { context, collection, expires, member } = this.#call(options)
    return increment(context, { key: context.keys.of(collection, key), amount, expires, member })
  }

  /** The capacity consumed through this store so far; `undefined` where it was made without `consumedCapacity: true`. Sends nothing. */
  consumedCapacity(): ConsumedCapacity | undefined {
    return this.#context.capacity?.total()
  }

  #call(options: string | ListOptions | WriteOptions | MemberOptions | undefined) {
    const { signal, consistent = this.#context.consistent, ...given } = optionsOf(options)
    return { context: signal ? { ...this.#context, signal } : this.#context, consistent, ...given }
  }
}
