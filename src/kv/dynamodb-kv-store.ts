import type { DynamoDBClientLike } from '../driver/client-like.js'
import { connect } from '../driver/connect.js'
import { createTable } from '../driver/create-table.js'
import { describeTable } from '../driver/describe-table.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { bareObject } from '../schema/bare-object.js'
import { actualKey } from '../table/drift.js'
import type { TableOptions } from '../table/table-types.js'
import { clearEntries } from './clear.js'
import { increment } from './increment.js'
import type { KVContext } from './kv-context.js'
import type { KVStoreOptions, TableStoreOptions } from './kv-options.js'
import {
  DEFAULT_COLLECTION,
  type Entry,
  type KVStore,
  type ListOptions,
  type ReadOptions,
  type WriteOptions,
} from './kv-store.js'
import { listEntries, listKeys } from './list.js'
import { hasEntry, readEntries, readEntry } from './read-entry.js'
import { settleOptions } from './store-settings.js'
import { deleteEntries, putEntries } from './write-entries.js'
import { deleteEntry, encodeEntry, putIfAbsent, storeEntry } from './write-entry.js'

/** In which collection. */
export interface CollectionOptions {
  readonly collection?: string
}

/** To which member of an entry of the flat layout is added. */
export interface MemberOptions extends CollectionOptions {
  readonly member: string
  readonly expires?: never
}

export class DynamoDBKVStore<V = any> implements KVStore<V> {
  readonly #client: DynamoDBClientLike
  readonly #context: KVContext

  constructor(options: KVStoreOptions) {
    this.#client = connect(options)
    this.#context = settleOptions({ ...options, client: this.#client })
  }

  static async fromTableName<V = any>(tableName: string, options: TableStoreOptions = {}): Promise<DynamoDBKVStore<V>> {
    const client = connect(options)
    const described = await describeTable(client, tableName)
    const key = (role: 'HASH' | 'RANGE') => {
      const name = described.KeySchema?.find(({ KeyType }) => KeyType === role)?.AttributeName
      const type = described.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType
      if (name !== undefined && type === 'S') return name
      throw new DefinitionError('definition.table', {
        table: tableName,
        reason: `a store needs a partition key and a sort key that are strings, and it has ${actualKey(described.KeySchema, described)}`,
      })
    }
    return new DynamoDBKVStore<V>({ ...options, client, tableName, partitionKey: key('HASH'), sortKey: key('RANGE') })
  }

  async createTable(options?: TableOptions): Promise<void> {
    const { table, tableName } = this.#context
    await createTable(this.#client, table.createTableInput({ ...options, tableName }), table.timeToLive, undefined)
  }

  async put(key: string, value: V, options?: string | WriteOptions): Promise<void> {
    const { collection, expires } = optionsOf(options)
    const context = this.#context
    await storeEntry(context, await encodeEntry(context, { key: context.keys.of(collection, key), value, expires }))
  }

  async putIfAbsent(key: string, value: V, options?: string | WriteOptions): Promise<boolean> {
    const { collection, expires } = optionsOf(options)
    return putIfAbsent(this.#context, { key: this.#context.keys.of(collection, key), value, expires })
  }

  async putMany(entries: Iterable<readonly [key: string, value: V]>, options?: string | WriteOptions): Promise<void> {
    const { collection, expires } = optionsOf(options)
    await putEntries(this.#context, collection, [...entries], expires)
  }

  async get(key: string, options?: string | ReadOptions): Promise<V | null> {
    return (await this.getEntry(key, options))?.value ?? null
  }

  async getEntry(key: string, options?: string | ReadOptions): Promise<Entry<V> | undefined> {
    const { collection, consistent } = this.#reading(options)
    return readEntry(this.#context, this.#context.keys.of(collection, key), consistent)
  }

  async getMany(keys: readonly string[], options?: string | ReadOptions): Promise<(V | null)[]> {
    return (await this.getEntries(keys, options)).map(entry => entry?.value ?? null)
  }

  async getEntries(keys: readonly string[], options?: string | ReadOptions): Promise<(Entry<V> | undefined)[]> {
    const { collection, consistent } = this.#reading(options)
    return readEntries(this.#context, collection, keys, consistent)
  }

  async getAll(options?: string | ListOptions): Promise<Record<string, V>> {
    const all = bareObject<V>()
    for await (const [key, value] of this.entries(options)) all[key] = value
    return all
  }

  async has(key: string, options?: string | ReadOptions): Promise<boolean> {
    const { collection, consistent } = this.#reading(options)
    return hasEntry(this.#context, this.#context.keys.of(collection, key), consistent)
  }

  async delete(key: string, options?: string | CollectionOptions): Promise<boolean> {
    return deleteEntry(this.#context, this.#context.keys.of(optionsOf(options).collection, key))
  }

  async deleteMany(keys: readonly string[], options?: string | CollectionOptions): Promise<boolean[]> {
    return deleteEntries(this.#context, optionsOf(options).collection, keys)
  }

  keys(options?: string | ListOptions): AsyncIterableIterator<string> {
    return listKeys(this.#context, this.#reading(options))
  }

  entries(options?: string | ListOptions): AsyncIterableIterator<[key: string, value: V]> {
    return listEntries(this.#context, this.#reading(options))
  }

  async clear(options?: string | { readonly collection?: string; readonly prefix?: string }): Promise<number> {
    return clearEntries(this.#context, optionsOf(options))
  }

  async increment(key: string, amount = 1, options?: string | WriteOptions | MemberOptions): Promise<number> {
    const { collection, expires, member } = optionsOf(options)
    return increment(this.#context, { key: this.#context.keys.of(collection, key), amount, expires, member })
  }

  #reading(options: string | ListOptions | undefined) {
    const { collection, prefix, consistent = this.#context.consistent } = optionsOf(options)
    return { collection, prefix, consistent }
  }
}

/** Every option of any method. */
type AnyOptions = ListOptions & WriteOptions & { readonly member?: string }

/** A collection may be given alone. */
function optionsOf(options: string | AnyOptions | MemberOptions = {}) {
  const given: AnyOptions = typeof options === 'string' ? { collection: options } : (options as AnyOptions)
  const { collection = DEFAULT_COLLECTION, prefix = '', consistent, expires, member } = given
  return { collection, prefix, consistent, expires, member }
}
