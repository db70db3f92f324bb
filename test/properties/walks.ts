import fc from 'fast-check'
import * as z from 'zod'
import { type CursorSecret, defineTable } from '../../src/index.js'
import type { Attributes, Client, Reader } from './support.js'

/* A table with many items under equal keys, and the ways to walk over it. */

export const Walked = defineTable({
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
export const definition = {
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
export const pools: Record<string, readonly any[]> = { a: kinds, kind: kinds, score: scores, id: [0, 7, 20, 31] }

const operators = ['lt', 'lte', 'gt', 'gte', 'eq', 'between', 'none', 'none', 'none'] as const

/** What a query asks for: all that a cursor is bound to, the filter and projection aside. */
export interface Range {
  readonly source: Source
  readonly p: string
  readonly operator: (typeof operators)[number]
  readonly operands: readonly Attributes[]
  readonly descending: boolean
  readonly segments: number
}
export interface Walk extends Range {
  readonly filter: 'none' | 'kind' | 'id' | 'both'
  readonly projection: readonly string[] | undefined
  readonly steps: readonly Step[]
  readonly seal: keyof typeof seals
}
/** How one page is read. */
export interface Step {
  readonly by: 'await' | 'pages' | 'items'
  readonly limit: number | undefined
  readonly pageSize: number | undefined
  readonly maxRequests: number | undefined
}

/** The secrets of the database that reads the first page, and of those that go on. */
export const seals = {
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

export const range: fc.Arbitrary<Range> = fc
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
export const walk: fc.Arbitrary<Walk> = fc
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

export const itemsOf = (count: number) =>
  fc
    .array(
      fc.record({
        a: fc.constantFrom(...kinds),
        kind: fc.constantFrom(...kinds),
        score: fc.constantFrom(...scores),
        two: fc.nat(3),
      }),
      {
        minLength: count,
        maxLength: count,
      },
    )
    .map(all => all.map(({ two, ...each }, id): Attributes => ({ ...each, id, p: two === 0 ? 'two' : 'one', q: 7 })))

export function read(client: Client, { source, p, operator, operands, descending, segments }: Range): Reader {
  if (source === 'scan') return client.scan().segments(segments)
  const partition = source === 'byBoth' ? { p, q: 7 } : { p }
  const query = source === 'table' ? client.query(partition) : client.query[source]!(partition)
  const ordered = descending ? query.descending() : query
  return operator === 'none' ? ordered : ordered[operator](...(operands as [Attributes, Attributes]))
}

export function narrow(reader: Reader, { filter, projection }: Walk): Reader {
  let narrowed = projection ? reader.project(...projection) : reader
  if (filter === 'kind' || filter === 'both')
    narrowed = narrowed.filter((item, operators) => operators.in(item.kind, ['a', 'b']))
  if (filter === 'id' || filter === 'both') narrowed = narrowed.filter((item, { gte }) => gte(item.id, 10))
  return narrowed
}

export const compare = (a: any, b: any): number =>
  typeof a === 'number' ? a - b : Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The items that a walk is over, in no order. */
export function select(
  all: readonly Attributes[],
  { source, p, operator, operands, filter }: Walk,
): readonly Attributes[] {
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

/** Whether items come by their sort keys. The table's own is a text in which the attribute 'a' is followed by '#'. */
export function isInOrder(all: readonly Attributes[], { source, descending }: Walk, ids: readonly number[]): boolean {
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
