import { beforeAll, expect, it } from 'vitest'
import {
  changeEmail,
  openShop,
  ordersOf,
  pay,
  placeOrder,
  receive,
  register,
  wholeOrder,
} from '../../examples/orders/shop.js'
import { readStream } from '../../examples/orders/stream.js'
import { countRecord } from '../../examples/orders/totals.js'
import { TransactionFailedError, UniqueConstraintError } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'
import { failure } from '../support/server.js'

const client = localClient()
const name = tableName('orders')
const db = openShop({ client, tableName: name })
beforeAll(async () => {
  await db.createTable({ stream: 'NEW_AND_OLD_IMAGES' })
  await register(db, { id: 'ada', name: 'Ada', email: 'Ada@example.com' })
  await receive(db, [
    { sku: 'lamp', price: 4900, available: 3 },
    { sku: 'bulb', price: 500, available: 10 },
  ])
})

it('gives an address to one customer at a time', async () => {
  const taken = await failure(register(db, { id: 'eve', name: 'Eve', email: 'ADA@example.com' }))
  expect(taken).toBeInstanceOf(UniqueConstraintError)
  expect((taken as UniqueConstraintError).owner).toEqual({ id: 'ada' })
  await changeEmail(db, 'ada', 'countess@example.com')
  await register(db, { id: 'eve', name: 'Eve', email: 'ada@example.com' })
})

it('places orders all or nothing, and counts what is paid for once', async () => {
  await placeOrder(db, { order: '1', customer: 'ada', wanted: { lamp: 2, bulb: 4 } })
  const error = await failure(placeOrder(db, { order: '2', customer: 'ada', wanted: { lamp: 2, bulb: 1 } }))
  expect(error).toBeInstanceOf(TransactionFailedError)
  expect(await db.stock.getMany([{ sku: 'lamp' }, { sku: 'bulb' }])).toMatchObject([{ available: 1 }, { available: 6 }])
  expect(await wholeOrder(db, '2')).toEqual({ orders: [], lines: [] })

  const { orders, lines } = await wholeOrder(db, '1')
  expect(orders).toMatchObject([{ state: 'open', total: 11_800, expiresAt: expect.any(Number) }])
  expect(lines.map(line => line.sku)).toEqual(['lamp', 'bulb'])
  expect(await pay(db, '1', orders[0]!.version)).not.toHaveProperty('expiresAt')
  expect((await ordersOf(db, 'ada')).items).toEqual([{ order: '1', state: 'paid', total: 11_800 }])

  const records = await readStream(client, name)
  // Streams may deliver a record twice.
  for (const record of [...records, ...records]) await countRecord(db, record)
  expect(await db.customers.get({ id: 'ada' })).toMatchObject({ spent: 11_800, orders: 1 })
})
