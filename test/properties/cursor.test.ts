import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { type CursorSecret, MonotableError, QueryIncompleteError } from '../../src/index.js'
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
import {
  compare,
  definition,
  isInOrder,
  itemsOf,
  narrow,
  pools,
  type Range,
  range,
  read,
  type Step,
  seals,
  select,
  type Walk,
  Walked,
  walk,
} from './walks.js'

/*
 * Walks from cursor to cursor, in steps of every kind, over a table of a few dozen items with neighbours among them. Many
 * items have the same key in an index, so that only the whole of a position tells where to go on.
 */

const RUNS = 12
const ITEMS = 50
const WALKS = 30
const MISUSES = 60

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
      if (!(error instanceof QueryIncompleteError)) throw error
      return { items, cursor: error.cursor }
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
  expect(isInOrder(all, walk, ids(whole)), `order of ${name}`).toBe(true)
  seen.walks++
  seen.items += found.length
  return cursors
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
    items: itemsOf(ITEMS),
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
      fc.asyncProperty(junk, fc.array(fc.nat(9), { maxLength: 5 }), async (value, way) => {
        const forged = encode(replaced(payload, way, value))
        try {
          const { items } = await reader(source).after(forged)
          expect(items.every(({ p }) => p === 'one')).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(MonotableError)
          // A text can pass for a part of a key: then DynamoDB has the say.
          if (typeof value !== 'string') expect((error as MonotableError).code).toBe('cursor.invalid')
        }
      }),
      { numRuns: 300 },
    )
  }
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), junk.map(encode)), async text => {
      expect(await errorCode(reader('table').after(text))).toBe('cursor.invalid')
    }),
    { numRuns: 250 },
  )
}, 60_000)

/** JSON with another value in some place, which the numbers lead to. */
function replaced(json: any, [turn, ...way]: readonly number[], value: unknown): unknown {
  const names = typeof json === 'object' && json !== null ? Object.keys(json) : []
  const name = turn === undefined ? undefined : names[turn % (names.length + 1)]
  if (name === undefined) return value
  return Object.assign(Array.isArray(json) ? [] : {}, json, { [name]: replaced(json[name], way, value) })
}
