import { TransactionCanceledException, type TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  ConditionFailedError,
  createDatabase,
  ItemExistsError,
  ItemNotFoundError,
  TransactionFailedError,
  UniqueConstraintError,
  VersionConflictError,
} from '../../../src/index.js'
import { createLocalClient } from '../../support/local.js'
import { failure, texts, useServer } from '../../support/server.js'
import { shopEntities } from '../../support/shop.js'

const server = useServer('transact-write')
const db = createDatabase({ ...server.options, entities: shopEntities })
beforeAll(() => db.createTable())

const sentinel = (value: string) => server.stored(texts({ pk: `unique#Customer#email#${value}`, sk: 'unique' }))
const ownerOf = async (value: string) => (await sentinel(value))?.uniqueOwner?.M?.pk?.S
const cancelled = async (work: PromiseLike<unknown>) => {
  const error = await failure(work)
  expect(error).toBeInstanceOf(TransactionFailedError)
  return error as TransactionFailedError
}

describe('transactWrite', () => {
  it('makes creates, puts, updates, deletes and checks together, and gives the items that it wrote whole', async () => {
    await db.stock.create({ sku: 's1', available: 5 })
    await db.stock.create({ sku: 's2', available: 1 })
    await db.customers.create({ id: 'c1', email: 'C1@x.org' })
    const operation = db.transactWrite([
      db.orders.create({ customer: 'c1', id: 'o1', total: 20 }),
      db.stock
        .update({ sku: 's1' })
        .add({ available: -2 })
        .condition((stock, { gte }) => gte(stock.available, 2)),
      db.stock.delete({ sku: 's2' }),
      db.customers.check({ id: 'c1' }).condition((customer, { eq }) => eq(customer.points, 0)),
      db.orders.put({ customer: 'c1', id: 'o0', total: 1, createdAt: '2026-01-01T00:00:00.000Z' }),
    ])
    const { TransactItems, ClientRequestToken } = operation.compile()
    expect(ClientRequestToken).toMatch(/^[\w-]{36}$/)
    expect(TransactItems?.map(item => Object.keys(item)[0])).toEqual([
      'Put',
      'Update',
      'Delete',
      'ConditionCheck',
      'Put',
    ])
    expect(TransactItems?.[1]?.Update).not.toHaveProperty('ReturnValues')
    expect(operation.explain()).toMatch(/^TransactWriteItems: all or nothing, and twice the write units/)
    expect(operation.explain()).toContain('2: DeleteItem Stock')

    const [order, stock, gone, check, put] = await operation
    expect(order).toMatchObject({ customer: 'c1', id: 'o1', total: 20 })
    expect(order.createdAt > put.createdAt).toBe(true)
    expect([stock, gone, check]).toEqual([undefined, undefined, undefined])
    expect(put.id).toBe('o0')
    expect(await db.stock.get({ sku: 's1' })).toEqual({ sku: 's1', available: 3, version: 2 })
    expect(await db.stock.get({ sku: 's2' })).toBeUndefined()
    expect(await db.orders.query({ customer: 'c1' }).count()).toBe(2)
  })

  it('makes none where one fails, and says of each what was asked, why it failed, and what is there', async () => {
    await db.stock.create({ sku: 's3', available: 1 })
    await db.customers.create({ id: 'c3', email: 'c3@x.org' })
    const error = await cancelled(
      db.transactWrite([
        db.orders.create({ customer: 'c3', id: 'o3', total: 1 }),
        db.stock
          .update({ sku: 's3' })
          .add({ available: -2 })
          .condition((stock, { gte }) => gte(stock.available, 2)),
        db.stock.update({ sku: 's404' }).set({ available: 1 }),
        db.customers.create({ id: 'c3', email: 'other@x.org' }),
        db.customers.create({ id: 'c4', email: 'C3@X.org' }),
      ]),
    )
    expect(error.details.operations).toEqual([
      { entity: 'Order', operation: 'create', reason: 'none' },
      { entity: 'Stock', operation: 'update', reason: 'condition', code: 'condition.failed' },
      { entity: 'Stock', operation: 'update', reason: 'condition', code: 'item.notFound' },
      { entity: 'Customer', operation: 'create', reason: 'condition', code: 'item.exists' },
      { entity: 'Customer', operation: 'create', reason: 'unique', code: 'unique.taken' },
    ])
    const [none, condition, missing, exists, unique] = error.errors
    expect(none).toBeUndefined()
    expect(condition).toBeInstanceOf(ConditionFailedError)
    expect(condition?.item).toEqual({ sku: 's3', available: 1, version: 1 })
    expect(missing).toBeInstanceOf(ItemNotFoundError)
    expect(exists).toBeInstanceOf(ItemExistsError)
    expect(exists?.item).toMatchObject({ email: 'c3@x.org' })
    expect(unique).toBeInstanceOf(UniqueConstraintError)
    expect((unique as UniqueConstraintError).owner).toEqual({ id: 'c3' })
    expect(error.message).toContain('\n  4: create of Customer: unique.taken')
    expect(await db.orders.get({ customer: 'c3', id: 'o3' })).toBeUndefined()
    expect(await sentinel('other@x.org')).toBeUndefined()
  })

  it('checks versions', async () => {
    await db.stock.create({ sku: 's5', available: 1 })
    const error = await cancelled(
      db.transactWrite([
        db.stock.update({ sku: 's5' }).set({ available: 9 }).ifVersion(4),
        db.orders.create({ customer: 'c5', id: 'o', total: 1 }),
      ]),
    )
    expect(error.errors[0]).toBeInstanceOf(VersionConflictError)
    expect(error.errors[0]?.details).toEqual({ entity: 'Stock', expected: 4, current: 1 })
  })

  it('puts a check into the write of its item, and updates of different places together, with one step of the version', async () => {
    await db.stock.create({ sku: 's6', available: 3 })
    const operation = db.transactWrite([
      db.stock.check({ sku: 's6' }).ifVersion(1),
      db.stock.update({ sku: 's6' }).add({ available: 1 }),
      db.stock.update({ sku: 's6' }).set({ shelf: 'A' }),
      db.stock.check({ sku: 's6' }).condition((stock, { eq }) => eq(stock.available, 3)),
    ])
    expect(operation.compile().TransactItems).toHaveLength(1)
    await operation
    expect(await db.stock.get({ sku: 's6' })).toEqual({ sku: 's6', available: 4, shelf: 'A', version: 2 })
    expect((await db.stock.query.byShelf({ shelf: 'A' })).items).toHaveLength(1)
  })

  it('blames the operation whose own demand is not met, also where several are put together', async () => {
    await db.stock.create({ sku: 's61', available: 3 })
    const check = db.stock.check({ sku: 's61' }).condition((stock, { gt }) => gt(stock.available, 5))
    const update = db.stock.update({ sku: 's61' }).add({ available: 1 })
    const error = await cancelled(
      db.transactWrite([check, update.condition((stock, { eq }) => eq(stock.available, 3))]),
    )
    expect(error.details.operations).toEqual([
      { entity: 'Stock', operation: 'check', reason: 'condition', code: 'condition.failed' },
      { entity: 'Stock', operation: 'update', reason: 'none' },
    ])
    const version = await cancelled(db.transactWrite([update.ifVersion(7), db.stock.check({ sku: 's61' })]))
    expect(version.errors.map(each => each?.code)).toEqual(['version.conflict', undefined])
    const missing = await cancelled(
      db.transactWrite([
        db.customers.check({ id: 'none' }),
        db.customers.update({ id: 'none' }).set({ email: 'n@x.org' }),
      ]),
    )
    expect(missing.errors.map(each => each?.code)).toEqual(['item.notFound', 'item.notFound'])
    const [nothing, made] = await db.transactWrite([
      db.customers.check({ id: 's61' }).ifNotExists(),
      db.customers.create({ id: 's61', email: 's61@x.org' }),
    ])
    expect(nothing).toBeUndefined()
    expect(made.id).toBe('s61')
  })

  it('refuses what cannot be put together, with both named, before it is sent', async () => {
    const key = { sku: 's7' }
    const put = db.stock.put({ ...key, available: 1 })
    const twice = await server.refusal(() => db.transactWrite([put, db.stock.delete(key)]))
    expect(twice.code).toBe('transaction.invalid')
    expect(twice.message).toContain('operations 0 (put of Stock) and 1 (delete of Stock) are on one item')
    const none = db.stock.check({ sku: 'm9' }).ifNotExists()
    for (const write of [
      db.stock.delete({ sku: 'm9' }).ifVersion(1),
      db.stock.put({ sku: 'm9', available: 1, version: 1 }),
    ]) {
      const error = await server.refusal(() => db.transactWrite([none, write]))
      expect(error.message).toContain('one needs a version of the item that the other excludes')
    }
    const updates = db.stock.update(key).set({ available: 1 })
    expect((await server.refusal(() => db.transactWrite([updates, updates]))).code).toBe('update.invalid')
    const contrary = db.transactWrite([db.stock.create({ ...key, available: 1 }), db.stock.check(key)])
    expect((await server.refusal(() => contrary)).message).toContain('excludes')
    const versions = [db.stock.update(key).set({ shelf: 'B' }).ifVersion(1), db.stock.check(key).ifVersion(2)] as const
    expect((await server.refusal(() => db.transactWrite(versions))).message).toContain('different versions')
    expect((await server.refusal(() => db.transactWrite([]))).message).toContain('no operations')
    const other = createDatabase({ ...server.options, entities: shopEntities })
    expect((await server.refusal(() => db.transactWrite([other.stock.delete(key)]))).message).toContain(
      'another database',
    )
    expect((await server.refusal(() => db.transactWrite([db.stock.get(key) as never]))).message).toContain('no write')
  })

  it('makes the keys that a schema generates once: for the item, its unique values, and what is shown', async () => {
    const operation = db.transactWrite([db.carts.create({ owner: 'g1' })])
    const shown = operation.compile().TransactItems?.map(({ Put }) => Put?.Item?.id?.S)
    const carts = await operation
    expect(shown?.[0]).toBe(carts[0].id)
    for (const cart of [...carts, ...(await db.transactWrite([db.carts.put({ owner: 'g2' })]))])
      expect(await db.carts.get({ id: cart.id })).toEqual(cart)
    const [batched] = await db.carts.putMany([{ owner: 'g3' }])
    expect(await db.carts.get({ id: batched!.id })).toEqual(batched)
    expect(await db.carts.put({ owner: 'g4' })).toMatchObject({ owner: 'g4' })
  })

  it('says that an update computes with what is not there', async () => {
    await db.stock.create({ sku: 's11', available: 1 })
    const computing = db.stock.update({ sku: 's11' }).set({ available: (stock, { plus }) => plus(stock.reserved, 1) })
    const error = await failure(db.transactWrite([computing, db.orders.create({ customer: 'c', id: 's11', total: 1 })]))
    expect(error.code).toBe('transaction.invalid')
    expect(error.message).toContain('guard it with ifNotExists')
  })

  it('counts the operations on unique values', async () => {
    const customers = Array.from({ length: 51 }, (_, index) =>
      db.customers.create({ id: `many-${index}`, email: `many-${index}@x.org` }),
    )
    const error = await server.refusal(() => db.transactWrite(customers))
    expect(error.message).toContain('it has 102 operations')
    await db.transactWrite(customers.slice(0, 50))
    expect(await ownerOf('many-49@x.org')).toBe('customer#many-49')
  })

  it('lets two items swap a unique value, and take over one that is given free', async () => {
    await db.customers.create({ id: 'a', email: 'a@x.org' })
    await db.customers.create({ id: 'b', email: 'b@x.org' })
    await db.transactWrite([
      db.customers.update({ id: 'a' }).set({ email: 'B@x.org' }),
      db.customers.update({ id: 'b' }).set({ email: 'A@x.org' }),
    ])
    expect([await ownerOf('a@x.org'), await ownerOf('b@x.org')]).toEqual(['customer#b', 'customer#a'])
    await db.transactWrite([db.customers.delete({ id: 'a' }), db.customers.create({ id: 'c', email: 'b@x.org' })])
    expect(await ownerOf('b@x.org')).toBe('customer#c')
    const clash = await cancelled(
      db.transactWrite([
        db.customers.create({ id: 'd', email: 'new@x.org' }),
        db.customers.create({ id: 'e', email: 'NEW@x.org' }),
      ]),
    )
    expect(clash.details.operations.map(({ reason }) => reason)).toEqual(['none', 'unique'])
    expect(await sentinel('new@x.org')).toBeUndefined()
  })

  it('makes index keys of what is there where it is asked to, and parents that are missing', async () => {
    await db.stock.create({ sku: 's8', available: 1, shelf: 'X' })
    await db.transactWrite([
      db.stock.update({ sku: 's8' }).refresh().set({ shelf: 'Y' }),
      db.orders.create({ customer: 'c8', id: 'o', total: 1 }),
    ])
    await db.transactWrite([db.stock.update({ sku: 's8' }).setPath('notes.last', 'seen')])
    expect(await db.stock.get({ sku: 's8' })).toMatchObject({ shelf: 'Y', notes: { last: 'seen' }, version: 3 })
    expect((await db.stock.query.byShelf({ shelf: 'Y' })).count).toBe(1)
  })

  it('is made once for a token of the caller, whoever sends it again', async () => {
    await db.stock.create({ sku: 's9', available: 1 })
    const token = `order-${Date.now()}`
    await db.transactWrite([db.stock.update({ sku: 's9' }).add({ available: 1 })], { token })
    await db.transactWrite([db.stock.update({ sku: 's9' }).add({ available: 1 })], { token })
    expect(await db.stock.get({ sku: 's9' })).toEqual({ sku: 's9', available: 2, version: 2 })

    const order = db.orders.create({ customer: 'c9', id: 'o', total: 1 })
    const timed = await server.refusal(() => db.transactWrite([order], { token }))
    expect(timed.message).toContain('give now')
    const now = new Date('2026-02-03T04:05:06.000Z')
    const [written] = await db.transactWrite([order], { token: `${token}-2`, now })
    expect(written.createdAt).toBe('2026-02-03T04:05:06.000Z')
    const generated = await server.refusal(() => db.transactWrite([db.carts.create({ owner: 'g9' })], { token, now }))
    expect(generated.message).toContain('has generated values')
    const reading = db.customers.update({ id: 'a' }).set({ email: 'z@x.org' })
    expect((await server.refusal(() => db.transactWrite([reading], { token }))).message).toContain('reads first')
  })

  it('is sent again, with the same token and bytes, where it meets another transaction, and not where a condition fails', async () => {
    await db.stock.create({ sku: 's10', available: 0 })
    const seen: string[] = []
    const conflicting = createConflicts(2, seen)
    const own = createDatabase({ ...server.options, client: conflicting, entities: shopEntities })
    await own.transactWrite([own.stock.update({ sku: 's10' }).add({ available: 1 })])
    expect(seen).toHaveLength(3)
    expect(new Set(seen).size).toBe(1)
    expect((await db.stock.getOrThrow({ sku: 's10' })).available).toBe(1)

    seen.length = 0
    const failing = own.transactWrite([own.stock.update({ sku: 's10' }).set({ available: 5 }).ifVersion(9)])
    await cancelled(failing)
    expect(seen).toHaveLength(1)

    const always = createDatabase({ ...server.options, client: createConflicts(99, []), entities: shopEntities })
    const error = await cancelled(always.transactWrite([always.stock.delete({ sku: 's10' })]))
    expect(error.details).toMatchObject({ attempts: 8, operations: [{ reason: 'conflict' }] })
  })
})

/** A client whose first transactions meet others; notes the input of each. */
function createConflicts(count: number, seen: string[]) {
  const client = createLocalClient()
  let left = count
  client.middlewareStack.add(
    next => async args => {
      const { TransactItems, ClientRequestToken } = args.input as TransactWriteItemsCommandInput
      if (TransactItems) seen.push(JSON.stringify([ClientRequestToken, TransactItems]))
      if (!TransactItems || left-- <= 0) return next(args)
      throw new TransactionCanceledException({
        message: 'Transaction cancelled [TransactionConflict]',
        $metadata: {},
        CancellationReasons: TransactItems.map(() => ({ Code: 'TransactionConflict' })),
      })
    },
    { step: 'initialize' },
  )
  return client
}
