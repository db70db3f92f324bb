import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { projected, texts, useServer } from '../../support/server.js'

const server = useServer('narrow')
const ShopTable = defineTable({
  name: 'shop',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    keys: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk', projection: 'keysOnly' },
    some: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: ['entity', 'item_title'] },
  },
})
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
const Order = defineEntity({
  name: 'Order',
  table: ShopTable,
  schema: z.object({
    shop: z.string(),
    no: z.int(),
    state: z.string(),
    placedAt: isoDate,
    title: z.string(),
    total: z.number(),
    version: z.int(),
  }),
  key: { partitionKey: 'shop#<shop>', sortKey: 'order#<no:pad(6)>' },
  storedAs: { title: 'item_title' },
  version: 'version',
  indexes: {
    byState: { index: 'keys', partitionKey: 'state#<state>', sortKey: '<placedAt>' },
    byTitle: { index: 'some', partitionKey: 'shop#<shop>', sortKey: 'title#<title>' },
  },
})
const db = createDatabase({ ...server.options, entities: { orders: Order } })
const order = (no: number) => ({
  shop: 'S',
  no,
  state: no < 3 ? 'open' : 'sent',
  placedAt: new Date(Date.UTC(2026, 0, no)),
  title: `Order ${no}`,
  total: no * 10,
})

beforeAll(async () => {
  await db.createTable()
  for (const no of [1, 2, 3]) await db.orders.create(order(no))
  await server.store(
    texts({ pk: 'cart#1', sk: 'cart', gsi1pk: 'state#open', gsi1sk: '2026-01-01T00:00:00.000Z' }),
    texts({ pk: 'cart#1', sk: 'cart', gsi2pk: 'shop#S', gsi2sk: 'title#cart', entity: 'Cart' }),
  )
})

describe('an index that holds keys alone', () => {
  it('gives what the keys say, and leaves out what is not of the templates', async () => {
    const page = await db.orders.query.byState({ state: 'open' })
    const items: { shop: string; no: number; state: string; placedAt: Date }[] = page.items
    expect(items).toEqual(
      [1, 2].map(no => {
        const { shop, state, placedAt } = order(no)
        return { shop, no, state, placedAt }
      }),
    )
  })

  it('is projected and filtered by that', async () => {
    const operation = db.orders.query
      .byState({ state: 'open' })
      .filter((item, { gt }) => gt(item.no, 1))
      .project('no', 'placedAt')
    expect(operation.compile()).not.toHaveProperty('FilterExpression')
    expect(projected(operation.compile())).toEqual(['gsi1pk', 'gsi1sk', 'pk', 'sk'])
    expect((await operation).items).toEqual([{ no: 2, placedAt: order(2).placedAt }])
  })

  it('is counted by keys, for it has no discriminator', async () => {
    const count = db.orders.query.byState({ state: 'open' }).count()
    expect(count.compile()).not.toHaveProperty('Select')
    expect(await count).toBe(2)
  })

  it('refuses what it does not hold, before anything is sent', async () => {
    const untyped = () => db.orders.query.byState({ state: 'open' }) as any
    const projected = await server.refusal(() => untyped().project('total'))
    expect(projected.code).toBe('query.invalid')
    expect(projected.message).toContain("'keys' does not hold 'total'")
    const filtered = await server.refusal(() => untyped().filter((item: any, { eq }: any) => eq(item.total, 1)))
    expect(filtered.code).toBe('query.invalid')
  })
})

describe('an index that holds some attributes', () => {
  it('gives these and what the keys say', async () => {
    const page = await db.orders.query.byTitle({ shop: 'S' }).beginsWith({ title: 'Order' })
    const items: { shop: string; no: number; title: string }[] = page.items
    expect(items).toEqual([1, 2, 3].map(no => ({ shop: 'S', no, title: `Order ${no}` })))
  })

  it('is filtered by DynamoDB where it can', async () => {
    const operation = db.orders.query.byTitle({ shop: 'S' }).filter((item, { eq }) => eq(item.title, 'Order 2'))
    expect(operation.compile().FilterExpression).toBe('#n2 = :v2')
    expect((await operation).items).toMatchObject([{ no: 2 }])
    expect(await operation.count()).toBe(1)
  })

  it('leaves out other entities, and goes on from its cursors', async () => {
    const all = []
    let cursor: string | undefined
    do {
      const page = await db.orders.query.byTitle({ shop: 'S' }).limit(2).after(cursor)
      all.push(...page.items.map(item => item.no))
      cursor = page.cursor
    } while (cursor)
    expect(all).toEqual([1, 2, 3])
  })
})
