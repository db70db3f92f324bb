/**
 * `DynamoDBKVStore`: collections of values under keys, with expiry, locks and counters.
 * @module monotable/kv
 */
export type { CreateTableOptions } from '../database/database-types.js'
export type { DynamoDBClientLike } from '../driver/client-like.js'
export type { ClientOptions } from '../driver/connect.js'
export type { Hooks, RequestEvent, ResponseEvent } from '../driver/hooks.js'
export type { TransportKind } from '../driver/sender.js'
export type { Duration, Expiry } from '../entity/time-to-live.js'
export type { ConsumedCapacity } from '../operation/capacity.js'
export type { TableOptions } from '../table/table-types.js'
export { DynamoDBKVStore } from './dynamodb-kv-store.js'
export type { FlatLayoutOptions, KVStoreOptions, TableStoreOptions, ValueLayoutOptions } from './kv-options.js'
export {
  type ClearOptions,
  type CollectionOptions,
  DEFAULT_COLLECTION,
  type Entry,
  type KVStore,
  type ListOptions,
  type ReadOptions,
  type WriteOptions,
} from './kv-store.js'
export type { MemberOptions } from './method-options.js'
