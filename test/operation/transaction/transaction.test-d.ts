import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expectTypeOf, test } from 'vitest'
import { createDatabase, type InferItem } from '../../../src/index.js'
import { type Customer, type Order, type Stock, shopEntities } from '../../support/shop.js'

declare const client: DynamoDBClient
const db = createDatabase({ client, entities: shopEntities })

describe('transactWrite', () => {
  test('takes writes of any entity, and gives the items that are written whole', async () => {
    const result = await db.transactWrite([
      db.orders.create({ customer: 'c', id: 'o', total: 1 }),
      db.stock.update({ sku: 's' }).add({ available: -1 }).ifVersion(3),
      db.customers.check({ id: 'c' }).ifExists(),
      db.customers.put({ id: 'c', email: 'e' }).ifNotExists(),
      db.customers.delete({ id: 'd' }),
    ])
    expectTypeOf(result).toEqualTypeOf<
      [InferItem<typeof Order>, undefined, undefined, InferItem<typeof Customer>, undefined]
    >()
  })

  test('takes a list made beforehand', async () => {
    const writes = ['a', 'b'].map(id => db.customers.delete({ id }))
    expectTypeOf(await db.transactWrite(writes)).toEqualTypeOf<undefined[]>()
  })

  test('takes no reads', () => {
    // @ts-expect-error Type '"read"' is not assignable to type '"write"'
    db.transactWrite([db.customers.get({ id: 'c' })])
    // @ts-expect-error Property 'kind' is missing in type 'Query<
    db.transactWrite([db.customers.query({ id: 'c' })])
    // @ts-expect-error Property 'kind' is missing in type 'ModifyOperation<
    db.transactWrite([db.stock.modify({ sku: 's' }, stock => stock)])
    // @ts-expect-error Type 'UpsertStart<
    db.transactWrite([db.customers.upsert({ id: 'c' })])
  })

  test('checks versions where there are any', () => {
    db.stock.check({ sku: 's' }).ifVersion(3)
    // @ts-expect-error Refused<"Customer has no version attribute">
    db.customers.check({ id: 'c' }).ifVersion(3)
  })
})

describe('transactGet', () => {
  test('gives what each operation reads, by position', async () => {
    const result = await db.transactGet([
      db.stock.get({ sku: 's' }),
      db.customers.getOrThrow({ id: 'c' }).project('email'),
      db.orders.exists({ customer: 'c', id: 'o' }),
    ])
    expectTypeOf(result).toEqualTypeOf<[InferItem<typeof Stock> | undefined, { email: string }, boolean]>()
  })

  test('takes no writes', () => {
    // @ts-expect-error Type '"write"' is not assignable to type '"read"'
    db.transactGet([db.customers.delete({ id: 'c' })])
  })
})

describe('modify', () => {
  test('takes and gives whole items, or nothing for no change', async () => {
    const changed = await db.stock.modify({ sku: 's' }, stock => {
      expectTypeOf(stock).toEqualTypeOf<InferItem<typeof Stock>>()
      return stock.available > 0 ? { ...stock, available: 0 } : undefined
    })
    expectTypeOf(changed).toEqualTypeOf<InferItem<typeof Stock>>()
    await db.stock.modify({ sku: 's' }, async stock => ({ ...stock, shelf: 'A' }))
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    db.stock.modify({ sku: 's' }, stock => ({ ...stock, available: 'many' }))
  })
})

describe('move', () => {
  test('takes two whole keys', () => {
    db.orders.move({ customer: 'c', id: 'o' }, { customer: 'd', id: 'o' })
    // @ts-expect-error Property 'id' is missing in type '{ customer: string; }'
    db.orders.move({ customer: 'c', id: 'o' }, { customer: 'd' })
  })
})
