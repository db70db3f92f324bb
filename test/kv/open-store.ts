import { DynamoDBKVStore, type KVStoreOptions } from '../../src/kv/index.js'
import { localClient, tableName } from '../support/local.js'

/** A store with a table of its own, which the test makes. */
export const openStore = (prefix: string, options: Partial<KVStoreOptions> = {}) =>
  new DynamoDBKVStore({ client: localClient(), tableName: tableName(prefix), ...options } as KVStoreOptions)
