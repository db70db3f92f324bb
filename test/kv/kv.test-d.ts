import { describe, expectTypeOf, test } from 'vitest'
import { DynamoDBKVStore, type Entry, type KVStore } from '../../src/kv/index.js'

interface Session {
  readonly user: string
}
declare const store: DynamoDBKVStore<Session>
declare const any: DynamoDBKVStore

describe('values', () => {
  test('have the type of the store', async () => {
    expectTypeOf(await store.get('key')).toEqualTypeOf<Session | null>()
    expectTypeOf(await store.getEntry('key')).toEqualTypeOf<Entry<Session> | undefined>()
    expectTypeOf(await store.getMany(['key'])).toEqualTypeOf<(Session | null)[]>()
    expectTypeOf(await store.getAll()).toEqualTypeOf<Record<string, Session>>()
    expectTypeOf(store.entries()).toEqualTypeOf<AsyncIterableIterator<[key: string, value: Session]>>()
    expectTypeOf(await any.get('key')).toBeAny()
    store.put('key', { user: 'ada' }, { collection: 'sessions', expires: { minutes: 30 } })
    store.putMany(new Map([['key', { user: 'ada' }]]))
    // @ts-expect-error Property 'user' is missing
    store.put('key', {})
    // @ts-expect-error Type 'number' is not assignable to type 'Session'
    store.putMany([['key', 1]])
  })

  test('of a table that is there too', async () => {
    expectTypeOf(await DynamoDBKVStore.fromTableName<Session>('app')).toEqualTypeOf<DynamoDBKVStore<Session>>()
  })
})

describe('methods', () => {
  test('take what they use', () => {
    store.get('key', 'sessions')
    store.get('key', { collection: 'sessions', consistent: false })
    store.keys({ prefix: 'a' })
    store.increment('key', 1, { expires: { minutes: 1 } })
    store.increment('key', 1, { member: 'count' })
    // @ts-expect-error 'expires' does not exist in type 'ReadOptions'
    store.get('key', { expires: { days: 1 } })
    // @ts-expect-error 'consistent' does not exist in type 'WriteOptions'
    store.put('key', { user: 'ada' }, { consistent: true })
    // @ts-expect-error 'fortnights' does not exist in type
    store.put('key', { user: 'ada' }, { expires: { fortnights: 1 } })
    // @ts-expect-error 'member' does not exist in type 'WriteOptions'
    store.increment('key', 1, { member: 'count', expires: { days: 1 } })
  })
})

describe('options', () => {
  test('fit together', () => {
    new DynamoDBKVStore({ tableName: 'app', shards: 4, compress: { over: 100 }, chunk: true, expires: { days: 1 } })
    new DynamoDBKVStore<Session>({ tableName: 'app', layout: 'flat', prefix: 'a/', consistent: false })
    // @ts-expect-error Property 'tableName' is missing
    new DynamoDBKVStore({ layout: 'flat' })
    // @ts-expect-error Refused<"the flat layout has no time-to-live">
    new DynamoDBKVStore({ tableName: 'app', layout: 'flat', expires: { days: 1 } })
    // @ts-expect-error Refused<"the flat layout has no shards">
    new DynamoDBKVStore({ tableName: 'app', layout: 'flat', shards: 4 })
    // @ts-expect-error Refused<"the flat layout stores values as they are">
    new DynamoDBKVStore({ tableName: 'app', layout: 'flat', chunk: true })
    // @ts-expect-error 'tableName' does not exist in type | 'partitionKey' does not exist in type
    DynamoDBKVStore.fromTableName('app', { partitionKey: 'pk' })
  })
})

describe('the store', () => {
  test('is a KVStore', () => {
    expectTypeOf(store).toExtend<KVStore<Session>>()
  })

  test("has the shape of LlamaIndex.TS's BaseKVStore", () => {
    interface BaseKVStore {
      put(key: string, val: any, collection?: string): Promise<void>
      get(key: string, collection?: string): Promise<any>
      getAll(collection?: string): Promise<Record<string, any>>
      delete(key: string, collection?: string): Promise<boolean>
    }
    expectTypeOf(any).toExtend<BaseKVStore>()
  })
})
