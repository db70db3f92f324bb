import { Keyv, type KeyvStorageAdapter } from 'keyv'
import { Keyv as Keyv5, type KeyvStoreAdapter as Keyv5Adapter } from 'keyv-5'
import { it } from 'vitest'
import { Keyv5DynamoDB, KeyvDynamoDB } from '../../../src/kv/keyv/index.js'

/** What Keyv 6 uses of an adapter. Its type asks for all that its own emitter of events has, too, which it never calls. */
type Used = Pick<
  KeyvStorageAdapter,
  | 'namespace'
  | 'capabilities'
  | 'get'
  | 'set'
  | 'setMany'
  | 'delete'
  | 'clear'
  | 'has'
  | 'hasMany'
  | 'getMany'
  | 'deleteMany'
  | 'iterator'
>

it('is a storage adapter of Keyv 6, by its shape', () => {
  const store = new KeyvDynamoDB({ tableName: 'app' })
  const adapter: Used = store
  new Keyv({ store: adapter, namespace: 'sessions' })
})

it('is a store adapter of Keyv 5, by its shape', () => {
  const store = new Keyv5DynamoDB({ tableName: 'app', collection: 'cache' })
  const adapter: Keyv5Adapter = store
  new Keyv5({ store: adapter, namespace: 'sessions' })
})
