import type { DynamoDBClientLike } from '../driver/client-like.js'
import type { ClientOptions } from '../driver/connect.js'
import type { Hooks } from '../driver/hooks.js'
import type { TransportKind } from '../driver/sender.js'
import type { Duration } from '../entity/time-to-live.js'
import type { Refused } from '../errors/refused.js'

/** What every store is made of: where DynamoDB is, which table, and how it is used. */
interface CommonOptions extends ClientOptions {
  /** The table; it must have a partition key and a sort key that are strings. */
  readonly tableName: string
  /** The name of its partition key, which holds the collection: `'pk'` where it is not given. */
  readonly partitionKey?: string | undefined
  /** The name of its sort key, which holds the key: `'sk'` where it is not given. */
  readonly sortKey?: string | undefined
  /**
   * Text before the collection in every partition key, so that a store lives beside entities, or other stores, in one table. No
   * prefix should begin another one: end each with a mark that is nowhere else in it, such as `cache/`.
   */
  readonly prefix?: string | undefined
  /** Whether reads see every earlier write, at twice the cost: `true` where it is not given. */
  readonly consistent?: boolean | undefined
  /** Functions that are told of each request; the entity that they are told is `entry`. */
  readonly hooks?: Hooks | undefined
  /** Whether DynamoDB is to report consumed capacity: see `consumedCapacity()`, and `ResponseEvent`. */
  readonly consumedCapacity?: boolean | undefined
  /** `'fast'` sends first attempts beside the client's pipeline. */
  readonly transport?: TransportKind | undefined
  /** The time, for expiry. */
  readonly now?: (() => Date) | undefined
}

/** Options of the layout `value`: one attribute holds the value, whatever it is. */
export interface ValueLayoutOptions {
  /** The layout of a store that says none. */
  readonly layout?: 'value' | undefined
  /** The attribute that holds the value: `'value'` where it is not given. */
  readonly valueAttribute?: string | undefined
  /** The attribute of the table's time-to-live, by which DynamoDB deletes expired items: `'ttl'` where it is not given. */
  readonly timeToLive?: string | undefined
  /** How long entries live that are put without `expires`; for ever where it is not given. */
  readonly expires?: Duration | 'never' | undefined
  /** Over how many partitions a collection is spread, 2 to 256. It can't be changed once there are entries. */
  readonly shards?: number | undefined
  /** Whether values are stored compressed (gzip) where that is shorter: those over 1,024 bytes of JSON, or over as many as are given. */
  readonly compress?: boolean | { readonly over: number } | undefined
  /** Whether a value that is too large for an item is stored in pieces. */
  readonly chunk?: boolean | undefined
}

/** Options of the layout `flat`, in which LlamaIndex's Python store writes: the members of a value are the item's attributes. */
export interface FlatLayoutOptions {
  /** Says that it is this layout. */
  readonly layout: 'flat'
  /** Not for this layout. */
  readonly valueAttribute?: Refused<'the flat layout has no attribute for the whole value'> | undefined
  /** Not for this layout. */
  readonly timeToLive?: Refused<'the flat layout has no time-to-live'> | undefined
  /** Not for this layout. */
  readonly expires?: Refused<'the flat layout has no time-to-live'> | undefined
  /** Not for this layout. */
  readonly shards?: Refused<'the flat layout has no shards'> | undefined
  /** Not for this layout. */
  readonly compress?: Refused<'the flat layout stores values as they are'> | undefined
  /** Not for this layout. */
  readonly chunk?: Refused<'the flat layout stores values as they are'> | undefined
}

/** What a `DynamoDBKVStore` is made of. */
export type KVStoreOptions = CommonOptions & (ValueLayoutOptions | FlatLayoutOptions)

/** The same without what is read from the table. */
export type TableStoreOptions = Omit<CommonOptions, 'tableName' | 'partitionKey' | 'sortKey'> &
  (ValueLayoutOptions | FlatLayoutOptions)

/** The options with a client, as the store works with them. */
export type ConnectedOptions = KVStoreOptions & { readonly client: DynamoDBClientLike }
