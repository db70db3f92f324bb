import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { type CursorSecret, defineTable, MonotableError } from '../../src/index.js'
import {
  type Attributes,
  asked,
  type Client,
  errorCode,
  makeTable,
  openEntity,
  type RawItem,
  type Reader,
  scanRaw,
  writeRaw,
} from './support.js'

/*
 * Walks from cursor to cursor, in steps of every kind, over a table of a few dozen items with neighbours among them. Many
 * items have the same key in an index, so that only the whole of a position tells where to go on.
 */

const RUNS = 12
const ITEMS = 50
const WALKS = 30
const MISUSES = 60

const Walked = defineTable({
  name: 'walked',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    groups: { partitionKey: 'gpk', sortKey: 'gsk' },
    scores: { partitionKey: 'spk', sortKey: { name: 'ssk', type: 'number' }, projection: 'keysOnly' },
    multi: { partitionKey: ['mpk', { name: 'mq', type: 'number' }], sortKey: ['msk', { name: 'msn', type: 'number' }] },
    local: { type: 'local', sortKey: 'lsk' },
    bare: { partitionKey: 'bpk' },
  },
})
const definition = {
  name: 'Item',
  table: Walked,
  schema: z.object({
    id: z.int(),
    p: z.string(),
    q: z.int(),
    a: z.string(),
    kind: z.string(),
    score: z.number(),
    n: z.int().optional(),
  }),
  key: { partitionKey: 'p#<p>', sortKey: 'x#<a>#<id:pad(4)>' },
  indexes: {
    byKind: { index: 'groups', partitionKey: 'g#<p>', sortKey: '<kind>#' },
    byScore: { index: 'scores', partitionKey: 's#<p>', sortKey: '<score>' },
    byBoth: { index: 'multi', partitionKey: ['<p>', '<q>'], sortKey: ['k#<kind>', '<score>'] },
    nearby: { index: 'local', sortKey: '<kind>' },
    bare: { index: 'bare', partitionKey: 'b#<p>' },
  },
  keyOnly: ['id', 'a'],
}

/** The attributes of the sort key of each way to read. */
const sources = {
  table: ['a', 'id'],
  byKind: ['kind'],
  byScore: ['score'],
  byBoth: ['kind', 'score'],
  nearby: ['kind'],
  bare: [],
  scan: [],
} as const
type Source = keyof typeof sources

const kinds = ['a', 'a!', 'b', '\uffff', '\u{1f600}']
const scores = [-1, 0, 1, 1.5]
const pools: Record<string, readonly any[]> = { a: kinds, kind: kinds, score: scores, id: [0, 7, 20, 31] }

const operators = ['lt', 'lte', 'gt', 'gte', 'eq', 'between', 'none', 'none', 'none'] as const

/** What a query asks for: all that a cursor is bound to, the filter and projection aside. */
interface Range {
  readonly source: Source
  readonly p: string
  readonly operator: (typeof operators)[number]
  readonly operands: readonly Attributes[]
  readonly descending: boolean
  readonly segments: number
}
interface Walk extends Range {
  readonly filter: 'none' | 'kind' | 'id' | 'both'
  readonly projection: readonly string[] | undefined
  readonly steps: readonly Step[]
  readonly seal: keyof typeof seals
}
/** How one page is read. */
interface Step {
  readonly by: 'await' | 'pages' | 'items'
  readonly limit: number | undefined
  readonly pageSize: number | undefined
  readonly maxRequests: number | undefined
}

/** The secrets of the database that reads the first page, and of those that go on. */
const seals = {
  none: [undefined, undefined],
  signed: ['one', 'one'],
  encrypted: [
    { secrets: 'one', encrypt: true },
    { secrets: 'one', encrypt: true },
  ],
  rotated: ['one', ['two', 'one']],
  rotatedEncrypted: [
    { secrets: ['one'], encrypt: true },
    { secrets: ['two', 'one'], encrypt: true },
  ],
} as const satisfies Record<string, readonly [CursorSecret | undefined, CursorSecret | undefined]>

const range: fc.Arbitrary<Range> = fc
  .record({
    source: fc.constantFrom(...(Object.keys(sources) as Source[])),
    p: fc.constantFrom('one', 'one', 'two'),
    operator: fc.constantFrom(...operators),
    first: fc.record({ a: fc.constantFrom(...kinds), kind: fc.constantFrom(...kinds) }),
    length: fc.nat(1),
    bounds: fc.tuple(fc.nat(9), fc.nat(9)),
    descending: fc.boolean(),
    segments: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ source, p, operator, first, length, bounds, descending, segments }): Range => {
    const names = sources[source].slice(0, 1 + length)
    const last = names.at(-1)
    if (last === undefined) operator = 'none'
    const count = operator === 'none' ? 0 : operator === 'between' ? 2 : 1
    const operands = bounds.slice(0, count).map(bound => ({
      ...(names.length > 1 && { [names[0]!]: first[names[0] as 'a'] }),
      [last!]: pools[last!]![bound % pools[last!]!.length],
    }))
    const scans = source === 'scan'
    return {
      source,
      p: scans ? '' : p,
      operator,
      operands,
      descending: descending && !scans,
      segments: scans ? segments : 1,
    }
  })
const small = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined })
const step: fc.Arbitrary<Step> = fc
  .record({
    by: fc.constantFrom('await', 'await', 'pages', 'items'),
    limit: small,
    pageSize: small,
    maxRequests: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  })
  .map(each => (each.by === 'items' ? { ...each, limit: undefined } : each))
const walk: fc.Arbitrary<Walk> = fc
  .record({
    range,
    filter: fc.constantFrom('none', 'none', 'kind', 'id', 'both'),
    projection: fc.constantFrom(undefined, ['id'], ['id', 'a']),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    seal: fc.constantFrom(...(Object.keys(seals) as (keyof typeof seals)[])),
  })
  .map(({ range, filter, ...rest }) => ({
    ...range,
    ...rest,
    // An index of keys alone holds no 'kind' to filter.
    filter: range.source === 'byScore' && filter !== 'none' ? 'id' : filter,
  }))

const items = fc
  .array(
    fc.record({
      a: fc.constantFrom(...kinds),
      kind: fc.constantFrom(...kinds),
      score: fc.constantFrom(...scores),
      two: fc.nat(3),
    }),
    {
      minLength: ITEMS,
      maxLength: ITEMS,
    },
  )
  .map(all => all.map(({ two, ...each }, id): Attributes => ({ ...each, id, p: two === 0 ? 'two' : 'one', q: 7 })))

function read(client: Client, { source, p, operator, operands, descending, segments }: Range): Reader {
  if (source === 'scan') return client.scan().segments(segments)
  const partition = source === 'byBoth' ? { p, q: 7 } : { p }
  const query = source === 'table' ? client.query(partition) : client.query[source]!(partition)
  const ordered = descending ? query.descending() : query
  return operator === 'none' ? ordered : ordered[operator](...(operands as [Attributes, Attributes]))
}

function narrow(reader: Reader, { filter, projection }: Walk): Reader {
  let narrowed = projection ? reader.project(...projection) : reader
  if (filter === 'kind' || filter === 'both')
    narrowed = narrowed.filter((item, operators) => operators.in(item.kind, ['a', 'b']))
  if (filter === 'id' || filter === 'both') narrowed = narrowed.filter((item, { gte }) => gte(item.id, 10))
  return narrowed
}

const compare = (a: any, b: any): number =>
  typeof a === 'number' ? a - b : Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The items that a walk is over, in no order. */
function select(all: readonly Attributes[], { source, p, operator, operands, filter }: Walk): readonly Attributes[] {
  const [low = {}, high = low] = operands
  const names = Object.keys(low)
  const last = names.at(-1)!
  return all.filter(item => {
    if (source !== 'scan' && item.p !== p) return false
    if ((filter === 'kind' || filter === 'both') && item.kind !== 'a' && item.kind !== 'b') return false
    if ((filter === 'id' || filter === 'both') && Number(item.id) < 10) return false
    if (operator === 'none') return true
    if (names.slice(0, -1).some(name => item[name] !== low[name])) return false
    const order = compare(item[last], low[last])
    const holds = {
      eq: order === 0,
      lt: order < 0,
      lte: order <= 0,
      gt: order > 0,
      gte: order >= 0,
      between: order >= 0 && compare(item[last], high[last]) <= 0,
    }
    return holds[operator]
  })
}

interface Landing {
  readonly items: readonly Attributes[]
  readonly cursor: string | undefined
}

/** Reads one page in the way that a step says. */
async function take(reader: Reader, { by, limit, pageSize, maxRequests }: Step): Promise<Landing> {
  let stepped = reader
  if (limit !== undefined) stepped = stepped.limit(limit)
  if (pageSize !== undefined) stepped = stepped.pageSize(pageSize)
  if (maxRequests !== undefined) stepped = stepped.maxRequests(maxRequests)
  if (by === 'items') {
    const items: Attributes[] = []
    try {
      for await (const item of stepped.items()) items.push(item)
      return { items, cursor: undefined }
    } catch (error) {
      if (!(error instanceof MonotableError) || error.code !== 'query.incomplete') throw error
      return { items, cursor: (error.details as { cursor?: string }).cursor }
    }
  }
  if (by === 'pages') {
    for await (const { items, cursor } of stepped.pages()) return { items, cursor }
    return { items: [], cursor: undefined }
  }
  const { items, cursor, count } = await stepped
  expect(count).toBe(items.length)
  if (limit !== undefined && maxRequests === undefined && cursor !== undefined) expect(items.length).toBe(limit)
  return { items, cursor }
}

const seen = { walks: 0, steps: 0, items: 0, misuses: 0, alterations: 0 }
afterAll(() => console.info('cursors:', seen))

/** A cursor, and where it came from. */
interface Kept {
  readonly cursor: string
  readonly range: Range
  readonly seal: keyof typeof seals
}

type Open = (secret: CursorSecret | undefined) => Client

/** Walks to the end; gives the cursors on the way. */
async function follow(open: Open, all: readonly Attributes[], walk: Walk): Promise<readonly Kept[]> {
  const name = fc.stringify(walk)
  const [first, next] = seals[walk.seal].map(open) as [Client, Client]
  const found: Attributes[] = []
  const cursors: Kept[] = []
  let cursor: string | undefined
  for (let at = 0; at === 0 || cursor !== undefined; at++) {
    const step = walk.steps[at % walk.steps.length]!
    const landing = await take(narrow(read(at === 0 ? first : next, walk), walk).after(cursor), step)
    if (step.limit !== undefined) expect(landing.items.length).toBeLessThanOrEqual(step.limit)
    found.push(...landing.items)
    cursor = landing.cursor
    if (cursor !== undefined) cursors.push({ cursor, range: walk, seal: walk.seal })
    expect(at, `an end of ${name}`).toBeLessThan(500)
    seen.steps++
  }
  const whole = await narrow(read(first, walk), walk).all()
  const ids = (some: readonly Attributes[]) => some.map(({ id }) => Number(id))
  const inOrder = (some: readonly number[]) => [...some].sort((a, b) => a - b)
  expect(inOrder(ids(whole)), `all of ${name}`).toEqual(inOrder(ids(select(all, walk))))
  // Of segments, only each one by itself has an order.
  if (walk.segments > 1) expect(inOrder(ids(found)), name).toEqual(inOrder(ids(whole)))
  else expect(found, name).toEqual(whole)
  expect(checkOrder(all, walk, ids(whole)), `order of ${name}`).toBe(true)
  seen.walks++
  seen.items += found.length
  return cursors
}

/** Whether items come by their sort keys. The table's own is a text in which the attribute 'a' is followed by '#'. */
function checkOrder(all: readonly Attributes[], { source, descending }: Walk, ids: readonly number[]): boolean {
  const key = ({ a, kind, score }: Attributes): readonly any[] =>
    ({
      table: [`${a}#`],
      byKind: [`${kind}#`],
      nearby: [kind],
      byScore: [score],
      byBoth: [kind, score],
      bare: [],
      scan: [],
    })[source]
  const keys = (descending ? [...ids].reverse() : ids).map(id => key(all[id]!))
  return keys.slice(1).every((after, at) => {
    const differing = after.findIndex((part, index) => compare(part, keys[at]![index]) !== 0)
    return differing === -1 || compare(after[differing], keys[at]![differing]) > 0
  })
}

/** Copies of the entity's items that are another's, beside them in the table and in every index. */
const neighbours = (own: readonly RawItem[]): RawItem[] =>
  own
    .filter((_, at) => at % 2 === 0)
    .map((raw, at) => ({
      ...raw,
      // In an index of keys alone, only the template of the table's key tells an item from its neighbour.
      sk: { S: at % 3 === 0 ? `${raw.sk!.S}#` : `y${raw.sk!.S}` },
      entity: { S: 'Other' },
    }))

const isBoundAlike = (a: Range, b: Range) => {
  const bound = ({ source, p, operator, operands, descending, segments }: Range) =>
    fc.stringify([source, p, operator, operands, descending, segments])
  return bound(a) === bound(b)
}

/** Another query, which may differ in one thing alone. */
function changed(range: Range, { change, wrong }: Misuse): Range {
  const { operands, operator, descending, segments, source } = range
  switch (change) {
    case 'operator': {
      const another = operator === 'gt' ? 'gte' : operator === 'gte' ? 'gt' : operator === 'lt' ? 'lte' : 'lt'
      return operands.length === 1 ? { ...range, operator: another } : wrong
    }
    case 'operands': {
      const [low = {}, ...rest] = operands
      const last = Object.keys(low).at(-1)
      if (last === undefined) return wrong
      const another = pools[last]!.find(
        value => value !== low[last] && (rest.length === 0 || compare(value, low[last]) < 0),
      )
      return another === undefined ? wrong : { ...range, operands: [{ ...low, [last]: another }, ...rest] }
    }
    case 'direction':
      return source === 'scan' ? { ...range, segments: segments + 1 } : { ...range, descending: !descending }
    case 'partition':
      return source === 'scan' ? wrong : { ...range, p: range.p === 'one' ? 'two' : 'one' }
    case 'all':
      return wrong
  }
}

interface Misuse {
  readonly change: 'operator' | 'operands' | 'direction' | 'partition' | 'all'
  readonly wrong: Range
  readonly pick: number
}

async function misuse(open: Open, other: Open, kept: readonly Kept[], how: Misuse): Promise<void> {
  const { pick } = how
  const { cursor, range, seal } = kept[pick % kept.length]!
  const wrong = changed(range, how)
  const [, secret] = seals[seal]
  const use = (client: Client, query: Range, text = cursor) =>
    errorCode(Promise.resolve().then(() => read(client, query).after(text).limit(1)))
  expect(await use(open(secret), range), fc.stringify([seal, range])).toBe(undefined)
  if (!isBoundAlike(range, wrong)) {
    expect(await use(open(secret), wrong), `cursor of ${fc.stringify(range)} in ${fc.stringify(wrong)}`).toBe(
      'cursor.invalid',
    )
    seen.misuses++
  }
  expect(await use(other(secret), range)).toBe('cursor.invalid')
  expect(await use(open(secret === undefined ? 'secret' : undefined), range)).toBe('cursor.invalid')
  seen.misuses += 2
  if (secret === undefined) return
  expect(await use(open({ secrets: 'three', encrypt: true }), range)).toBe('cursor.invalid')
  const at = pick % cursor.length
  const altered = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1)
  expect(await use(open(secret), range, altered)).toBe('cursor.invalid')
  seen.alterations++
}

it('cursors lead past every item once, and into no other query', async () => {
  const cases = fc.record({
    items,
    walks: fc.array(walk, { minLength: WALKS, maxLength: WALKS }),
    misuses: fc.array(
      fc.record<Misuse>({
        change: fc.constantFrom('operator', 'operands', 'direction', 'partition', 'all'),
        wrong: range,
        pick: fc.nat(),
      }),
      { minLength: MISUSES, maxLength: MISUSES },
    ),
    [fc.toStringMethod]: fc.constant(() => 'a table and the walks over it'),
  })
  const elsewhere = await makeTable(Walked)
  await fc.assert(
    fc.asyncProperty(cases, async ({ items, walks, misuses }) => {
      const table = await makeTable(Walked)
      const open: Open = secret => openEntity(definition, table, secret)
      const client = open(undefined)
      await Promise.all(items.map(item => client.create(item)))
      await writeRaw(table, neighbours(await scanRaw(table)))
      const kept: Kept[] = []
      for (const walk of walks) kept.push(...(await follow(open, items, walk)))
      if (kept.length === 0) return
      const other: Open = secret => openEntity(definition, elsewhere, secret)
      await Promise.all(misuses.map(each => misuse(open, other, kept, each)))
    }),
    asked(RUNS),
  )
}, 240_000)

it('a cursor that somebody made up is refused, or leads nowhere else', async () => {
  const table = await makeTable(Walked)
  const client = openEntity(definition, table)
  for (let id = 0; id < 5; id++) await client.create({ id, p: 'one', q: 7, a: 'a', kind: 'a', score: 0 })
  await client.create({ id: 9, p: 'two', q: 7, a: 'a', kind: 'a', score: 0 })
  const reader = (source: 'table' | 'byBoth') =>
    read(client, { source, p: 'one', operator: 'none', operands: [], descending: false, segments: 1 }).limit(2)
  const encode = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64url')
  const junk = fc.anything({ maxDepth: 2, withNullPrototype: false }).filter(each => JSON.stringify(each) !== undefined)
  for (const source of ['table', 'byBoth'] as const) {
    const { cursor = '' } = await reader(source)
    const payload = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    await fc.assert(
      fc.asyncProperty(junk, fc.nat(3), fc.nat(9), fc.nat(2), async (value, depth, entry, place) => {
        const forged = structuredClone(payload)
        if (depth === 0) forged[1] = value
        else if (depth === 1) forged[1][0] = value
        else if (depth === 2) forged[1][0][entry % forged[1][0].length] = value
        else forged[1][0][entry % forged[1][0].length][place] = value
        try {
          const { items } = await reader(source).after(encode(forged))
          expect(items.every(({ p }) => p === 'one')).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(MonotableError)
        }
      }),
      { numRuns: 250 },
    )
  }
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), junk.map(encode)), async text => {
      expect(await errorCode(reader('table').after(text))).toBe('cursor.invalid')
    }),
    { numRuns: 250 },
  )
}, 60_000)
