import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { racing } from '../../support/racing.js'
import { failure, useServer } from '../../support/server.js'

/* Somebody else writes between the read that a write is made of and the write. */

const server = useServer('races')
const schema = z.object({ id: z.string(), email: z.string(), note: z.string().optional(), n: z.int().default(0) })
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema,
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  unique: ['email'],
})
const key = { partitionKey: 'page#<id>', sortKey: 'page' } as const
const page = { name: 'Page', table: AppTable, schema, key } as const
const OldPage = defineEntity({ ...page, schemaVersion: 1 })
const Page = defineEntity({ ...page, schemaVersion: 2, upgrades: { 1: item => item } })
const open = (race?: { on: RegExp; race: () => PromiseLike<unknown> }) =>
  createDatabase({
    ...server.options,
    ...(race && { client: racing(race.on, race.race) }),
    entities: { users: User, pages: Page },
  })
const db = open()
const old = createDatabase({ ...server.options, entities: { pages: OldPage } })
beforeAll(() => db.createTable())

/** A user, and a database where somebody counts it before the transaction. */
async function counted(id: string) {
  await db.users.create({ id, email: id })
  return open({ on: /^TransactWrite/, race: () => db.users.update({ id }).add({ n: 1 }) })
}

describe('what a transaction answers with is the item as it was written', () => {
  it('of update', async () => {
    const { users } = await counted('u1')
    expect(await users.update({ id: 'u1' }).set({ email: 'u1b' })).toEqual({ id: 'u1', email: 'u1b', n: 1 })
  })

  it('of delete', async () => {
    const { users } = await counted('u2')
    expect(await users.delete({ id: 'u2' })).toEqual({ id: 'u2', email: 'u2', n: 1 })
  })

  it('of put', async () => {
    const { users } = await counted('u3')
    const put = users.put({ id: 'u3', email: 'u3b' }).returning('old')
    expect(await put).toEqual({ id: 'u3', email: 'u3', n: 1 })
  })

  it('of an update that is made exactly once', async () => {
    const { users } = await counted('u4')
    const update = users.update({ id: 'u4' }).add({ n: 10 }).exactlyOnce()
    expect(await update.returning('old')).toEqual({ id: 'u4', email: 'u4', n: 1 })
    const { users: again } = await counted('u5')
    expect(await again.update({ id: 'u5' }).refresh().add({ n: 10 }).exactlyOnce()).toMatchObject({ n: 11 })
  })

  it('of an item that has more attributes than a condition has room for', async () => {
    const many = Object.fromEntries(Array.from({ length: 170 }, (_, at) => [`a${at}`, z.string().optional()]))
    const Wide = defineEntity({
      name: 'Wide',
      table: AppTable,
      schema: z.object({ id: z.string(), email: z.string(), ...many }),
      key: { partitionKey: 'wide#<id>', sortKey: 'wide' },
      unique: ['email'],
    })
    const { wide } = createDatabase({ ...server.options, entities: { wide: Wide } })
    await wide.create({ id: 'w', email: 'x' })
    expect(await wide.delete({ id: 'w' })).toEqual({ id: 'w', email: 'x' })
  })

  it('and costs no further attempt where nothing is answered', async () => {
    const { users } = await counted('u6')
    const sent = await server.sentBy(() => users.update({ id: 'u6' }).set({ email: 'u6b' }).returning('none'))
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'TransactWriteItems', 'UpdateItem'])
    expect(await db.users.get({ id: 'u6' })).toMatchObject({ email: 'u6b', n: 1 })
  })
})

describe('an attribute that comes to an item', () => {
  it('is not lost by a move', async () => {
    await db.pages.create({ id: 'p1', email: 'e' })
    const race = () => db.pages.update({ id: 'p1' }).set({ note: 'kept' })
    expect(await open({ on: /^TransactWrite/, race }).pages.move({ id: 'p1' }, { id: 'p2' })).toMatchObject({
      note: 'kept',
    })
  })

  it('is not lost by an upgrade', async () => {
    await old.pages.create({ id: 'p3', email: 'e' })
    const race = () => old.pages.update({ id: 'p3' }).set({ note: 'kept' })
    await open({ on: /^PutItem/, race })
      .pages.update({ id: 'p3' })
      .set({ email: 'f' })
    expect(await db.pages.get({ id: 'p3' })).toMatchObject({ note: 'kept', email: 'f' })
  })
})

it('an item that is deleted while it is upgraded is not there for modify', async () => {
  await old.pages.create({ id: 'p4', email: 'e' })
  const { pages } = open({ on: /^PutItem/, race: () => old.pages.delete({ id: 'p4' }) })
  const error = await failure(pages.modify({ id: 'p4' }, item => ({ ...item, n: 1 })))
  expect(error.code).toBe('item.notFound')
})

it('a write that is made, and whose item is deleted before it is read, says so', async () => {
  await db.pages.create({ id: 'gone', email: 'e' })
  const other = open({ on: /^GetItem/, race: () => db.pages.delete({ id: 'gone' }) })
  const error = await failure(other.pages.update({ id: 'gone' }).add({ n: 1 }).exactlyOnce())
  expect(error.code).toBe('write.unread')
  expect(error.details).toEqual({ entity: 'Page', written: true })
})
