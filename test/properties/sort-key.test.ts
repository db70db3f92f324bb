import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { alphabetOf, type Kind, type Shape, shapes, tables } from './sort-key-shapes.js'
import {
  type Attributes,
  asked,
  type Client,
  errorCode,
  makeTable,
  nextCase,
  openEntity,
  type RawItem,
  readRaw,
  writeRaw,
} from './support.js'
import { compareBytes, compareNumbers, compareTexts } from './values.js'

/*
 * Every sort-key operator, on DynamoDB, against a plain look at the attributes. A case is one partition: items of an entity
 * among neighbours (other entities' copies of them and junk, under keys made of theirs), and a few dozen queries of it.
 */

const RUNS = 3
const ITEMS = 50
const QUERIES = 45

type Operator = 'all' | 'eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'beginsWith'
const operators = ['eq', 'lt', 'lte', 'gt', 'gte', 'between', 'beginsWith'] as const

interface Asked {
  readonly operator: Operator
  /** The leading attributes that are given; all but the last one as `equal` has them. */
  readonly given: readonly string[]
  readonly equal: Attributes
  readonly bounds: readonly unknown[]
  readonly descending: boolean
}

interface Case {
  readonly rows: readonly Attributes[]
  readonly noise: readonly { readonly from: number; readonly cut: number; readonly tail: string }[]
  readonly queries: readonly Asked[]
}

function casesOf(shape: Shape): fc.Arbitrary<Case> {
  const names = Object.keys(shape.kinds)
  return alphabetOf(shape).chain(alphabet => {
    const values = Object.fromEntries(names.map(name => [name, shape.kinds[name]!.values(alphabet)]))
    const row = fc.record(values)
    const tail = fc.string({ unit: fc.constantFrom(...alphabet, '\u{10ffff}'), maxLength: 2 })
    return fc
      .array(row, { minLength: ITEMS, maxLength: ITEMS })
      .chain(rows =>
        fc.record({
          // Half of the items begin as their neighbours do, so that a range over a later attribute has something to choose from.
          rows: fc.constant(rows.map((each, at) => (at % 2 ? { ...each, ...beginning(rows[at - 1]!, names) } : each))),
          noise: fc.array(fc.record({ from: fc.nat(), cut: fc.nat(3), tail }), { minLength: 30, maxLength: 30 }),
          queries: fc.array(queryOf(shape, rows, values), { minLength: QUERIES, maxLength: QUERIES }),
        }),
      )
      .map(made => ({ ...made, [fc.toStringMethod]: () => `a partition of '${shape.sort}'` }))
  })
}

const beginning = (row: Attributes, names: readonly string[]) =>
  Object.fromEntries(names.slice(0, -1).map(name => [name, row[name]]))

function queryOf(shape: Shape, rows: readonly Attributes[], values: Record<string, fc.Arbitrary<unknown>>) {
  const names = Object.keys(shape.kinds)
  return fc
    .record({
      operator: fc.constantFrom(...operators),
      length: fc.integer({ min: 1, max: names.length }),
      equal: fc.constantFrom(...rows),
      descending: fc.boolean(),
    })
    .chain(({ operator, length, equal, descending }): fc.Arbitrary<Asked> => {
      const name = names[length - 1]!
      const kind = shape.kinds[name]!
      const possible = operator === 'eq' || !(kind.equalityOnly || (operator === 'beginsWith' && !kind.beginsWith))
      const bound = fc.oneof(
        { weight: 4, arbitrary: values[name]! },
        { weight: 3, arbitrary: fc.constantFrom(...rows.map(row => row[name])) },
        ...(kind.bounds ? [{ weight: 1, arbitrary: fc.constantFrom(...kind.bounds) }] : []),
      )
      const count = operator === 'between' ? 2 : 1
      return fc.array(bound, { minLength: count, maxLength: count }).map(bounds => ({
        operator: possible ? operator : 'eq',
        given: names.slice(0, length),
        equal,
        bounds: possible ? bounds : bounds.slice(0, 1),
        descending,
      }))
    })
}

/** What stands after each attribute's text in its key. */
function delimitersOf({ sort }: Shape): Readonly<Record<string, string>> {
  const found = sort.flatMap(template => [...template.matchAll(/<(\w+)[^>]*>([^<]*)/g)])
  return Object.fromEntries(found.map(([, name, delimiter]) => [name, delimiter]))
}

const refuses = (shape: Shape, name: string, value: unknown, use: 'value' | 'prefix' = 'value') =>
  shape.kinds[name]!.refuses?.(value, delimitersOf(shape)[name]!, use) ?? false

function isMeant(kind: Kind, operator: Operator, value: unknown, [bound, second]: readonly unknown[]): boolean {
  switch (operator) {
    case 'all':
      return true
    case 'eq':
      return kind.compare(value, bound) === 0
    case 'lt':
      return kind.compare(value, bound) < 0
    case 'lte':
      return kind.compare(value, bound) <= 0
    case 'gt':
      return kind.compare(value, bound) > 0
    case 'gte':
      return kind.compare(value, bound) >= 0
    case 'between':
      return kind.compare(value, bound) >= 0 && kind.compare(value, second) <= 0
    case 'beginsWith':
      return kind.beginsWith!(value, bound)
  }
}

/** The items that a query means. */
function select(
  shape: Shape,
  rows: readonly Attributes[],
  { operator, given, equal, bounds }: Asked,
): readonly Attributes[] {
  return rows.filter(row =>
    given.every((name, at) =>
      at < given.length - 1
        ? shape.kinds[name]!.compare(row[name], equal[name]) === 0
        : isMeant(shape.kinds[name]!, operator, row[name], bounds),
    ),
  )
}

/** No two values of a case are one object: nothing may hang on that. */
function copy(value: unknown): unknown {
  if (value instanceof Date) return new Date(value)
  return value instanceof Uint8Array ? value.slice() : value
}

function ask(
  client: Client,
  shape: Shape,
  partition: Attributes,
  { operator, given, equal, bounds, descending }: Asked,
) {
  const query = shape.index === undefined ? client.query(partition) : client.query.found!(partition)
  const operands = bounds.map(bound =>
    Object.fromEntries(given.map((name, at) => [name, copy(at < given.length - 1 ? equal[name] : bound)])),
  ) as [Attributes, Attributes]
  const ordered = descending ? query.descending() : query
  return operator === 'all' ? ordered : ordered[operator](...operands)
}

function define(shape: Shape, table: string): Client {
  const { index, keys, kinds, discriminator } = shape
  const own = shape.table === 'own'
  const schemas = Object.fromEntries(Object.entries(kinds).map(([name, { schema }]) => [name, schema]))
  const sortKey = index?.startsWith('multi') ? shape.sort : shape.sort[0]
  const partitionKey = index?.startsWith('multi') ? ['<p>', '<q>'] : 'g#<p>'
  return openEntity(
    {
      name: 'Own',
      table: tables[shape.table],
      schema: z.object({ ...schemas, p: z.string(), q: z.int(), n: z.int() }),
      key: { partitionKey: own ? '<p>' : 'p#<p>', sortKey: index === undefined ? sortKey : 'n#<n>' },
      ...(index && { indexes: { found: { index, ...(index !== 'local' && { partitionKey }), sortKey } } }),
      ...(keys && { keys }),
      ...(discriminator === false && { discriminator }),
    },
    table,
  )
}

const numberOf = (raw: RawItem) => Number(raw.n?.N)
/** The key attributes of the table or index that is queried. */
function keyNames({ table, index }: Shape) {
  if (index === undefined) return { sort: [tables[table].sortKey!.name], all: [] }
  const { partitionKey, sortKey } = tables.text.indexes.get(index)!
  const sort = sortKey.map(key => key.name)
  return { sort, all: [...partitionKey.map(key => key.name), ...sort] }
}

/**
 * What other entities and other programs left in the partition: copies of the entity's items that are marked otherwise, under
 * keys that begin as theirs do; of an entity without a discriminator, under keys that its template can't make.
 */
function neighbours(shape: Shape, own: readonly RawItem[], noise: Case['noise']): readonly RawItem[] {
  const { sort } = keyNames(shape)
  const [like] = own
  if (like === undefined) return []
  const { partitionKey, sortKey } = tables[shape.table]
  const taken = new Set(own.map(raw => JSON.stringify(raw[sortKey!.name])))
  const junk: RawItem[] = []
  for (const [at, { from, cut, tail }] of noise.entries()) {
    const model = own[from % own.length]!
    const item: RawItem = { ...model, entity: { S: 'Other' } }
    if (at % 3 === 0) delete item.entity
    const name = sort[at % sort.length]!
    const key = changed(model[name]!, cut, tail)
    if (key === undefined) continue
    if (shape.discriminator === false && /^x#.+#./s.test(key.S ?? '')) continue
    item[name] = key
    if (shape.index !== undefined) {
      // In the index beside the entity's items; in the table under another key, for one key is one item.
      item[sortKey!.name] = { S: `junk#${at}` }
      if (shape.index !== 'local') item[partitionKey.name] = { S: `junk${model[partitionKey.name]!.S}` }
    }
    const id = JSON.stringify(item[sortKey!.name])
    if (taken.has(id)) continue
    taken.add(id)
    junk.push(item)
  }
  return junk
}

function changed({ S, N, B }: AttributeValue, cut: number, tail: string): AttributeValue | undefined {
  if (N !== undefined) return { N: String(cut === 0 ? N : cut) }
  if (B !== undefined) return { B: Uint8Array.from([...B.slice(0, B.length - (cut % B.length)), ...Buffer.from(tail)]) }
  const characters = Array.from(S!)
  const text = characters.slice(0, cut === 3 ? 1 : characters.length - cut).join('') + tail
  return text === '' || Buffer.byteLength(text) > 1024 ? undefined : { S: text }
}

function compareStored(a: AttributeValue, b: AttributeValue): number {
  if (a.S !== undefined) return compareTexts(a.S, b.S!)
  return a.N !== undefined ? compareNumbers(a.N, b.N!) : compareBytes(a.B!, b.B!)
}

const seen = { queries: 0, found: 0, empty: 0, refused: 0, items: 0, neighbours: 0 }

async function check(shape: Shape, client: Client, table: string, { rows, noise, queries }: Case): Promise<void> {
  const partition = { p: `${nextCase()}`, ...(shape.index?.startsWith('multi') && { q: 7 }) }
  const names = Object.keys(shape.kinds)
  const written = await Promise.all(
    rows.map(async (row, n) => {
      const item = { ...row, p: partition.p, q: 7, n }
      const code = await errorCode(client.put(item))
      const expected = names.some(name => refuses(shape, name, row[name]))
      if (code !== 'key.tooLong') expect([row, code !== undefined]).toEqual([row, expected])
      return code === undefined ? [item] : []
    }),
  ).then(items => items.flat())

  const { sort } = keyNames(shape)
  const { partitionKey } = tables[shape.table]
  const pk = { S: shape.table === 'own' ? partition.p : `p#${partition.p}` }
  const stored = await readRaw(table, partitionKey.name, pk)
  const raws = new Map(stored.map(raw => [numberOf(raw), raw]))
  const own = written.filter(({ n }) => raws.has(n))
  // One key holds one item: two tuples that differ never share one.
  const distinct = written.filter(
    (row, at) =>
      !written
        .slice(0, at)
        .some(other => names.every(name => shape.kinds[name]!.compare(row[name as 'n'], other[name as 'n']) === 0)),
  )
  expect(own.length).toBe(shape.index === undefined ? distinct.length : written.length)
  const junk = neighbours(shape, stored, noise)
  await writeRaw(table, junk)
  seen.items += own.length
  seen.neighbours += junk.length

  const inOrder = (numbers: readonly number[]) =>
    numbers.slice(1).every((number, at) => {
      const [before, after] = [raws.get(numbers[at]!)!, raws.get(number)!]
      const differing = sort.find(name => compareStored(before[name]!, after[name]!) !== 0)
      return differing === undefined || compareStored(before[differing]!, after[differing]!) < 0
    })
  const everything: Asked = { operator: 'all', given: names.slice(0, 1), equal: {}, bounds: [], descending: false }
  expect(byNumber(await ask(client, shape, partition, everything).all())).toEqual(byNumber(own.map(normal)))

  await Promise.all(
    queries.map(async query => {
      seen.queries++
      const { operator, given, equal, bounds, descending } = query
      const last = given.at(-1)!
      const refused =
        given.slice(0, -1).some(name => refuses(shape, name, equal[name])) ||
        bounds.some(bound => refuses(shape, last, bound, operator === 'beginsWith' ? 'prefix' : 'value'))
      const name = () =>
        `${shape.sort} ${operator} ${fc.stringify([given, equal, bounds])} ${descending ? 'descending' : ''}`
      const reader = () => ask(client, shape, partition, query)
      if (refused) {
        seen.refused++
        expect(await errorCode(Promise.resolve().then(() => reader().all())), name()).toMatch(/^key\./)
        return
      }
      const found = (await reader().all()).map(item => Number(item.n))
      const meant = select(shape, own, query).map(item => Number(item.n))
      seen[meant.length > 0 ? 'found' : 'empty']++
      expect([...found].sort(), name()).toEqual([...meant].sort())
      expect(inOrder(descending ? found.reverse() : found), `order of ${name()}`).toBe(true)
      if (seen.queries % 5 === 0) expect(await reader().count(), `count of ${name()}`).toBe(meant.length)
    }),
  )
}

const byNumber = (items: readonly Attributes[]) => [...items].sort((a, b) => Number(a.n) - Number(b.n))
/** DynamoDB has no -0. */
const normal = (item: Attributes) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value === 0 ? 0 : value]))

const names = {} as Record<keyof typeof tables, string>
beforeAll(async () => {
  for (const [name, table] of Object.entries(tables)) names[name as keyof typeof tables] = await makeTable(table)
})

it.each(
  shapes.map(shape => ({
    shape,
    title: `${shape.sort.join(' + ')} (${shape.index ?? shape.table}, ${Object.keys(shape.kinds)}${shape.keys ? ', escaped' : ''})`,
  })),
)(
  'the operators mean the attributes: $title',
  async ({ shape }) => {
    const table = names[shape.table]
    const client = define(shape, table)
    await fc.assert(
      fc.asyncProperty(casesOf(shape), test => check(shape, client, table, test)),
      asked(RUNS),
    )
  },
  120_000,
)

afterAll(() => console.info('sort keys:', seen))
