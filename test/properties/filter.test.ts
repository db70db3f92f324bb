import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { ConditionFailedError, defineTable } from '../../src/index.js'
import { conditionsOver, holders, items } from './filter-arbitraries.js'
import { holds, type Test } from './filter-oracle.js'
import { write } from './filter-words.js'
import { type Attributes, asked, type Client, makeTable, nextCase, openEntity, type Reader } from './support.js'

/*
 * Random conditions, as filters and on writes, against an evaluation of the items in memory. The attributes cover every
 * stored type, the keys of table and index (on which DynamoDB takes no filter), and what is kept in the key alone.
 */

const RUNS = 25
const ITEMS = 40
const CONDITIONS = 70

const Items = defineTable({
  name: 'items',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'team', sortKey: { name: 'rank', type: 'number' } },
    gsi2: {
      partitionKey: 'gsi2pk',
      sortKey: { name: 'gsi2sk', type: 'number' },
      projection: ['a.b', 'status', 'maybe', 'map', 'tags'],
    },
  },
})

const schema = z.object({
  id: z.int(),
  p: z.string(),
  k: z.int(),
  t: z.string(),
  team: z.string(),
  rank: z.number(),
  text: z.string().optional(),
  maybe: z.string().nullable(),
  choice: z.enum(['a', 'ab', 'b']).optional(),
  num: z.number().optional(),
  big: z.bigint().optional(),
  digits: z.string().meta({ dynamodb: 'N' }).optional(),
  flag: z.boolean().optional(),
  bin: z.instanceof(Uint8Array).optional(),
  date: z
    .codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() })
    .optional(),
  either: z.union([z.string(), z.number()]).optional(),
  list: z.array(z.number()).optional(),
  map: z
    .object({
      a: z.string().optional(),
      n: z.number(),
      'odd.name': z.string().optional(),
      inner: z.object({ list: z.array(z.string()) }).optional(),
    })
    .optional(),
  record: z.record(z.string(), z.number()),
  rows: z.array(z.object({ a: z.string(), n: z.number().optional() })),
  tags: z.set(z.string()).optional(),
  numbers: z.set(z.number()).optional(),
  bigs: z.set(z.bigint()).optional(),
  bins: z.set(z.instanceof(Uint8Array)).optional(),
  touched: z.int().optional(),
})

const seen = { filters: 0, writes: 0, all: 0, some: 0, none: 0 }
afterAll(() => console.info('conditions:', seen))

/** What the index 'gsi2' holds, or its keys tell. */
const inPart: readonly (string | number)[] = ['num', 'choice', 'maybe', 'map', 'tags', 'rank', 'k', 't', 'p']

/** Attributes kept in the key alone can't be in the condition of a write. */
const usesKeyOnly = (test: Test) => /"path":\["[kt]"\]/.test(fc.stringify(test))

it('a condition holds of the items of which it holds in memory', async () => {
  const table = await makeTable(Items)
  const client = openEntity(
    {
      name: 'Item',
      table: Items,
      schema,
      key: { partitionKey: 'p#<p>', sortKey: 's#<k:pad(3)>#<t>' },
      indexes: {
        byTeam: { index: 'gsi1', partitionKey: '<team>', sortKey: '<rank>' },
        inPart: { index: 'gsi2', partitionKey: 'g#<p>', sortKey: '<rank>' },
      },
      keyOnly: ['k', 't'],
      storedAs: { text: 'size', num: 'a.b', choice: 'status' },
    },
    table,
  )
  const asking = (test: fc.Arbitrary<Test>, ...hows: How[]) =>
    fc.record({ test, how: fc.constantFrom(...hows), id: fc.nat(ITEMS - 1), narrow: fc.boolean() })
  const condition = fc.oneof(
    {
      weight: 6,
      arbitrary: asking(conditionsOver(holders), 'table', 'table', 'index', 'index', 'scan', 'write', 'write'),
    },
    { weight: 1, arbitrary: asking(conditionsOver(holders.filter(({ path }) => inPart.includes(path[0]!))), 'part') },
  )
  const cases = fc.record({
    rows: fc.array(items, { minLength: ITEMS, maxLength: ITEMS }),
    conditions: fc.array(condition, { minLength: CONDITIONS, maxLength: CONDITIONS }),
    [fc.toStringMethod]: fc.constant(() => 'a partition and its conditions'),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, conditions }) => {
      const p = `${nextCase()}`
      const written = rows.map((row, id): Attributes => ({ ...row, id, p, t: `${'abé'[id % 3]}${id}`, team: p }))
      await Promise.all(written.map(each => client.create(each)))
      await Promise.all(conditions.map(each => check(client, p, written, each)))
    }),
    asked(RUNS),
  )
}, 180_000)

/** Where a condition is put: `part` is an index that holds a part of the attributes. */
type How = 'table' | 'index' | 'part' | 'scan' | 'write'
interface Asked {
  readonly test: Test
  readonly how: How
  readonly id: number
  readonly narrow: boolean
}

async function check(client: Client, p: string, items: readonly Attributes[], { test, how, id, narrow }: Asked) {
  const name = () => fc.stringify(test)
  const where = (refs: any, operators: any) => write(test, refs, operators)
  if (how === 'write' && !usesKeyOnly(test)) {
    seen.writes++
    const { k, t } = items[id]!
    const key = { p, k, t }
    // The write leaves the item as it was, as far as conditions can tell.
    const outcome = await client
      .update(key)
      .set({ touched: 1 })
      .condition(where)
      .then(
        () => true,
        error => error,
      )
    if (outcome !== true && !(outcome instanceof ConditionFailedError)) throw outcome
    expect(outcome === true, `${name()} of ${fc.stringify(items[id])}`).toBe(holds(test, items[id]))
    return
  }
  const meant = items.filter(each => holds(test, each)).map(each => each.t)
  const reader = sourceOf(client, p, how).filter(where)
  const found = (await (narrow ? reader.project('t') : reader).all()).map(each => each.t)
  seen.filters++
  seen[meant.length === 0 ? 'none' : meant.length === items.length ? 'all' : 'some']++
  expect(found.sort(), `${how} ${name()}`).toEqual(meant.sort())
  if (seen.filters % 8 === 0) expect(await reader.count(), name()).toBe(meant.length)
}

function sourceOf(client: Client, p: string, how: How): Reader {
  switch (how) {
    case 'index':
      return client.query.byTeam!({ team: p })
    case 'part':
      return client.query.inPart!({ p })
    case 'scan':
      return client.scan().filter((item, { eq }) => eq(item.p, p))
    default:
      return client.query({ p })
  }
}
