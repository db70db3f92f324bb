import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { ConditionFailedError, defineTable } from '../../src/index.js'
import { type Comparison, holds, type Left, type Operand, type Place, type Test } from './filter-oracle.js'
import { type Attributes, asked, type Client, makeTable, nextCase, openEntity } from './support.js'

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
  indexes: { gsi1: { partitionKey: 'team', sortKey: { name: 'rank', type: 'number' } } },
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

const bytes = (...values: number[]) => Uint8Array.from(values)
const pool = {
  texts: ['', 'a', 'ab', 'b', 'a b', 'é', '\uffff', '\ue000', '\u{1f600}'],
  numbers: [-1, 0, 0.5, 1, 2, 3, 10, 1e15, -1e-7],
  bigs: [-1n, 0n, 1n, 2n, 10n ** 37n, 10n ** 37n + 1n],
  digits: ['0', '1', '2', '0.5', '12345678901234567890123456789012345678', '12345678901234567890123456789012345679'],
  bins: [bytes(), bytes(1), bytes(1, 2), bytes(2), bytes(128), bytes(255, 1)],
  dates: [0, 1000, 1500, 86_400_000].map(time => new Date(time)),
  lists: [[], [1], [1, 2], [2, 1], [0.5]],
  maps: [
    { n: 1 },
    { a: 'a', n: 1 },
    { n: 2, inner: { list: ['a', 'b'] } },
    { n: 0, 'odd.name': 'a', inner: { list: [] } },
  ],
  records: [{}, { a: 1 }, { constructor: 1, a: 2 }, { b: 3 }] as Record<string, number>[],
  rows: [[], [{ a: 'a' }], [{ a: 'b', n: 1 }], [{ a: 'a', n: 2 }, { a: 'ab' }]],
  tags: [['a'], ['a', 'b'], ['b', 'a'], ['é']].map(list => new Set(list)),
  numberSets: [[1], [1, 2], [2, 1], [0.5]].map(list => new Set(list)),
  bigSets: [[1n], [10n ** 37n, 1n]].map(list => new Set(list)),
  binSets: [[bytes(1)], [bytes(1), bytes(2)], [bytes(2), bytes(1)]].map(list => new Set(list)),
}

/** A place with the values that it is compared with, and what fits it beside that. */
interface Holder extends Place {
  readonly values: readonly unknown[]
  readonly ordered?: true
  readonly sized?: true
  /** What it can begin with; what it can contain. */
  readonly prefixes?: readonly unknown[]
  readonly elements?: readonly unknown[]
}
const text = (...path: (string | number)[]): Holder => ({
  path,
  values: pool.texts,
  ordered: true,
  sized: true,
  prefixes: pool.texts,
  elements: pool.texts,
})
const number = (...path: (string | number)[]): Holder => ({ path, values: pool.numbers, ordered: true })

const keyHolders: readonly Holder[] = [
  { path: ['k'], values: [0, 1, 2, 3, 7], ordered: true },
  { ...text('t'), values: ['a', 'b', 'ab', 'é'] },
]
const holders: readonly Holder[] = [
  text('p'),
  text('team'),
  number('rank'),
  text('text'),
  { ...text('maybe'), values: [...pool.texts, null] },
  { ...text('choice'), values: ['a', 'ab', 'b', 'zz'] },
  number('num'),
  { path: ['big'], values: pool.bigs, ordered: true },
  { path: ['digits'], numeric: true, values: [...pool.digits, '1.0', '10e-1'], ordered: true },
  { path: ['flag'], values: [true, false] },
  { path: ['bin'], values: pool.bins, ordered: true, sized: true, prefixes: pool.bins, elements: pool.bins },
  { path: ['date'], values: pool.dates, ordered: true },
  { path: ['either'], values: [...pool.texts, ...pool.numbers], ordered: true },
  { path: ['list'], values: pool.lists, sized: true, elements: pool.numbers },
  number('list', 0),
  number('list', 1),
  { path: ['map'], values: pool.maps, sized: true },
  text('map', 'a'),
  number('map', 'n'),
  text('map', 'odd.name'),
  { path: ['map', 'inner', 'list'], values: [[], ['a', 'b']], sized: true, elements: pool.texts },
  text('map', 'inner', 'list', 1),
  { path: ['record'], values: pool.records, sized: true },
  number('record', 'a'),
  number('record', 'constructor'),
  { path: ['rows'], values: pool.rows, sized: true, elements: pool.rows.flat() },
  { path: ['rows', 0], values: pool.rows.flat(), sized: true },
  text('rows', 0, 'a'),
  number('rows', 1, 'n'),
  { path: ['tags'], values: pool.tags, sized: true, elements: pool.texts },
  { path: ['numbers'], values: pool.numberSets, sized: true, elements: pool.numbers },
  { path: ['bigs'], values: pool.bigSets, sized: true, elements: pool.bigs },
  { path: ['bins'], values: pool.binSets, sized: true, elements: pool.bins },
  ...keyHolders,
]

const item = fc.record(
  {
    k: fc.constantFrom(0, 1, 2, 3, 7),
    rank: fc.constantFrom(...pool.numbers),
    maybe: fc.constantFrom(...pool.texts, null),
    record: fc.constantFrom(...pool.records),
    rows: fc.constantFrom(...pool.rows),
    text: fc.constantFrom(...pool.texts),
    choice: fc.constantFrom('a', 'ab', 'b'),
    num: fc.constantFrom(...pool.numbers),
    big: fc.constantFrom(...pool.bigs),
    digits: fc.constantFrom(...pool.digits),
    flag: fc.boolean(),
    bin: fc.constantFrom(...pool.bins),
    date: fc.constantFrom(...pool.dates),
    either: fc.constantFrom(...pool.texts, ...pool.numbers),
    list: fc.constantFrom(...pool.lists),
    map: fc.constantFrom(...pool.maps),
    tags: fc.constantFrom(...pool.tags),
    numbers: fc.constantFrom(...pool.numberSets),
    bigs: fc.constantFrom(...pool.bigSets),
    bins: fc.constantFrom(...pool.binSets),
  },
  { requiredKeys: ['k', 'rank', 'maybe', 'record', 'rows'] },
)

const isSame = (a: Place, b: Place) => JSON.stringify(a.path) === JSON.stringify(b.path)
const holder = fc.constantFrom(...holders)
const holderThat = (fits: (each: Holder) => unknown) => fc.constantFrom(...holders.filter(fits))
/** A value that fits the place, or another place: of any type, for what does not match is merely false. */
const operandFor = (place: Holder, values: readonly unknown[] = place.values, sizes = true): fc.Arbitrary<Operand> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...values).map(value => ({ value, like: place })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Operand>(
        ...holders.filter(other => !isSame(other, place)),
        ...holders.filter(other => sizes && other.sized).map(size => ({ size })),
      ),
    },
  )
const small = fc.constantFrom(0, 1, 2, 3).map((value): Operand => ({ value }))
const notNull = (place: Holder) => place.values.filter(value => value !== null)
const ordered = holderThat(each => each.ordered)

/** What is compared, with what can be compared with it. */
const compared = (places: fc.Arbitrary<Holder>, values: (place: Holder) => readonly unknown[]) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: places.map((left): [Left, fc.Arbitrary<Operand>] => [left, operandFor(left, values(left))]),
    },
    {
      weight: 1,
      arbitrary: holderThat(each => each.sized).map((size): [Left, fc.Arbitrary<Operand>] => [{ size }, small]),
    },
  )

const simple: fc.Arbitrary<Test> = fc.oneof(
  compared(holder, place => place.values).chain(([left, right]) =>
    fc.record({ op: fc.constantFrom<Comparison>('eq', 'ne'), left: fc.constant(left), right }),
  ),
  compared(ordered, notNull).chain(([left, right]) =>
    fc.record({ op: fc.constantFrom<Comparison>('lt', 'lte', 'gt', 'gte'), left: fc.constant(left), right }),
  ),
  compared(ordered, notNull).chain(([left, bound]) =>
    fc.record({ op: fc.constant('between' as const), left: fc.constant(left), low: bound, high: bound }),
  ),
  compared(holder, place => place.values).chain(([left, value]) =>
    fc.record({
      op: fc.constant('in' as const),
      left: fc.constant(left),
      values: fc.array(value, { minLength: 1, maxLength: 4 }),
    }),
  ),
  holderThat(each => each.prefixes).chain(place =>
    fc.record({
      op: fc.constant('beginsWith' as const),
      place: fc.constant(place),
      part: operandFor(place, place.prefixes, false),
    }),
  ),
  holderThat(each => each.elements).chain(place =>
    fc.record({
      op: fc.constant('contains' as const),
      place: fc.constant(place),
      part: operandFor(place, place.elements),
    }),
  ),
  fc.record({ op: fc.constantFrom('exists' as const, 'notExists' as const), place: holder }),
  fc.record({
    op: fc.constant('type' as const),
    place: holder,
    type: fc.constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'),
  }),
)
const condition = fc.letrec<{ test: Test }>(tie => ({
  test: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'test' },
    { weight: 3, arbitrary: simple },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('not' as const), test: tie('test') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        tests: fc.array(tie('test'), { minLength: 1, maxLength: 3 }),
      }),
    },
  ),
})).test

/** The condition in the library's words. */
function write(test: Test, refs: any, operators: any): any {
  const place = ({ path }: Place) => path.reduce((ref, segment) => ref[segment], refs)
  const left = (operand: Left) => ('size' in operand ? operators.size(place(operand.size)) : place(operand))
  const operand = (each: Operand) => ('value' in each ? each.value : left(each))
  switch (test.op) {
    case 'and':
    case 'or':
      return operators[test.op](...test.tests.map(inner => write(inner, refs, operators)))
    case 'not':
      return operators.not(write(test.test, refs, operators))
    case 'exists':
    case 'notExists':
      return operators[test.op](place(test.place))
    case 'type':
      return operators.type(place(test.place), test.type)
    case 'beginsWith':
    case 'contains':
      return operators[test.op](place(test.place), operand(test.part))
    case 'in':
      return operators.in(left(test.left), test.values.map(operand))
    case 'between':
      return operators.between(left(test.left), operand(test.low), operand(test.high))
    default:
      return operators[test.op](left(test.left), operand(test.right))
  }
}

const seen = { filters: 0, writes: 0, all: 0, some: 0, none: 0 }
afterAll(() => console.info('conditions:', seen))

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
      indexes: { byTeam: { index: 'gsi1', partitionKey: '<team>', sortKey: '<rank>' } },
      keyOnly: ['k', 't'],
      storedAs: { text: 'size', num: 'a.b', choice: 'status' },
    },
    table,
  )
  const cases = fc.record({
    items: fc.array(item, { minLength: ITEMS, maxLength: ITEMS }),
    conditions: fc.array(fc.record({ test: condition, how: fc.nat(9), id: fc.nat(ITEMS - 1), narrow: fc.boolean() }), {
      minLength: CONDITIONS,
      maxLength: CONDITIONS,
    }),
    [fc.toStringMethod]: fc.constant(() => 'a partition and its conditions'),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ items, conditions }) => {
      const p = `${nextCase()}`
      const written = items.map(
        (each, id): Attributes => ({ ...each, id, p, t: `${pool.texts[1 + (id % 8)]}${id}`, team: p }),
      )
      await Promise.all(written.map(each => client.create(each)))
      await Promise.all(conditions.map(each => check(client, p, written, each)))
    }),
    asked(RUNS),
  )
}, 180_000)

interface Asked {
  readonly test: Test
  readonly how: number
  readonly id: number
  readonly narrow: boolean
}

async function check(client: Client, p: string, items: readonly Attributes[], { test, how, id, narrow }: Asked) {
  const name = () => fc.stringify(test)
  const where = (refs: any, operators: any) => write(test, refs, operators)
  if (how < 2 && !usesKeyOnly(test)) {
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
  const meant = items.filter(each => holds(test, each)).map(each => each.id)
  const source =
    how === 9
      ? client.scan().filter((refs, { eq }) => eq(refs.p, p))
      : how % 2
        ? client.query({ p })
        : client.query.byTeam!({ team: p })
  const reader = source.filter(where)
  const found = (await (narrow ? reader.project('id') : reader).all()).map(each => each.id)
  seen.filters++
  seen[meant.length === 0 ? 'none' : meant.length === items.length ? 'all' : 'some']++
  const byId = (ids: unknown[]) => ids.map(Number).sort((a, b) => a - b)
  expect(byId(found), name()).toEqual(byId(meant))
  if (how === 3) expect(await reader.count(), name()).toBe(meant.length)
}
