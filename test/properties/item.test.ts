import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { defineTable } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { canonical, filled, objectOf, samples } from './schemas.js'
import { type Attributes, asked, errorCode, makeTable, nextCase, openEntity, type RawItem } from './support.js'
import { plainNumber } from './values.js'

/* Items of random schemas, written and read again: on DynamoDB they have the types that the schema means, and come back equal. */

const RUNS = 220
const Stored = defineTable({ name: 'stored', partitionKey: 'pk', sortKey: 'sk' })
let table: string
beforeAll(async () => {
  table = await makeTable(Stored)
})

async function readRaw(p: string, id: number): Promise<RawItem> {
  const Key = { pk: { S: `p#${p}` }, sk: { S: `${id}` } }
  const { Item = {} } = await localClient().send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
  return Item
}

const seen = { schemas: 0, items: 0, attributes: 0 }
afterAll(() => console.info('items:', seen))

interface Case {
  readonly schema: z.ZodObject
  readonly items: readonly Attributes[]
  readonly storedAs: Readonly<Record<string, string>>
  readonly store: (value: any) => { readonly M?: RawItem }
}

const cases: fc.Arbitrary<Case> = objectOf(samples, 6, 'item').chain(({ schema, values, store }) =>
  fc
    .record({
      items: fc.array(values as fc.Arbitrary<Attributes>, { minLength: 3, maxLength: 3 }),
      renamed: fc.subarray(Object.keys(schema.shape)),
    })
    .map(({ items, renamed }) => ({
      schema,
      items,
      store,
      storedAs: Object.fromEntries(renamed.map((name, at) => [name, at === 0 ? '#k' : `stored as ${at}.`])),
      [fc.toStringMethod]: () =>
        fc.stringify([
          Object.entries(schema.shape).map(([name, each]) => [name, (each as z.ZodType)._zod.def.type]),
          items,
        ]),
    })),
)

it('every item of every schema is stored by its types, and read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ schema, items, storedAs, store }) => {
      const client = openEntity(
        {
          name: 'Item',
          table: Stored,
          schema: schema.extend({ p: z.string(), id: z.int() }),
          key: { partitionKey: 'p#<p>', sortKey: '<id>' },
          storedAs,
        },
        table,
      )
      const p = `${nextCase()}`
      const written = items.map((item, id): Attributes => ({ ...item, p, id }))
      await Promise.all(
        written.map(async (item, id) => {
          const result = await (id === 0 ? client.create(item) : client.put(item))
          expect(result).toEqual(filled(item, schema))
          const raw = await readRaw(p, id)
          expect(canonical({ M: raw })).toEqual(canonical({ M: rawOf(filled(item, schema), storedAs, store) }))
          const read = (await client.get({ p, id }))!
          expect(read).toEqual(result)
          await client.put(read)
          expect(canonical({ M: await readRaw(p, id) })).toEqual(canonical({ M: raw }))
          expect(await client.get({ p, id })).toEqual(result)
          expect(await errorCode(client.create(read))).toBe('item.exists')
          seen.items++
          seen.attributes += Object.keys(read).length
        }),
      )
      const found = await client.query({ p }).all()
      expect(found).toEqual(written.map(item => filled(item, schema)))
      seen.schemas++
    }),
    { ...asked(RUNS), endOnFailure: false },
  )
}, 180_000)

function rawOf({ p, id, ...item }: Attributes, storedAs: Case['storedAs'], store: Case['store']): RawItem {
  const attributes = Object.entries(store(item).M!).map(([name, value]) => [
    Object.hasOwn(storedAs, name) ? storedAs[name] : name,
    value,
  ])
  return {
    ...Object.fromEntries(attributes),
    p: { S: `${p}` },
    id: { N: `${id}` },
    pk: { S: `p#${p}` },
    sk: { S: `${id}` },
    entity: { S: 'Item' },
  }
}

it.each([
  [10n ** 38n - 1n, '9'.repeat(38)],
  [-(10n ** 38n) + 1n, `-0.${'9'.repeat(38)}`],
  [10n ** 125n, '9.9999999999999999999999999999999999999e125'],
  [-(10n ** 125n), '-9.9999999999999999999999999999999999999e125'],
  [0n, '1e-130'],
  [12345678901234567890123456789012345678n, '-1e-130'],
  [2n ** 53n + 1n, '1.2345678901234567890123456789012345678'],
  [1n, '1.50'],
  [-1n, '+007'],
])('%d and %s survive', async (big, digits) => {
  const schema = z.object({
    p: z.string(),
    id: z.int(),
    big: z.bigint(),
    digits: z.string().meta({ dynamodb: 'N' }),
    bigs: z.set(z.bigint()),
    list: z.array(z.bigint()),
  })
  const client = openEntity(
    { name: 'Item', table: Stored, schema, key: { partitionKey: 'p#<p>', sortKey: '<id>' } },
    table,
  )
  const key = { p: `${nextCase()}`, id: 0 }
  await client.create({ ...key, big, digits, bigs: new Set([big, 1n]), list: [big] })
  for (const _ of ['once', 'again']) {
    const { digits: read, ...rest } = (await client.get(key))!
    expect(rest).toEqual({ ...key, big, bigs: new Set([big, 1n]), list: [big] })
    expect(plainNumber(read as string)).toBe(plainNumber(digits))
    await client.put({ ...rest, digits: read })
  }
})
