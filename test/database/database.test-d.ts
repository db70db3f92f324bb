import { describe, expectTypeOf, test } from 'vitest'
import {
  type AnyEntity,
  type AnyModel,
  createDatabase,
  type DynamoDBClientLike,
  type EntityClient,
  type InferItem,
} from '../../src/index.js'
import { Agent, agents, key, User, users } from '../types/models.js'

declare const client: DynamoDBClientLike

describe('createDatabase', () => {
  test('has its entities by the names that it is given', () => {
    const db = createDatabase({ client, entities: { people: User } })
    expectTypeOf(db.people).toEqualTypeOf<typeof users>()
    // @ts-expect-error Property 'users' does not exist on type
    db.users
    // @ts-expect-error Cannot assign to 'people' because it is a read-only property
    db.people = users
  })

  test('has names of its own', () => {
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { createTable: User } })
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { consumedCapacity: User } })
  })

  test('takes entities and a client', () => {
    // @ts-expect-error Type '{}' is missing the following properties from type 'AnyEntity': name, '~'
    createDatabase({ client, entities: { users: {} } })
    // @ts-expect-error Type 'number' is not assignable to type 'DynamoDBClientLike'
    createDatabase({ client: 1, entities: { users: User } })
    // @ts-expect-error 'nope' does not exist in type 'DatabaseOptions<
    createDatabase({ client, entities: { users: User }, nope: true })
    // @ts-expect-error Property 'entities' is missing in type
    createDatabase({ client })
  })
})

describe('functions over entities', () => {
  test('keep what they are given', async () => {
    const open = <E extends AnyEntity>(entity: E) => createDatabase({ client, entities: { entity } }).entity
    const find = <D extends AnyModel>(entity: EntityClient<D>, key: D['key']) => entity.get(key)
    expectTypeOf(await open(Agent).get(key)).toEqualTypeOf<InferItem<typeof Agent> | undefined>()
    expectTypeOf(await find(users, { id: 'x' })).toEqualTypeOf<InferItem<typeof User> | undefined>()
    // @ts-expect-error 'nope' does not exist in type
    open(Agent).get({ ...key, nope: 1 })
    // @ts-expect-error 'nope' does not exist in type '{ id: string; }'
    find(users, { nope: 'x' })
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    find(agents, { teamCode: 'x' })
  })

  test('take them from lists', () => {
    const entities: readonly AnyEntity[] = [Agent, User]
    expectTypeOf(entities[0]!.name).toEqualTypeOf<string>()
    const byName = createDatabase({ client, entities: { a: User, b: User } as Record<string, typeof User> })
    // @ts-expect-error possibly 'undefined'
    byName.a.get({ id: 'x' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    byName.a?.get({ id: 1 })
  })
})
