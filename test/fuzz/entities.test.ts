import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { defineTable } from '../../src/index.js'
import { holds, type Test } from '../properties/filter-oracle.js'
import { write } from '../properties/filter-words.js'
import { filled, objectOf, type Sample, samples } from '../properties/schemas.js'
import { type Attributes, type Client, makeTable, nextCase, openEntity } from '../properties/support.js'
import { conditionsIn, placesIn, plainOf, storedTest } from './stored-values.js'
import { createCounts, outcomeOf, runs } from './support.js'

/*
 * Whole entities at random: schema, templates of the key and of indexes, stored names, escaping, `keyOnly`; items, queries of
 * each index, filters, projections and updates of them, against the items in memory.
 */

const Table = defineTable({
  name: 'entities',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: { name: 'gsi2sk', type: 'number' } },
    lsi1: { type: 'local', sortKey: 'lsi1sk' },
  },
})
let table: string
beforeAll(async () => {
  table = await makeTable(Table)
})

const date = z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() })
interface Part {
  readonly schema: z.ZodType
  readonly modifier: string
  readonly values: readonly unknown[]
  store(value: any): any
}
const S = (value: unknown) => ({ S: String(value) })
const N = (value: unknown) => ({ N: String(value) })
const parts: readonly Part[] = [
  { schema: z.string(), modifier: '', values: ['a', 'b', 'a#b', 'é', '%', '😀', ' '], store: S },
  { schema: z.string().toLowerCase(), modifier: ':lower', values: ['a', 'b', 'ß'], store: S },
  { schema: z.int(), modifier: ':pad(3)', values: [0, 7, 42, 999], store: N },
  { schema: z.bigint(), modifier: '', values: [0n, -5n, 10n ** 20n], store: N },
  { schema: z.boolean(), modifier: '', values: [true, false], store: (BOOL: boolean) => ({ BOOL }) },
  { schema: z.enum(['x', 'y#']), modifier: '', values: ['x', 'y#'], store: S },
  { schema: date, modifier: '', values: [new Date(0), new Date(1e12)], store: (value: Date) => S(value.toISOString()) },
]

const literal = fc.constantFrom('#', '::', '|', '#x#', '~', '%', 'é', '😀')
const names = ['k1', 'k2', 'k3'] as const

/** A template of some attributes in some order, with text about them. */
const templateOf = (chosen: Readonly<Record<string, Part>>, of: readonly string[]) =>
  fc
    .tuple(fc.shuffledSubarray([...of], { minLength: 1 }), literal, literal, fc.constantFrom('', 'x#', 'y'))
    .map(
      ([order, one, two, before]) =>
        before +
        order
          .map((name, at) => `<${name}${chosen[name]!.modifier}>${at === order.length - 1 ? '' : at ? two : one}`)
          .join(''),
    )

interface Case {
  readonly schema: z.ZodObject
  readonly store: Sample['store']
  readonly chosen: Readonly<Record<string, Part>>
  readonly sort: string
  readonly first: string
  readonly second: string
  readonly local: string
  readonly keys: 'strict' | 'escape'
  readonly keyOnly: readonly string[]
  readonly storedAs: Readonly<Record<string, string>>
  readonly items: readonly Attributes[]
}

const cases: fc.Arbitrary<Case> = fc
  .tuple(objectOf(samples, 4, 'item'), ...names.map(() => fc.constantFrom(...parts)))
  .chain(([made, ...some]) => {
    const chosen = Object.fromEntries(names.map((name, at) => [name, some[at]!])) as Record<string, Part>
    const fixed = fc.record(
      {
        g: fc.constantFrom('one', 'two'),
        ...Object.fromEntries(names.map(name => [name, fc.constantFrom(...chosen[name]!.values)])),
        label: fc.constantFrom('a', 'ab', 'b#'),
        rank: fc.constantFrom(-1, 0, 2.5),
        list: fc.constantFrom(['a'], ['b', 'a']),
      },
      { requiredKeys: ['g', 'k1', 'k2', 'list'] as never },
    )
    return fc.record({
      schema: fc.constant(made.schema),
      store: fc.constant(made.store),
      chosen: fc.constant(chosen),
      sort: templateOf(chosen, ['k1', 'k2']),
      first: templateOf(chosen, ['k3', 'k1']),
      second: templateOf(chosen, ['k2']),
      local: templateOf(chosen, ['k3']),
      keys: fc.constantFrom('strict' as const, 'escape' as const),
      keyOnly: fc.subarray(['g']),
      storedAs: fc
        .subarray(['label', 'list'])
        .map(some => Object.fromEntries(some.map(name => [name, `${name}.#:v0`]))),
      items: fc.array(
        fc.tuple(fixed, made.values as fc.Arbitrary<Attributes>).map(([own, rest]) => ({ ...rest, ...own })),
        { minLength: 4, maxLength: 8 },
      ),
    })
  })

const asked = cases.chain(made => {
  const pairs = made.items.map(item => [filledOf(made, item), { M: storedOf(made, filledOf(made, item)) }] as const)
  return fc
    .record({
      made: fc.constant(made),
      tests: fc.array(conditionsIn(placesIn(pairs as never)), { minLength: 8, maxLength: 8 }),
      picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 6, maxLength: 6 }),
    })
    .map(all => ({
      ...all,
      [fc.toStringMethod]: () =>
        fc.stringify([
          made.sort,
          made.first,
          made.second,
          made.local,
          made.keys,
          made.keyOnly,
          made.storedAs,
          shapeOf(made.schema),
          made.items,
        ]),
    }))
})
const shapeOf = (schema: z.ZodObject) =>
  Object.entries(schema.shape).map(([name, each]) => [name, (each as z.ZodType)._zod.def.type])

const own = new Set(['g', 'k1', 'k2', 'k3', 'label', 'rank', 'list', 'n'])
function filledOf({ schema }: Case, item: Attributes): Attributes {
  return filled(item, schema)
}
/** All attributes but those of the key's alone, as they are stored. */
function storedOf({ store, chosen }: Case, item: Attributes): Record<string, any> {
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !own.has(name)))
  const texts = {
    ...(item.label !== undefined && { label: S(item.label) }),
    list: { L: (item.list as string[]).map(S) },
  }
  const keys = Object.fromEntries(
    names.flatMap(name => (item[name] === undefined ? [] : [[name, chosen[name]!.store(item[name])]])),
  )
  return {
    ...(store(rest) as any).M,
    ...texts,
    ...keys,
    ...(item.rank !== undefined && { rank: N(item.rank) }),
    g: S(item.g),
  }
}

const { counts, count } = createCounts()
afterAll(() => console.info('entities:', counts))

const byNumber = (items: readonly Attributes[]) => [...items].sort((a, b) => Number(a.n) - Number(b.n))
const same = (a: unknown, b: unknown) => fc.stringify(a) === fc.stringify(b)

it('an entity that was made up does what it says', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ made, tests, picks }) => {
      const { schema, chosen, sort, first, second, local, keys, keyOnly, storedAs, items } = made
      const number = nextCase()
      const defined = await outcomeOf(() =>
        openEntity(
          {
            name: `Item${number}`,
            table: Table,
            schema: schema.extend({
              g: z.string(),
              k1: chosen.k1!.schema,
              k2: chosen.k2!.schema,
              k3: chosen.k3!.schema.optional(),
              label: z.string().optional(),
              rank: z.number().optional(),
              list: z.array(z.string()),
              n: z.int(),
            }),
            key: { partitionKey: `${number}p#<g>`, sortKey: sort },
            indexes: {
              byFirst: { index: 'gsi1', partitionKey: `${number}f#${first}`, sortKey: '<label>' },
              byRank: { index: 'gsi2', partitionKey: `${number}r#${second}`, sortKey: '<rank>' },
              byLocal: { index: 'lsi1', sortKey: local },
            },
            keys,
            keyOnly,
            storedAs: { rank: 'gsi2sk', ...storedAs },
          },
          table,
        ),
      )
      if (defined.error) return count(defined.error.code)
      const client: Client = defined.result
      const model = new Map<string, Attributes>()
      const keyNames = ['g', ...names.filter(name => sort.includes(`<${name}`))]
      const keyOf = (item: Attributes) => Object.fromEntries(keyNames.map(name => [name, item[name]]))
      for (const [n, given] of items.entries()) {
        const item = filledOf(made, { ...given, n })
        const name = fc.stringify(keyOf(item))
        const { result, error } = await outcomeOf(() => client.create({ ...given, n }))
        count(error?.code ?? 'created')
        if (error) {
          if (error.code === 'item.exists') expect(model.has(name)).toBe(true)
          else expect(error.code).toMatch(/^key\./)
          continue
        }
        expect(model.has(name)).toBe(false)
        expect(result).toEqual(item)
        model.set(name, item)
      }
      await checkQueries(client, made, [...model.values()])
      for (const [at, test] of tests.entries()) await checkFilter(client, made, [...model.values()], test, at)
      for (const pick of picks) await change(client, made, model, keyOf, pick)
      await checkQueries(client, made, [...model.values()])
    }),
    { numRuns: runs(40), endOnFailure: true },
  )
  // To refuse everything would be no wonder.
  expect(counts.created).toBeGreaterThan(runs(40) * 2)
  expect(counts.filtered).toBeGreaterThan(runs(40) * 2)
  expect(counts.updated).toBeGreaterThan(runs(40))
}, 240_000)

/** Every index holds the items that have all of its attributes, and no others. */
async function checkQueries(
  client: Client,
  { first, second, local }: Case,
  items: readonly Attributes[],
): Promise<void> {
  const has = (item: Attributes, template: string, ...more: string[]) =>
    [...names.filter(name => template.includes(`<${name}`)), ...more].every(name => item[name] !== undefined)
  for (const g of ['one', 'two']) {
    const mine = items.filter(item => item.g === g)
    expect(byNumber(await client.query({ g }).all())).toEqual(byNumber(mine))
    expect(byNumber(await client.query.byLocal!({ g }).all())).toEqual(byNumber(mine.filter(item => has(item, local))))
  }
  for (const [pattern, template, more] of [
    ['byFirst', first, 'label'],
    ['byRank', second, 'rank'],
  ] as const)
    for (const item of items) {
      const used = names.filter(name => template.includes(`<${name}`))
      const partition = Object.fromEntries(used.map(name => [name, item[name]]))
      // What is in no index may have values that its key would not take.
      if (!has(item, template, more)) continue
      const alike = items.filter(each => has(each, template, more) && used.every(name => same(each[name], item[name])))
      expect(byNumber(await client.query[pattern]!(partition).all()), pattern).toEqual(byNumber(alike))
    }
  count('queried')
}

async function checkFilter(
  client: Client,
  made: Case,
  items: readonly Attributes[],
  test: Test,
  at: number,
): Promise<void> {
  const g = at % 2 ? 'one' : 'two'
  const query = client.query({ g }).filter((refs, operators) => write(test, refs, operators))
  const { result, error } = await outcomeOf(() => (at % 3 ? query.all() : query.project('n', 'label').all()))
  count(error ? `filter: ${error.code}` : 'filtered')
  if (error) return expect(error.code).toMatch(/^expression\.|^item\.invalid$/)
  const meant = items.filter(item => item.g === g && holds(storedTest(test), plainOf({ M: storedOf(made, item) })))
  expect(
    byNumber(result!).map(({ n }) => n),
    fc.stringify(test),
  ).toEqual(byNumber(meant).map(({ n }) => n))
  for (const item of result!) {
    const whole = meant.find(({ n }) => n === item.n)!
    const { n, label } = whole
    expect(item).toEqual(at % 3 ? whole : label === undefined ? { n } : { n, label })
  }
}

/** Changes some attributes of an item to what another has, as far as they are not of its key. */
async function change(
  client: Client,
  made: Case,
  model: Map<string, Attributes>,
  keyOf: (item: Attributes) => Attributes,
  [which, other, some]: readonly [number, number, number],
): Promise<void> {
  const all = [...model]
  if (all.length === 0) return
  const [name, item] = all[which % all.length]!
  const source = all[other % all.length]![1]
  const key = keyOf(item)
  const free = Object.keys({ ...item, ...source }).filter(
    (each, at) => !(each in key) && each !== 'n' && (some >> (at % 16)) % 2 === 1,
  )
  const set = Object.fromEntries(free.filter(each => source[each] !== undefined).map(each => [each, source[each]]))
  const gone = free.filter(each => source[each] === undefined)
  if (free.length === 0) return
  const { result, error } = await outcomeOf(() =>
    client
      .update(key)
      .set(set)
      .remove(...gone)
      .refresh(),
  )
  count(error ? `update: ${error.code}` : 'updated')
  if (error) {
    expect(error.code).toMatch(/^key\./)
    return expect(await client.get(key)).toEqual(item)
  }
  const next: Record<string, unknown> = { ...item, ...set }
  for (const each of gone) delete next[each]
  // What has a default is read with it, once it is gone.
  const expected = filledOf(made, next)
  expect(result).toEqual(expected)
  model.set(name, expected)
}
