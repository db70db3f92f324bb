import { beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { failure, useServer } from '../../support/server.js'

// The key of a sentinel is one that the templates could have made, and no discriminator tells the two apart.
const User = defineEntity({
  name: 'User',
  table: defineTable({ name: 'users', partitionKey: 'tenant', sortKey: 'id' }),
  schema: z.object({ tenant: z.string(), id: z.string(), email: z.string() }),
  key: { partitionKey: '<tenant>', sortKey: '<id>' },
  discriminator: false,
  unique: [{ name: 'email', attributes: ['email'], partitionKey: '<tenant>' }],
})
const server = useServer('sentinels')
const db = createDatabase({ ...server.options, entities: { users: User } })
const tenant = 't'
const users = ['a', 'b'].map(id => ({ tenant, id, email: `${id}@x` }))
const sentinel = { tenant, id: 'unique#User#email#a@x' }

beforeAll(async () => {
  await db.createTable()
  for (const user of users) await db.users.create(user)
})

it('what keeps unique values is no item of any read', async () => {
  expect(await db.users.query({ tenant }).all()).toEqual(users)
  expect(await db.users.query({ tenant }).project('id').all()).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(await db.users.query({ tenant }).count()).toBe(2)
  expect(await db.users.scan().all()).toEqual(users)
  expect(await db.users.scan().count()).toBe(2)
  expect(await db.users.exists(sentinel)).toBe(false)
  for (const read of [db.users.get(sentinel), db.users.get(sentinel).project('id')])
    expect((await failure(read)).code).toBe('item.foreign')
})

it('deletePartition frees the values of the items that it deletes, and counts these', async () => {
  expect(await db.users.deletePartition({ tenant })).toBe(2)
  expect(await server.stored({ tenant: { S: tenant }, id: { S: sentinel.id } })).toBeUndefined()
})
