import { DynamoDBKVStore } from './dynamodb-kv-store.js'
import type { KVStoreOptions } from './kv-options.js'
import type { KVStore } from './kv-store.js'

/** What an adapter stands on: a store, or what one is made of. */
export type OnStore = { readonly store: KVStore } | KVStoreOptions

/** The store that is given, or one made of the options. */
export const storeOf = (options: OnStore): KVStore =>
  'store' in options ? options.store : new DynamoDBKVStore(options)
