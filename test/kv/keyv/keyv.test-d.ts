import { Keyv, type KeyvStorageAdapter } from 'keyv'
import { Keyv as Keyv5, type KeyvStoreAdapter as Keyv5Adapter } from 'keyv-5'
import { expectTypeOf, it } from 'vitest'
import { Keyv5DynamoDB, KeyvDynamoDB } from '../../../src/kv/keyv/index.js'

it('is a storage adapter of Keyv 6, by its shape', () => {
  const store = new KeyvDynamoDB({ tableName: 'app' })
  expectTypeOf(store).toExtend<KeyvStorageAdapter>()
  new Keyv({ store, namespace: 'sessions' })
})

it('is a store adapter of Keyv 5, by its shape', () => {
  const store = new Keyv5DynamoDB({ tableName: 'app', collection: 'cache' })
  expectTypeOf(store).toExtend<Keyv5Adapter>()
  new Keyv5({ store, namespace: 'sessions' })
})
