import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  createDatabase,
  defineEntity,
  ItemExistsError,
  ItemNotFoundError,
  UniqueConstraintError,
} from '../../../src/index.js'
import { failure, texts, useServer } from '../../support/server.js'
import { Stock, shopEntities } from '../../support/shop.js'

const server = useServer('modify')
const db = createDatabase({ ...server.options, entities: shopEntities })
const Slot = defineEntity({
  name: 'Slot',
  table: Stock.table,
  schema: z.object({
    id: z.string(),
    owner: z.string(),
    notes: z.object({ last: z.string().optional() }).optional(),
    moves: z.int().optional(),
  }),
  key: { partitionKey: 'slot#<id>', sortKey: 'slot' },
  extensions: [
    {
      name: 'lock',
      beforeWrite: ({ kind }) => ({
        ...(kind === 'put' && { setIfMissing: { moves: 1 } }),
        condition: (slot, { ne }) => ne(slot.owner, 'locked'),
      }),
      afterRead: slot => ({ ...slot, owner: 'shown' }),
    },
  ],
})
const slots = createDatabase({ ...server.options, entities: { slots: Slot } })
beforeAll(() => db.createTable())

const ownerOf = async (value: string) =>
  (await server.stored(texts({ pk: `unique#Customer#email#${value}`, sk: 'unique' })))?.uniqueOwner?.M?.pk?.S

describe('modify', () => {
  it('reads, changes in code, and writes what differs', async () => {
    await db.stock.create({ sku: 'm1', available: 3, shelf: 'A' })
    const sent = await server.sentBy(async () => {
      const changed = await db.stock.modify({ sku: 'm1' }, stock => ({
        ...stock,
        available: stock.available * 2,
        shelf: 'B',
      }))
      expect(changed).toEqual({ sku: 'm1', available: 6, shelf: 'B', version: 2 })
    })
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'UpdateItem'])
    expect(sent[0]?.input.ConsistentRead).toBe(true)
    expect((await db.stock.query.byShelf({ shelf: 'B' })).items).toHaveLength(1)
    await db.stock.modify({ sku: 'm1' }, async ({ shelf, ...stock }) => stock)
    expect(await db.stock.get({ sku: 'm1' })).toEqual({ sku: 'm1', available: 6, version: 3 })
    expect((await db.stock.query.byShelf({ shelf: 'B' })).items).toHaveLength(0)
  })

  it('says in words what it will do', () => {
    expect(db.stock.modify({ sku: 'm1' }, stock => stock).explain()).toContain('! Then what differs is written')
    expect(db.stock.move({ sku: 'm1' }, { sku: 'm2' }).explain()).toContain('! Then it is put under the new key')
  })

  it('writes nothing where nothing changes', async () => {
    await db.stock.create({ sku: 'm2', available: 3 })
    const sent = await server.sentBy(async () => {
      expect(await db.stock.modify({ sku: 'm2' }, () => undefined)).toMatchObject({ available: 3 })
      expect(await db.stock.modify({ sku: 'm2' }, stock => ({ ...stock }))).toMatchObject({ version: 1 })
    })
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'GetItem'])
  })

  it.each([
    ['with a version', 'stock', { sku: 'm3' }],
    ['without one', 'customers', { id: 'm3' }],
  ] as const)('is made again of what another writer has left: an entity %s', async (_, name, key) => {
    await db.stock.create({ sku: 'm3', available: 0 }).catch(() => {})
    await db.customers.create({ id: 'm3', email: 'm3@x.org' }).catch(() => {})
    const count = name === 'stock' ? 'available' : 'points'
    const client = db[name] as any
    const calls: number[] = []
    await client.modify(key, async (item: any) => {
      calls.push(item[count])
      if (calls.length === 1) await client.update(key).add({ [count]: 10 })
      return { ...item, [count]: item[count] + 1 }
    })
    expect(calls).toEqual([0, 10])
    expect(await client.get(key)).toMatchObject({ [count]: 11 })
  })

  it('takes an item that was changed in place', async () => {
    await db.stock.create({ sku: 'm6', available: 3, notes: { last: 'a' } })
    const changed = await db.stock.modify({ sku: 'm6' }, stock => {
      stock.available = 4
      if (stock.notes) stock.notes.last = 'b'
      return stock
    })
    expect(changed).toEqual({ sku: 'm6', available: 4, notes: { last: 'b' }, version: 2 })
    expect(await db.stock.get({ sku: 'm6' })).toEqual(changed)
  })

  it('gives up after some attempts, and says so', async () => {
    await db.stock.create({ sku: 'm4', available: 0 })
    let calls = 0
    const error = await failure(
      db.stock.modify({ sku: 'm4' }, async stock => {
        calls++
        await db.stock.update({ sku: 'm4' }).add({ available: 10 })
        return { ...stock, available: -1 }
      }),
    )
    expect(error.code).toBe('write.contended')
    expect(calls).toBe(6)
    expect(await db.stock.get({ sku: 'm4' })).toMatchObject({ available: 60 })
  })

  it('refuses a missing item, another key, and what is no attribute', async () => {
    expect(await failure(db.stock.modify({ sku: 'none' }, stock => stock))).toBeInstanceOf(ItemNotFoundError)
    await db.stock.create({ sku: 'm5', available: 0 })
    const key = await failure(db.stock.modify({ sku: 'm5' }, stock => ({ ...stock, sku: 'm6' })))
    expect(key.message).toContain("'sku' is part of its key: use move")
    const unknown = await failure(db.stock.modify({ sku: 'm5' }, stock => ({ ...stock, colour: 'red' })))
    expect(unknown.message).toContain("'colour' is not an attribute")
    const nothing = await failure(db.stock.modify({ sku: 'm5' }, () => null as never))
    expect(nothing.message).toContain('what is given back is no item')
    const invalid = await failure(db.stock.modify({ sku: 'm5' }, stock => ({ ...stock, available: 0.5 })))
    expect(invalid.code).toBe('item.invalid')
  })

  it('keeps unique values, and what the schema does not know', async () => {
    await db.customers.create({ id: 'm7', email: 'm7@x.org' })
    const stored = await server.stored(texts({ pk: 'customer#m7', sk: 'customer' }))
    await server.store({ ...stored, extra: { S: 'kept' } })
    await db.customers.modify({ id: 'm7' }, customer => ({ ...customer, email: 'new7@x.org' }))
    expect([await ownerOf('m7@x.org'), await ownerOf('new7@x.org')]).toEqual([undefined, 'customer#m7'])
    expect(await server.stored(texts({ pk: 'customer#m7', sk: 'customer' }))).toMatchObject({ extra: { S: 'kept' } })
    const taken = db.customers.modify({ id: 'm3' }, customer => ({ ...customer, email: 'NEW7@x.org' }))
    expect(await failure(taken)).toBeInstanceOf(UniqueConstraintError)
  })
})

it('modify keeps what the schema does not know of a map, and nothing of it that it does', async () => {
  await db.stock.create({ sku: 'm8', available: 1, notes: { last: 'x', first: 'y' } })
  const key = texts({ pk: 'stock#m8', sk: 'stock' })
  const stored = await server.stored(key)
  await server.store({ ...stored, notes: { M: { ...stored?.notes?.M, extra: { S: 'kept' } } } })
  await db.stock.modify({ sku: 'm8' }, stock => ({ ...stock, notes: { first: 'z' } }))
  expect((await server.stored(key))?.notes).toEqual({ M: texts({ first: 'z', extra: 'kept' }) })
})

describe('move', () => {
  it('gives an item another key, with index keys, unique values, version and unknown attributes', async () => {
    await db.stock.create({ sku: 'v1', available: 3, shelf: 'V' })
    const stored = await server.stored(texts({ pk: 'stock#v1', sk: 'stock' }))
    await server.store({ ...stored, extra: { S: 'kept' } })
    const sent = await server.sentBy(async () => {
      expect(await db.stock.move({ sku: 'v1' }, { sku: 'v2' })).toEqual({
        sku: 'v2',
        available: 3,
        shelf: 'V',
        version: 2,
      })
    })
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'TransactWriteItems'])
    expect(await db.stock.get({ sku: 'v1' })).toBeUndefined()
    expect(await server.stored(texts({ pk: 'stock#v2', sk: 'stock' }))).toMatchObject({
      ...texts({ gsi1pk: 'shelf#V', gsi1sk: 'v2', extra: 'kept' }),
    })
    await db.customers.create({ id: 'v1', email: 'v1@x.org' })
    await db.customers.move({ id: 'v1' }, { id: 'v2' })
    expect(await ownerOf('v1@x.org')).toBe('customer#v2')
    await db.customers.delete({ id: 'v2' })
    expect(await ownerOf('v1@x.org')).toBeUndefined()
  })

  it('keeps the time of making', async () => {
    const { createdAt } = await db.orders.create({ customer: 'v', id: 'o1', total: 1 })
    expect(await db.orders.move({ customer: 'v', id: 'o1' }, { customer: 'w', id: 'o1' })).toMatchObject({ createdAt })
  })

  it('keeps what the schema does not know within its attributes, and stores nothing that extensions show', async () => {
    const notes = { M: texts({ last: 'a', first: 'b' }) }
    await server.store({ ...texts({ pk: 'slot#k1', sk: 'slot', entity: 'Slot', id: 'k1', owner: 'o' }), notes })
    expect(await slots.slots.move({ id: 'k1' }, { id: 'k2' })).toEqual({
      id: 'k2',
      owner: 'shown',
      notes: { last: 'a' },
      moves: 1,
    })
    expect(await server.stored(texts({ pk: 'slot#k2', sk: 'slot' }))).toEqual({
      ...texts({ pk: 'slot#k2', sk: 'slot', entity: 'Slot', id: 'k2', owner: 'o' }),
      moves: { N: '1' },
      notes,
    })
  })

  it('is on condition of what extensions ask of the item', async () => {
    await slots.slots.create({ id: 'k3', owner: 'locked' })
    const error = await failure(slots.slots.move({ id: 'k3' }, { id: 'k4' }))
    expect(error).toMatchObject({ code: 'condition.failed', key: { id: 'k3' }, item: { id: 'k3' } })
    expect(await slots.slots.get({ id: 'k4' })).toBeUndefined()
  })

  it('leaves a value from before the constraint to the item that has it', async () => {
    const definition = {
      name: 'Seat',
      table: Stock.table,
      schema: z.object({ hall: z.string(), id: z.string(), name: z.string() }),
      key: { partitionKey: 'hall#<hall>', sortKey: 'seat#<id>' },
    } as const
    const unique = [{ name: 'name', attributes: ['hall', 'name'] }] as const
    const open = (seats: ReturnType<typeof defineEntity>) =>
      createDatabase({ ...server.options, entities: { seats } }).seats as any
    const [before, after] = [
      open(defineEntity(definition) as any),
      open(defineEntity({ ...definition, unique }) as any),
    ]
    for (const id of ['a', 'b']) await before.create({ hall: 'h', id, name: 'x' })
    for (const name of ['y', 'x']) await after.update({ hall: 'h', id: 'a' }).set({ name })
    expect(await after.move({ hall: 'h', id: 'b' }, { hall: 'i', id: 'b' })).toEqual({ hall: 'i', id: 'b', name: 'x' })
    const owner = async (hall: string) =>
      (await server.stored(texts({ pk: `unique#Seat#name#${hall}#x`, sk: 'unique' })))?.uniqueOwner?.M
    expect([await owner('h'), await owner('i')]).toEqual([
      texts({ pk: 'hall#h', sk: 'seat#a' }),
      texts({ pk: 'hall#i', sk: 'seat#b' }),
    ])
  })

  it('fails where no item is, where one is already, and where it would stay', async () => {
    await db.stock.create({ sku: 'v5', available: 1 })
    await db.stock.create({ sku: 'v6', available: 2 })
    expect(await failure(db.stock.move({ sku: 'none' }, { sku: 'v7' }))).toBeInstanceOf(ItemNotFoundError)
    const there = await failure(db.stock.move({ sku: 'v5' }, { sku: 'v6' }))
    expect(there).toBeInstanceOf(ItemExistsError)
    expect(there.item).toMatchObject({ available: 2 })
    expect((await failure(db.stock.move({ sku: 'v5' }, { sku: 'v5' }))).code).toBe('update.invalid')
    expect(await db.stock.get({ sku: 'v5' })).toMatchObject({ available: 1, version: 1 })
  })
})

describe('modify of an item without a version', () => {
  it('fails where there is none, and writes nothing where nothing changes', async () => {
    expect(await failure(db.customers.modify({ id: 'none' }, item => item))).toBeInstanceOf(ItemNotFoundError)
    await db.customers.create({ id: 'same', email: 'same@x.org' })
    expect(await db.customers.modify({ id: 'same' }, customer => ({ ...customer }))).toMatchObject({
      email: 'same@x.org',
    })
    expect(await db.customers.modify({ id: 'same' }, () => undefined)).toMatchObject({ email: 'same@x.org' })
  })
})

describe('conditions that exclude each other', () => {
  it('fail, whatever is there', async () => {
    const stock = { sku: 'both', available: 1 }
    await db.stock.create(stock)
    const upsert = db.stock.upsert({ sku: 'both' }).set({ available: 2 }).remove('shelf').ifNotExists().ifVersion(1)
    expect((await failure(upsert)).code).toBe('item.exists')
    expect((await failure(db.stock.check({ sku: 'both' }).ifNotExists().ifVersion(1))).code).toBe('item.exists')
    expect((await failure(db.stock.put(stock).ifExists())).code).toBe('update.invalid')
    const twice = [db.stock.put({ ...stock, version: 1 }), db.stock.check({ sku: 'both' }).ifVersion(2)] as const
    expect((await failure(db.transactWrite(twice))).code).toBe('transaction.invalid')
    expect(await db.stock.get({ sku: 'both' })).toMatchObject({ available: 1, version: 1 })
  })
})
