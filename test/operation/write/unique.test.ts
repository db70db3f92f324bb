import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { UniqueConstraintError } from '../../../src/errors/monotable-error.js'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { failure, useServer } from '../../support/server.js'
import { owners, tableContents } from '../../support/unique.js'

const schema = z.object({
  id: z.string(),
  email: z.string(),
  tenant: z.string(),
  handle: z.string().optional(),
  name: z.string().default(''),
})
const key = { partitionKey: 'user#<id>', sortKey: 'user' } as const
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema,
  key,
  unique: ['email:lower', { name: 'handle', attributes: ['tenant', 'handle'] }],
})
/** The same entity before it had constraints. */
const OldUser = defineEntity({ name: 'User', table: AppTable, schema, key })
const Session = defineEntity({
  name: 'Session',
  table: AppTable,
  schema: z.object({ id: z.string(), token: z.string(), ttl: z.int().optional() }),
  key: { partitionKey: 'session#<id>', sortKey: 'session' },
  timeToLive: 'ttl',
  unique: ['token'],
})

const open = () => {
  const server = useServer('unique')
  let now = new Date('2099-01-01T00:00:00Z')
  const db = createDatabase({
    ...server.options,
    entities: { users: User, sessions: Session },
    now: () => now,
  })
  const old = createDatabase({ ...server.options, entities: { users: OldUser } })
  return {
    ...server,
    db,
    old,
    /** What keeps each value, and whose it is. */
    kept: async () => owners((await tableContents(server.options.tableName)).sentinels),
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    operations: async (work: () => unknown) => (await server.sentBy(work)).map(({ operation }) => operation),
  }
}
let at: ReturnType<typeof open>
beforeEach(async () => {
  at = open()
  await at.db.createTable()
})

const ada = { id: 'ada', email: 'Ada@Example.com', tenant: 't1', handle: 'ada' }
const bob = { id: 'bob', email: 'bob@example.com', tenant: 't1', handle: 'bob' }
const email = (value: string, owner: string) => `unique#User#email#${value} → user#${owner}`
const handle = (tenant: string, value: string, owner: string) => `unique#User#handle#${tenant}#${value} → user#${owner}`
const ofAda = [email('ada@example.com', 'ada'), handle('t1', 'ada', 'ada')]
const ofBob = [email('bob@example.com', 'bob'), handle('t1', 'bob', 'bob')]

const taken = async (work: PromiseLike<unknown>, constraint: string, attributes: string[], owner: string) => {
  const error = await failure(work)
  expect(error).toBeInstanceOf(UniqueConstraintError)
  expect(error).toMatchObject({
    code: 'unique.taken',
    details: { entity: 'User', constraint, attributes },
    owner: { id: owner },
  })
  expect(error.message).not.toContain('@')
}

describe('a unique value', () => {
  it('is kept by a sentinel that its item owns', async () => {
    await at.db.users.create(ada)
    await at.db.users.create({ ...bob, handle: undefined })
    expect(await at.kept()).toEqual([...ofAda, email('bob@example.com', 'bob')].sort())
    expect(await at.db.users.scan().all()).toHaveLength(2)
  })

  it('is refused to another item by every write, and nothing is written', async () => {
    await at.db.users.create(ada)
    const eve = { ...bob, id: 'eve', email: 'ADA@example.com' }
    await taken(at.db.users.create(eve), 'email', ['email'], 'ada')
    await taken(at.db.users.put(eve), 'email', ['email'], 'ada')
    const { id, ...rest } = eve
    await taken(at.db.users.upsert({ id }).set(rest), 'email', ['email'], 'ada')
    expect(await at.db.users.exists({ id })).toBe(false)
    await at.db.users.create(bob)
    await taken(at.db.users.update({ id: 'bob' }).set({ email: 'ada@EXAMPLE.com' }), 'email', ['email'], 'ada')
    await taken(at.db.users.update({ id: 'bob' }).set({ handle: 'ada' }), 'handle', ['tenant', 'handle'], 'ada')
    await taken(
      at.db.users.modify({ id: 'bob' }, user => ({ ...user, handle: 'ada' })),
      'handle',
      ['tenant', 'handle'],
      'ada',
    )
    expect(await at.db.users.get({ id: 'bob' })).toEqual({ ...bob, name: '' })
    expect(await at.kept()).toEqual([...ofAda, ...ofBob].sort())
  })

  it('is unique together with others where the constraint says so', async () => {
    await at.db.users.create(ada)
    await at.db.users.create({ ...bob, handle: 'ada', tenant: 't2' })
    await taken(at.db.users.update({ id: 'bob' }).set({ tenant: 't1' }), 'handle', ['tenant', 'handle'], 'ada')
    expect(await at.kept()).toContain(handle('t2', 'ada', 'bob'))
  })

  it('is free again after delete, update, put, upsert and remove', async () => {
    await at.db.users.create(ada)
    await at.db.users.update({ id: 'ada' }).set({ email: 'one@example.com' })
    expect(await at.kept()).toEqual([email('one@example.com', 'ada'), handle('t1', 'ada', 'ada')].sort())
    await at.db.users.put({ ...ada, email: 'two@example.com' })
    await at.db.users.upsert({ id: 'ada' }).set({ email: 'three@example.com', tenant: 't1' })
    expect(await at.kept()).toEqual([email('three@example.com', 'ada'), handle('t1', 'ada', 'ada')].sort())
    await at.db.users.update({ id: 'ada' }).remove('handle')
    expect(await at.kept()).toEqual([email('three@example.com', 'ada')])
    expect(await at.db.users.delete({ id: 'ada' })).toMatchObject({ email: 'three@example.com' })
    expect(await at.kept()).toEqual([])
    await at.db.users.create({ ...bob, email: 'ada@example.com', handle: 'ada' })
    expect(await at.kept()).toEqual([email('ada@example.com', 'bob'), handle('t1', 'ada', 'bob')])
  })

  it('can be made again by its item, and swapped in a transaction', async () => {
    await at.db.users.create(ada)
    await at.db.users.create(bob)
    await at.db.users.delete({ id: 'ada' })
    await at.db.users.create(ada)
    await at.db.transactWrite([
      at.db.users.update({ id: 'ada' }).set({ email: bob.email }),
      at.db.users.update({ id: 'bob' }).set({ email: ada.email }),
    ])
    expect(await at.kept()).toEqual(
      [email('bob@example.com', 'ada'), email('ada@example.com', 'bob'), ofAda[1]!, ofBob[1]!].sort(),
    )
  })

  it('is not lost by a write that fails', async () => {
    await at.db.users.create(ada)
    const changed = at.db.users.update({ id: 'ada' }).set({ email: 'new@example.com' })
    expect((await failure(changed.condition((user, { eq }) => eq(user.name, 'x')))).code).toBe('condition.failed')
    expect((await failure(at.db.users.create(ada))).code).toBe('item.exists')
    const missing = at.db.users.update({ id: 'eve' }).set({ email: 'eve@example.com' })
    expect((await failure(missing)).code).toBe('item.notFound')
    expect(
      (await failure(at.db.users.delete({ id: 'ada' }).condition((user, { eq }) => eq(user.name, 'x')))).code,
    ).toBe('condition.failed')
    expect(await at.kept()).toEqual(ofAda)
  })
})

describe('a value that stays', () => {
  it('costs nothing', async () => {
    await at.db.users.create(ada)
    const user = at.db.users
    expect(await at.operations(() => user.update({ id: 'ada' }).set({ name: 'x' }))).toEqual(['UpdateItem'])
    expect(await at.operations(() => user.update({ id: 'ada' }).set({ email: ada.email }))).toEqual([
      'GetItem',
      'UpdateItem',
    ])
    // Only its case changes: it is the same value.
    expect(await at.operations(() => user.update({ id: 'ada' }).set({ email: 'ADA@example.com' }))).toEqual([
      'GetItem',
      'UpdateItem',
    ])
    expect(await at.operations(() => user.put({ ...ada, name: 'y' }))).toEqual(['GetItem', 'PutItem'])
    const [, transaction] = await at.sentBy(() => user.update({ id: 'ada' }).set({ email: 'new@example.com' }))
    expect(transaction!.input.TransactItems).toHaveLength(3)
    expect(await at.kept()).toEqual([email('new@example.com', 'ada'), handle('t1', 'ada', 'ada')].sort())
  })
})

describe('items from before the constraint', () => {
  it('are taken under it by the first write that changes the value', async () => {
    await at.old.users.create({ ...ada, name: '' })
    await at.db.users.update({ id: 'ada' }).set({ name: 'x' })
    expect(await at.kept()).toEqual([])
    await at.db.users.update({ id: 'ada' }).set({ email: 'new@example.com' })
    expect(await at.kept()).toEqual([email('new@example.com', 'ada')])
    await at.db.users.delete({ id: 'ada' })
    expect(await at.kept()).toEqual([])
  })

  it('may have one value, which only its owner gives free', async () => {
    await at.db.users.create(ada)
    await at.old.users.create({ ...bob, email: ada.email, name: '' })
    await at.old.users.create({ ...bob, id: 'eve', email: ada.email, handle: 'eve', name: '' })
    await at.db.users.update({ id: 'bob' }).set({ email: bob.email })
    expect(await at.kept()).toEqual([...ofAda, email('bob@example.com', 'bob')].sort())
    expect(await at.db.users.delete({ id: 'eve' })).toMatchObject({ id: 'eve' })
    expect(await at.kept()).toEqual([...ofAda, email('bob@example.com', 'bob')].sort())
  })

  it('can be changed and deleted where the value can’t be part of a key', async () => {
    const email = 'x'.repeat(3000)
    const next = { email: 'a@x.org', tenant: 't', name: '' }
    for (const [id, write] of Object.entries({
      put: () => at.db.users.put({ ...next, id: 'put' }),
      update: () => at.db.users.update({ id: 'update' }).set({ email: 'b@x.org' }),
      upsert: () => at.db.users.upsert({ id: 'upsert' }).set({ ...next, email: 'c@x.org' }),
      remove: () => at.db.users.delete({ id: 'remove' }),
    })) {
      await at.old.users.put({ ...next, id, email })
      await write()
    }
    expect(await at.db.users.get({ id: 'remove' })).toBeUndefined()
    expect((await at.kept()).map(kept => kept.replace(/.*email#/, ''))).toEqual([
      'a@x.org → user#put',
      'b@x.org → user#update',
      'c@x.org → user#upsert',
    ])
    expect((await failure(at.db.users.create({ id: 'b', email, tenant: 't', name: '' }))).code).toBe('key.tooLong')
  })

  it('can be deleted where the value is none', async () => {
    const { Item } = { Item: at.old.users.put({ ...ada, name: '' }).compile().Item! }
    await at.store({ ...Item, email: { N: '5' } })
    await at.db.users.delete({ id: 'ada' }).returning('none')
    expect(await at.db.users.exists({ id: 'ada' })).toBe(false)
  })
})

describe('a value with a time-to-live', () => {
  const stored = async (token: string) => at.stored({ pk: { S: `unique#Session#token#${token}` }, sk: { S: 'unique' } })
  const create = (id: string, token: string) => at.db.sessions.create({ id, token }).expires({ minutes: 1 })

  it('expires with its item', async () => {
    const { ttl } = await create('a', 'x')
    expect(await stored('x')).toMatchObject({ ttl: { N: String(ttl) } })
    await at.db.sessions.update({ id: 'a' }).expires({ minutes: 5 })
    expect(await stored('x')).toMatchObject({ ttl: { N: String(ttl! + 240) } })
    await at.db.sessions.update({ id: 'a' }).set({ ttl: ttl! + 7 })
    expect(await stored('x')).toMatchObject({ ttl: { N: String(ttl! + 7) } })
    await at.db.sessions.update({ id: 'a' }).expires('never')
    expect(await stored('x')).not.toHaveProperty('ttl')
  })

  it('lives on with its item where an extension prolongs that', async () => {
    const Sliding = defineEntity({
      name: 'Sliding',
      table: AppTable,
      schema: z.object({ id: z.string(), token: z.string(), note: z.string().optional(), ttl: z.int().optional() }),
      key: { partitionKey: 'sliding#<id>', sortKey: 'sliding' },
      timeToLive: 'ttl',
      unique: ['token'],
      extensions: [
        { name: 'slide', beforeWrite: ({ now }) => ({ set: { ttl: Math.floor(now.getTime() / 1000) + 100 } }) },
      ],
    })
    let now = new Date('2099-01-01T00:00:00Z')
    const db = createDatabase({ ...at.options, entities: { sliding: Sliding }, now: () => now })
    await db.sliding.create({ id: 'a', token: 't' })
    now = new Date('2099-01-01T00:01:00Z')
    const { ttl } = await db.sliding.update({ id: 'a' }).set({ note: 'n' })
    const { sentinels } = await tableContents(at.options.tableName)
    expect(sentinels.map(sentinel => sentinel.ttl)).toEqual([{ N: String(ttl) }])
  })

  it('can be taken over when its time is over, and is the new owner’s then', async () => {
    await create('a', 'x')
    expect((await failure(create('b', 'x'))).code).toBe('unique.taken')
    at.pass(60)
    await create('b', 'x')
    expect(await stored('x')).toMatchObject({ uniqueOwner: { M: { pk: { S: 'session#b' } } } })
    // The item that had it is still there, and gives nothing free that is another's.
    await at.db.sessions.delete({ id: 'a' })
    expect(await stored('x')).toMatchObject({ uniqueOwner: { M: { pk: { S: 'session#b' } } } })
  })

  it('is not taken back by the item that had it', async () => {
    await create('a', 'x')
    at.pass(60)
    await create('b', 'x')
    expect((await failure(create('a', 'x'))).code).toBe('unique.taken')
    expect((await failure(at.db.sessions.put({ id: 'a', token: 'x' }))).code).toBe('unique.taken')
    expect((await failure(at.db.sessions.upsert({ id: 'a' }).set({ token: 'x' }))).code).toBe('unique.taken')
    expect((await failure(at.db.sessions.update({ id: 'a' }).expires('never'))).code).toBe('item.notFound')
    await at.db.sessions.upsert({ id: 'a' }).set({ token: 'y' })
    expect(await stored('y')).toMatchObject({ uniqueOwner: { M: { pk: { S: 'session#a' } } } })
    expect(await stored('x')).toMatchObject({ uniqueOwner: { M: { pk: { S: 'session#b' } } } })
  })
})
