import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import { ShopTable } from './model.js'
import { changeEmail, openShop, ordersOf, pay, placeOrder, receive, register, type Shop, wholeOrder } from './shop.js'
import { readStream } from './stream.js'
import { countRecord } from './totals.js'

/** A shop: an order in one transaction, unique addresses, an order with its lines in one query, totals from the stream. */
export function demonstrateOrders(client: DynamoDBClient, show: Show): Promise<void> {
  const db = openShop({ client, ...show.observed })
  return withTable(client, db, ShopTable, () => tour(db, client, show), { stream: 'NEW_AND_OLD_IMAGES' })
}

async function tour(db: Shop, client: DynamoDBClient, show: Show): Promise<void> {
  show.section('Orders', 'A shop: writes that belong together, values that are unique, a stream of changes.')
  await show.call('A customer, and an item beside it that keeps the address: both or none.', () =>
    register(db, { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' }),
  )
  await show.failing('Nobody else gets the address, in whatever case it is written.', () =>
    register(db, { id: 'eve', name: 'Eve', email: 'ADA@example.com' }),
  )
  await receive(db, [
    { sku: 'lamp', price: 4900, available: 3 },
    { sku: 'bulb', price: 500, available: 10 },
  ])
  await show.call('An order, its lines, the stock: in one transaction.', () =>
    placeOrder(db, { order: '2026-1', customer: 'ada', wanted: { lamp: 2, bulb: 4 } }),
  )
  await show.failing('Where one thing is not there in number, nothing is written.', () =>
    placeOrder(db, { order: '2026-2', customer: 'ada', wanted: { lamp: 2, bulb: 1 } }),
  )
  const { orders } = await show.call('The order and its lines: one partition, one query, each with its own type.', () =>
    wholeOrder(db, '2026-1'),
  )
  await show.call('Paid, it has no time to live any more. Only if it is as it was read.', () =>
    pay(db, '2026-1', orders[0]!.version),
  )
  await show.call('A new address takes the place of the old one, which is free again.', () =>
    changeEmail(db, 'ada', 'countess@example.com'),
  )
  await show.call('The consumer of the stream counts what is paid for, each record once.', async () => {
    for (const record of await readStream(client, ShopTable.name)) await countRecord(db, record)
    return db.customers.get({ id: 'ada' })
  })
  await show.call("By customer, the latest first; the projection narrows the result's type.", () => ordersOf(db, 'ada'))
}
