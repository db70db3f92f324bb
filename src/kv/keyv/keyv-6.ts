import { MonotableError } from '../../errors/monotable-error.js'
import { KeyvAdapter } from './keyv-adapter.js'

/** An entry as Keyv 6 gives it, with the time at which it expires. */
interface Keyv6Entry {
  readonly key: string
  readonly value: any
  readonly expires?: number
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
  compatible: boolean
  store: 'keyvStorage'
  methods: Record<Method, { exists: boolean; methodType: 'async' | 'none' }>
  /** It takes times of expiry, not times to live. */
  expires: boolean
}

/**
 * A storage adapter for Keyv 6, which gives the time at which an entry expires in milliseconds since 1970, and leaves namespaces
 * to its adapter. For Keyv 5 there is `Keyv5DynamoDB`. Give each Keyv an adapter of its own; adapters can share a store.
 *
 * @example
 * const cache = new Keyv({ store: new KeyvDynamoDB({ tableName: 'app' }), namespace: 'sessions', ttl: 60_000 })
 * await cache.set('ada', { visits: 1 })
 */
export class KeyvDynamoDB extends KeyvAdapter {
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

  /**
   * Puts a value (PutItem), until `expires` where that is given.
   * @throws MonotableError `expression.invalidValue` for a time before 2001, for that is a time to live of Keyv 5
   */
  async set(key: string, value: any, expires?: number): Promise<boolean> {
    await this.putOne({ key, value, until: absolute(expires) })
    return true
  }

  /** Puts any number of values (BatchWriteItem). */
  async setMany(entries: Keyv6Entry[]): Promise<boolean[]> {
    await this.putAll(entries.map(({ key, value, expires }) => ({ key, value, until: absolute(expires) })))
    return entries.map(() => true)
  }

  /** Deletes any number of entries; for each, whether there was one. */
  async deleteMany(keys: string[]): Promise<boolean[]> {
    return this.deleteAll(keys)
  }
}

/** No clock is before this, and no time to live as long: 2001, or 31 years. */
const year2001 = 1e12

function absolute(expires: number | undefined): number | undefined {
  if (expires === undefined || expires >= year2001) return expires
  const reason = 'it is a time to live, which Keyv 5 gives; with Keyv 5 use Keyv5DynamoDB'
  throw new MonotableError('expression.invalidValue', { path: 'expires', reason })
}
