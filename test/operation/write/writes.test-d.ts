import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, type Extension, type InferItem } from '../../../src/index.js'
import { type Agent, agents, key, type User, users } from '../../types/models.js'

const TimedTable = defineTable({ name: 'timed', partitionKey: 'pk', timeToLive: 'ttl' })
const Session = defineEntity({
  name: 'Session',
  table: TimedTable,
  schema: z.object({ id: z.string(), user: z.string(), expiresAt: z.int().optional() }),
  key: { partitionKey: 'session#<id>' },
  timeToLive: 'expiresAt',
})
declare const client: DynamoDBClient
const { sessions } = createDatabase({ client, entities: { sessions: Session } })
type Session = InferItem<typeof Session>
declare const agent: Agent
declare const user: User
declare const given: Omit<Agent, 'teamCode' | 'id' | 'version' | 'createdAt' | 'updatedAt'>

describe('refresh', () => {
  test('lets attributes of index keys be changed alone, and computed', async () => {
    const update = agents.update(key)
    expectTypeOf(await update.refresh().set({ type: 'Plain' })).toEqualTypeOf<Agent>()
    update.refresh().set({ logins: (item, { plus }) => plus(item.logins, 1) })
    update.refresh().add({ logins: 1, tags: new Set(['x']) })
    update.refresh().remove('domain').set({ type: 'Plain' }).add({ logins: 1 }).ifVersion(3)
    update
      .refresh()
      .setPath('settings.theme', 'x')
      .delete({ tags: new Set(['x']) })
      .set({ domain: 'x' })
    update
      .refresh()
      .condition((item, { eq }) => eq(item.active, true))
      .ifExists()
      .set({ domain: 'x' })
    // @ts-expect-error is missing the following properties from type 'WholeIndexKey
    update.set({ domain: 'x' })
    // @ts-expect-error 'logins' is part of an index key
    update.add({ logins: 1 })
    // @ts-expect-error 'version' is part of the key or kept by the library
    update.refresh().set({ version: 1 })
    // @ts-expect-error 'id' is part of the key or kept by the library
    update.refresh().set({ id: 'x' })
    // @ts-expect-error 'name' is neither a number nor a set
    update.refresh().add({ name: 1 })
    // @ts-expect-error Type 'number' is not assignable to type
    update.refresh().set({ domain: 1 })
    // @ts-expect-error 'name' is required by the schema
    update.refresh().remove('name')
  })

  test('of an upsert takes what a new item needs, without what its keys share', async () => {
    expectTypeOf(await agents.upsert(key).refresh().set(given)).toEqualTypeOf<Agent>()
    // @ts-expect-error Property 'email' is missing
    users.upsert({ id: 'x' }).refresh().set({})
    // @ts-expect-error 'id' is part of the key or kept by the library
    users.upsert({ id: 'x' }).refresh().set({ email: 'x', id: 'x' })
  })
})

describe('returning', () => {
  test('says what a write gives', async () => {
    expectTypeOf(await users.put(user).returning('old')).toEqualTypeOf<User | undefined>()
    expectTypeOf(await users.put(user).returning('new')).toEqualTypeOf<User>()
    expectTypeOf(await users.put(user).returning('none')).toEqualTypeOf<undefined>()
    expectTypeOf(await agents.update(key).set({ name: 'x' }).returning('old')).toEqualTypeOf<Agent>()
    expectTypeOf(await agents.update(key).refresh().set({ name: 'x' }).returning('old')).toEqualTypeOf<Agent>()
    expectTypeOf(await agents.update(key).returning('none').set({ name: 'x' })).toEqualTypeOf<undefined>()
    expectTypeOf(await users.upsert({ id: 'x' }).set({ email: 'x' }).returning('old')).toEqualTypeOf<User | undefined>()
    expectTypeOf(await users.upsert({ id: 'x' }).set({ email: 'x' }).returning('new')).toEqualTypeOf<User>()
    expectTypeOf(await agents.delete(key).returning('old')).toEqualTypeOf<Agent | undefined>()
    expectTypeOf(await agents.delete(key).returning('none')).toEqualTypeOf<undefined>()
    // @ts-expect-error Argument of type '"new"' is not assignable to parameter of type
    agents.delete(key).returning('new')
    // @ts-expect-error Argument of type '"all"' is not assignable to parameter of type
    agents.update(key).returning('all')
    // @ts-expect-error Property 'returning' does not exist on type 'CreateOperation
    agents.create(agent).returning('old')
  })
})

describe('conditions of existence', () => {
  test('are there where they say something', () => {
    users
      .put(user)
      .ifExists()
      .condition((item, { eq }) => eq(item.email, 'x'))
    users.put(user).ifNotExists()
    agents.update(key).ifExists()
    users.upsert({ id: 'x' }).set({ email: 'x' }).ifExists()
    users.upsert({ id: 'x' }).set({ email: 'x' }).ifNotExists()
    agents.delete(key).ifExists().ifVersion(3)
    agents
      .check(key)
      .ifExists()
      .ifVersion(3)
      .condition((item, { eq }) => eq(item.active, true))
    agents.check(key).ifNotExists()
    // @ts-expect-error Property 'ifNotExists' does not exist on type 'UpdateOperation
    agents.update(key).ifNotExists()
    // @ts-expect-error Property 'ifNotExists' does not exist on type 'DeleteOperation
    agents.delete(key).ifNotExists()
    // @ts-expect-error Type 'Refused<"User has no version attribute">' has no call signatures
    users.check({ id: 'x' }).ifVersion(1)
  })

  test('a check gives nothing', async () => {
    expectTypeOf(await agents.check(key)).toEqualTypeOf<void>()
    // @ts-expect-error Property 'set' does not exist on type 'CheckOperation
    agents.check(key).set({ name: 'x' })
  })
})

describe('expires', () => {
  test('is there where the entity has a time-to-live, and takes a time, a duration or never', async () => {
    expectTypeOf(await sessions.create({ id: 'x', user: 'u' }).expires({ minutes: 30 })).toEqualTypeOf<Session>()
    sessions.put({ id: 'x', user: 'u' }).expires(new Date()).ifNotExists()
    sessions.update({ id: 'x' }).expires('never').set({ user: 'u' })
    sessions.update({ id: 'x' }).refresh().expires({ days: 1, hours: 2 }).set({ user: 'u' })
    sessions.upsert({ id: 'x' }).set({ user: 'u' }).expires({ weeks: 1 })
    // @ts-expect-error 'years' does not exist in type
    sessions.update({ id: 'x' }).expires({ years: 1 })
    // @ts-expect-error is not assignable to parameter of type 'Expiry'
    sessions.update({ id: 'x' }).expires(60)
    // @ts-expect-error Type 'Refused<"User has no time-to-live attribute">' has no call signatures
    users.create(user).expires({ days: 1 })
    // @ts-expect-error Property 'expires' does not exist on type 'DeleteOperation
    sessions.delete({ id: 'x' }).expires({ days: 1 })
  })

  test('reads can ask for what has expired', () => {
    sessions.get({ id: 'x' }).includeExpired()
    sessions.exists({ id: 'x' }).includeExpired()
    sessions.query({ id: 'x' }).includeExpired().count()
    sessions.scan().includeExpired()
  })

  test('the definition names an attribute, in a table with a time-to-live', () => {
    const common = {
      name: 'X',
      schema: z.object({ id: z.string(), at: z.int() }),
      key: { partitionKey: '<id>' },
    } as const
    defineEntity({ ...common, table: TimedTable, timeToLive: 'at' })
    // @ts-expect-error 'nope' is not an attribute of the schema
    defineEntity({ ...common, table: TimedTable, timeToLive: 'nope' })
    const Bare = defineTable({ name: 'bare', partitionKey: 'pk' })
    // @ts-expect-error the table has no time-to-live
    defineEntity({ ...common, table: Bare, timeToLive: 'at' })
  })
})

describe('extensions and upgrades', () => {
  const common = {
    name: 'X',
    table: TimedTable,
    schema: z.object({ id: z.string() }),
    key: { partitionKey: '<id>' },
  } as const
  test('are functions of writes, reads and stored attributes', () => {
    const extension: Extension = {
      name: 'audit',
      beforeWrite: ({ kind, now }) => (kind === 'delete' ? undefined : { set: { at: now.toISOString() } }),
      afterRead: item => ({ ...item }),
    }
    defineEntity({ ...common, extensions: [extension] })
    defineEntity({ ...common, schemaVersion: 2, upgrades: { 1: ({ old, ...rest }) => rest }, writeBack: true })
    // @ts-expect-error Property 'name' is missing
    defineEntity({ ...common, extensions: [{ beforeWrite: () => undefined }] })
    // @ts-expect-error is not assignable to type
    defineEntity({ ...common, extensions: [{ name: 'x', beforeWrite: () => ({ remove: ['x'] }) }] })
    // @ts-expect-error is not assignable to type
    defineEntity({ ...common, schemaVersion: 2, upgrades: { 1: () => 'x' } })
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    defineEntity({ ...common, schemaVersion: '2' })
  })
})
