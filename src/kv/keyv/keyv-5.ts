import { KeyvAdapter } from './keyv-adapter.js'

/** An entry as Keyv 5 gives it, with milliseconds to live. */
interface Keyv5Entry {
  readonly key: string
  readonly value: any
  readonly ttl?: number | undefined
}

/**
 * A storage adapter for Keyv 5, which gives times to live in milliseconds from now, and puts the namespace before each key.
 * Keyv tells its adapter the namespace: give each Keyv an adapter of its own; adapters can share a store.
 *
 * @example
 * const cache = new Keyv({ store: new Keyv5DynamoDB({ tableName: 'app' }), namespace: 'sessions', ttl: 60_000 })
 * await cache.set('ada', { visits: 1 })
 */
export class Keyv5DynamoDB extends KeyvAdapter {
  /** Keyv 5 iterates what calls itself one of the databases that it knows, and nothing else. */
  readonly opts = Object.freeze({ dialect: 'redis', url: '' })
  readonly #listeners = new Set<(error: unknown) => void>()

  /** Keyv listens for errors here, and tells its own listeners of them. */
  override on(event: string, listener: (error: unknown) => void): this {
    if (event === 'error') this.#listeners.add(listener)
    return this
  }

  /** The value under a key (GetItem). What fails is told as an event too: of this method Keyv 5 says nothing itself. */
  override async get(key: string): Promise<any> {
    try {
      return await super.get(key)
    } catch (error) {
      for (const listener of this.#listeners) listener(error)
      throw error
    }
  }

  /** Puts a value (PutItem), for `ttl` milliseconds where that is given. */
  async set(key: string, value: any, ttl?: number): Promise<void> {
    await this.putOne({ key, value, until: fromNow(ttl) })
  }

  /** Puts any number of values (BatchWriteItem). */
  async setMany(entries: Keyv5Entry[]): Promise<void> {
    await this.putAll(entries.map(({ key, value, ttl }) => ({ key, value, until: fromNow(ttl) })))
  }

  /** Deletes any number of entries; whether there was any. */
  async deleteMany(keys: string[]): Promise<boolean> {
    return (await this.deleteAll(keys)).includes(true)
  }
}

/** Keyv 5 means no end by 0. */
const fromNow = (ttl: number | undefined): number | undefined => (ttl ? Date.now() + ttl : undefined)
