import fc from 'fast-check'
import type { Comparison, Left, Operand, Place, Test } from './filter-oracle.js'

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
export interface Holder extends Place {
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

/** Attributes that are kept in the key alone. */
const keyHolders: readonly Holder[] = [
  { path: ['k'], values: [0, 1, 2, 3, 7], ordered: true },
  { ...text('t'), values: ['a', 'b', 'ab', 'é'] },
]
export const holders: readonly Holder[] = [
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

export const items = fc.record(
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
/** Conditions about some places, three levels deep. */
export function conditionsOver(holders: readonly Holder[]): fc.Arbitrary<Test> {
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
  return fc.letrec<{ test: Test }>(tie => ({
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
}
