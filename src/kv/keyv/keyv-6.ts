import { KeyvAdapter } from './keyv-adapter.js'

/** An entry as Keyv 6 gives it, with the time at which it expires; Keyv 5 gives milliseconds to live. */
interface Keyv6Entry {
  readonly key: string
  readonly value: any
  readonly expires?: number | undefined
  readonly ttl?: number | undefined
}

const methods = [
  'get',
  'getMany',
  'has',
  'hasMany',
  'set',
  'setMany',
  'delete',
  'deleteMany',
  'clear',
  'disconnect',
  'iterator',
] as const
type Method = (typeof methods)[number]

/** What Keyv 6 asks of an adapter before it uses it. */
export interface KeyvCapabilities {
  /** It has all that Keyv needs. */
  compatible: boolean
  /** It is an adapter, and no `Map`. */
  store: 'keyvStorage'
  /** Which methods there are, and that they are asynchronous. */
  methods: Record<Method, { exists: boolean; methodType: 'async' | 'none' }>
  /** It takes times of expiry, not times to live. */
  expires: boolean
}

/**
 * A storage adapter for Keyv 6, which gives the time at which an entry expires in milliseconds since 1970, and leaves namespaces
 * to its adapter. For Keyv 5 there is `Keyv5DynamoDB`: under it this one keeps times to live too, and has no iterator. Give each Keyv
 * an adapter of its own; adapters can share a store.
 *
 * @example
 * const cache = new Keyv({ store: new KeyvDynamoDB({ tableName: 'app' }), namespace: 'sessions', ttl: 60_000 })
 * await cache.set('ada', { visits: 1 })
 */
export class KeyvDynamoDB extends KeyvAdapter {
  /** What Keyv 6 reads to learn how to use it. */
  readonly capabilities: KeyvCapabilities = {
    compatible: true,
    store: 'keyvStorage',
    methods: Object.fromEntries(
      methods.map(name => {
        const exists = name in this
        return [name, { exists, methodType: exists ? 'async' : 'none' }]
      }),
    ) as KeyvCapabilities['methods'],
    expires: true,
  }

  /** Puts a value (PutItem), until `expires` where that is given. */
  async set(key: string, value: any, expires?: number): Promise<boolean> {
    await this.putOne({ key, value, until: untilOf(expires) })
    return true
  }

  /** Puts any number of values (BatchWriteItem). */
  async setMany(entries: Keyv6Entry[]): Promise<boolean[]> {
    await this.putAll(entries.map(({ key, value, expires, ttl }) => ({ key, value, until: untilOf(expires ?? ttl) })))
    return entries.map(() => true)
  }

  /** Deletes any number of entries; for each, whether there was one. */
  async deleteMany(keys: string[]): Promise<boolean[]> {
    return this.deleteAll(keys)
  }
}

/** No clock is before this, and nothing lives for as long: 2001, or 31 years. */
const year2001 = 1e12

/** The time that is meant. Keyv 5, which npm installs where Node is too old for Keyv 6, gives milliseconds to live, and 0 for no end. */
function untilOf(given: number | undefined): number | undefined {
  if (given === undefined || given >= year2001) return given
  return given === 0 ? undefined : Date.now() + given
}
