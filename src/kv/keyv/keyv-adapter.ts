import type { KVStore } from '../kv-store.js'
import { putEach, type TimedEntry } from '../put-each.js'
import { type OnStore, storeOf } from '../store-of.js'

/** What the adapters for Keyv take: a `store`, or the options of a `DynamoDBKVStore` to make one of. */
export type KeyvAdapterOptions = OnStore & {
  /** The collection of entries without a namespace, `'keyv'` where it is not given; that of a namespace is `'keyv:<namespace>'`. */
  readonly collection?: string | undefined
}

/** What the adapters share. Of Keyv itself nothing is imported: an adapter is one by its shape. */
export abstract class KeyvAdapter {
  /** Set by Keyv. Each namespace is a collection of its own, so that clearing one touches no other, whatever their names are. */
  namespace: string | undefined
  protected readonly store: KVStore
  readonly #collection: string

  constructor(options: KeyvAdapterOptions) {
    this.store = storeOf(options)
    this.#collection = options.collection ?? 'keyv'
  }

  /** The value under a key (GetItem), `undefined` where there is none. */
  async get(key: string): Promise<any> {
    return (await this.store.getEntry(key, this.collection()))?.value
  }

  /** The values under any number of keys, in their order (BatchGetItem). */
  async getMany(keys: string[]): Promise<any[]> {
    return (await this.store.getEntries(keys, this.collection())).map(entry => entry?.value)
  }

  async has(key: string): Promise<boolean> {
    return this.store.has(key, this.collection())
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.store.getEntries(keys, this.collection())).map(entry => entry !== undefined)
  }

  async delete(key: string): Promise<boolean> {
    return this.store.delete(key, this.collection())
  }

  /** Deletes what is in the namespace; where there is none, what was put without one. */
  async clear(): Promise<void> {
    await this.store.clear(this.collection())
  }

  /** The entries of the namespace by the order of their keys (Query), a page in memory at a time. */
  async *iterator(namespace?: string): AsyncGenerator<[key: string, value: any], void> {
    yield* this.store.entries(this.collection(namespace))
  }

  /** Keyv listens for trouble of a connection that is kept. There is none here: what fails, the call that failed tells. */
  on(_event: string, _listener: (error: unknown) => void): this {
    return this
  }

  protected async putOne({ key, value, until }: TimedEntry): Promise<void> {
    const collection = this.collection()
    await this.store.put(key, value, { collection, ...(until !== undefined && { expires: new Date(until) }) })
  }

  protected putAll(entries: readonly TimedEntry[]): Promise<void> {
    return putEach(this.store, this.collection(), entries)
  }

  protected deleteAll(keys: readonly string[]): Promise<boolean[]> {
    return this.store.deleteMany(keys, this.collection())
  }

  protected collection(namespace = this.namespace): string {
    return namespace ? `${this.#collection}:${namespace}` : this.#collection
  }
}
