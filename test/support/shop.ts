import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../src/index.js'

/** A shop: customers with unique values, stock with a version, orders with the time of their making. */
const ShopTable = defineTable({
  name: 'shop',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})

export const Customer = defineEntity({
  name: 'Customer',
  table: ShopTable,
  schema: z.object({
    id: z.string(),
    tenant: z.string().default('acme'),
    email: z.string(),
    handle: z.string().optional(),
    points: z.int().default(0),
  }),
  key: { partitionKey: 'customer#<id>', sortKey: 'customer' },
  unique: ['email:lower', { name: 'handle', attributes: ['tenant', 'handle'] }],
})

export const Stock = defineEntity({
  name: 'Stock',
  table: ShopTable,
  schema: z.object({
    sku: z.string(),
    available: z.int(),
    shelf: z.string().optional(),
    reserved: z.int().optional(),
    notes: z.object({ last: z.string().optional(), first: z.string().optional() }).optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'stock#<sku>', sortKey: 'stock' },
  indexes: { byShelf: { index: 'gsi1', partitionKey: 'shelf#<shelf>', sortKey: '<sku>' } },
  version: 'version',
})

export const Order = defineEntity({
  name: 'Order',
  table: ShopTable,
  schema: z.object({
    customer: z.string(),
    id: z.string(),
    total: z.number(),
    createdAt: z.iso.datetime(),
  }),
  key: { partitionKey: 'customer#<customer>', sortKey: 'order#<id>' },
  timestamps: { createdAt: 'createdAt' },
})

/** A cart whose key is generated, one for each owner. */
const Cart = defineEntity({
  name: 'Cart',
  table: ShopTable,
  schema: z.object({ id: z.string().default(() => randomUUID()), owner: z.string() }),
  key: { partitionKey: 'cart#<id>', sortKey: 'cart' },
  unique: ['owner'],
})

export const shopEntities = { carts: Cart, customers: Customer, stock: Stock, orders: Order }
