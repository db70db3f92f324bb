import { type ConnectionOptions, createDatabase } from 'monotable'
import { Customer, Line, type NewCustomer, Order, Stock, WholeOrder } from './model.js'

export type Shop = ReturnType<typeof openShop>

export function openShop(connection: ConnectionOptions) {
  return createDatabase({
    ...connection,
    entities: { customers: Customer, stock: Stock, orders: Order, lines: Line },
  })
}

/** Fails with UniqueConstraintError where somebody has the address already. */
export function register(db: Shop, customer: NewCustomer) {
  return db.customers.create(customer)
}

export function receive(db: Shop, goods: readonly { sku: string; price: number; available: number }[]) {
  return db.batchWrite(goods.map(each => db.stock.create(each)))
}

/**
 * Places an order: it and its lines are made, and the stock is taken, all or nothing. Fails with TransactionFailedError where
 * something is not there in sufficient number.
 */
export async function placeOrder(
  db: Shop,
  { order, customer, wanted }: { order: string; customer: string; wanted: Readonly<Record<string, number>> },
) {
  const counts = Object.entries(wanted)
  const goods = await db.stock.getMany(counts.map(([sku]) => ({ sku })))
  const lines = counts.map(([sku, count], index) => ({
    order,
    number: index + 1,
    sku,
    count,
    price: goods[index]?.price ?? 0,
  }))
  const total = lines.reduce((sum, { count, price }) => sum + count * price, 0)
  await db.transactWrite([
    db.customers.check({ id: customer }),
    db.orders.create({ order, customer, total }).expires({ days: 1 }),
    ...lines.map(line => db.lines.create(line)),
    ...lines.map(({ sku, count, price }) =>
      db.stock
        .update({ sku })
        .add({ available: -count })
        .condition((stock, { and, eq, gte }) => and(gte(stock.available, count), eq(stock.price, price))),
    ),
  ])
}

/** The order and its lines, in one query. */
export function wholeOrder(db: Shop, order: string) {
  return db.collection(WholeOrder).query({ order }).all()
}

/** A paid order stays: it has no time to live any more. */
export function pay(db: Shop, order: string, version: number) {
  return db.orders.update({ order }).set({ state: 'paid' }).expires('never').ifVersion(version)
}

export function ordersOf(db: Shop, customer: string) {
  return db.orders.query.ofCustomer({ customer }).descending().project('order', 'state', 'total')
}

/** Fails with UniqueConstraintError where somebody has the address; the old one is free for others. */
export function changeEmail(db: Shop, id: string, email: string) {
  return db.customers.update({ id }).set({ email })
}
