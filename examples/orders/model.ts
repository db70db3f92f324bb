import { defineCollection, defineEntity, defineTable, type InferCreate, type InferItem } from 'monotable'
import * as z from 'zod'

export const ShopTable = defineTable({
  name: 'orders',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})

/** A customer, known by an e-mail address that nobody else has, in whatever case it is written. */
export const Customer = defineEntity({
  name: 'Customer',
  table: ShopTable,
  schema: z.object({
    id: z.string(),
    name: z.string(),
    email: z.email(),
    /** In cents; kept by the consumer of the stream. */
    spent: z.int().default(0),
    orders: z.int().default(0),
  }),
  key: { partitionKey: 'customer#<id>', sortKey: 'customer' },
  unique: ['email:lower'],
})

/** What is in store of one product. */
export const Stock = defineEntity({
  name: 'Stock',
  table: ShopTable,
  schema: z.object({ sku: z.string(), price: z.int(), available: z.int(), version: z.int() }),
  key: { partitionKey: 'stock#<sku>', sortKey: 'stock' },
  version: 'version',
})

/** An order; its lines are beside it in the partition. A cart that is not paid for is gone after a day. */
export const Order = defineEntity({
  name: 'Order',
  table: ShopTable,
  schema: z.object({
    order: z.string(),
    customer: z.string(),
    state: z.enum(['open', 'paid', 'sent']).default('open'),
    total: z.int(),
    placedAt: z.iso.datetime(),
    expiresAt: z.int().optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'order#<order>', sortKey: 'order' },
  indexes: { ofCustomer: { index: 'gsi1', partitionKey: 'customer#<customer>', sortKey: '<placedAt>' } },
  version: 'version',
  timestamps: { createdAt: 'placedAt' },
  timeToLive: 'expiresAt',
})

export const Line = defineEntity({
  name: 'Line',
  table: ShopTable,
  schema: z.object({ order: z.string(), number: z.int(), sku: z.string(), count: z.int().positive(), price: z.int() }),
  key: { partitionKey: 'order#<order>', sortKey: 'line#<number:pad(3)>' },
})

/** An order with its lines: one partition, one query. */
export const WholeOrder = defineCollection({
  partitionKey: 'order#<order>',
  entities: { orders: Order, lines: Line },
})

export type Line = InferItem<typeof Line>
export type NewCustomer = InferCreate<typeof Customer>
