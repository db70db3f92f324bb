import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { texts, useServer } from '../../support/server.js'

const server = useServer('sort-key')
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
const EventTable = defineTable({
  name: 'events',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    bySeq: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    byScore: { partitionKey: 'room', sortKey: { name: 'score', type: 'number' } },
    byDigest: { partitionKey: 'room', sortKey: { name: 'digest', type: 'binary' } },
    regional: { partitionKey: ['room', 'kind'], sortKey: ['day', { name: 'score', type: 'number' }] },
  },
})
const Event = defineEntity({
  name: 'Event',
  table: EventTable,
  schema: z.object({
    room: z.string(),
    at: isoDate,
    kind: z.string(),
    id: z.string(),
    seq: z.int(),
    score: z.number(),
    day: z.string(),
    digest: z.instanceof(Uint8Array),
  }),
  key: { partitionKey: 'room#<room>', sortKey: 'event#<kind>#<at>#<id>' },
  indexes: {
    bySeq: { index: 'bySeq', partitionKey: 'room#<room>', sortKey: '<seq:pad(6)>#<kind>' },
    byScore: { index: 'byScore', partitionKey: '<room>', sortKey: '<score>' },
    byDigest: { index: 'byDigest', partitionKey: '<room>', sortKey: '<digest>' },
    regional: { index: 'regional', partitionKey: ['<room>', '<kind>'], sortKey: ['<day>', '<score>'] },
  },
})
/** Neighbours in the partition, before and after, and inside its own prefix. */
const Neighbour = defineEntity({
  name: 'Neighbour',
  table: EventTable,
  schema: z.object({ room: z.string(), id: z.string() }),
  key: { partitionKey: 'room#<room>', sortKey: '<id>' },
  discriminator: { attribute: 'entity', value: 'Neighbour' },
})
const db = createDatabase({
  ...server.options,
  entities: { events: Event },
})
const neighbours = createDatabase({ ...server.options, entities: { neighbours: Neighbour } }).neighbours
const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const room = 'R'

beforeAll(async () => {
  await db.createTable()
  const kinds = ['join', 'say', 'say', 'say', 'say-loud', 'leave']
  const days = [1, 1, 2, 3, 2, 9]
  for (const [index, kind] of kinds.entries())
    await db.events.put({
      room,
      kind,
      id: `e${index}`,
      at: at(days[index]!),
      seq: [2, 10, 9, 100, 7, 1][index]!,
      score: [-1, 2.5, 10, 9, 0, 1e12][index]!,
      day: `d${days[index]}`,
      digest: new Uint8Array([index, 1]),
    })
  for (const id of ['event', 'event#', 'event#say', 'event#say#9', 'event#say$', 'event$', 'aaa', 'zzz'])
    await neighbours.put({ room, id })
})

const ids = (page: { items: { id: string }[] }) => page.items.map(item => item.id)
const query = () => db.events.query({ room })

describe('sort-key operators on a composed key', () => {
  it.each([
    ['eq, first attribute', () => query().eq({ kind: 'say' }), ['e1', 'e2', 'e3']],
    ['eq, two attributes', () => query().eq({ kind: 'say', at: at(2) }), ['e2']],
    ['eq, all attributes', () => query().eq({ kind: 'say', at: at(2), id: 'e2' }), ['e2']],
    ['gt excludes every item with the value', () => query().gt({ kind: 'say' }), ['e4']],
    ['gte', () => query().gte({ kind: 'say' }), ['e1', 'e2', 'e3', 'e4']],
    ['lt', () => query().lt({ kind: 'say' }), ['e0', 'e5']],
    ['lte', () => query().lte({ kind: 'say' }), ['e0', 'e5', 'e1', 'e2', 'e3']],
    ['between', () => query().between({ kind: 'leave' }, { kind: 'say' }), ['e5', 'e1', 'e2', 'e3']],
    ['beginsWith', () => query().beginsWith({ kind: 'say' }), ['e1', 'e2', 'e3', 'e4']],
    ['beginsWith, an empty text', () => query().beginsWith({ kind: 'say', at: at(2), id: '' }), ['e2']],
    ['gt, second attribute', () => query().gt({ kind: 'say', at: at(1) }), ['e2', 'e3']],
    ['gte, second attribute', () => query().gte({ kind: 'say', at: at(2) }), ['e2', 'e3']],
    ['lt, second attribute', () => query().lt({ kind: 'say', at: at(2) }), ['e1']],
    ['lte, second attribute', () => query().lte({ kind: 'say', at: at(2) }), ['e1', 'e2']],
    [
      'between, second attribute',
      () => query().between({ kind: 'say', at: at(2) }, { kind: 'say', at: at(3) }),
      ['e2', 'e3'],
    ],
    ['beginsWith, last attribute', () => query().beginsWith({ kind: 'say', at: at(3), id: 'e' }), ['e3']],
    ['lte, last attribute', () => query().lte({ kind: 'say', at: at(2), id: 'e2' }), ['e2']],
    ['lt, last attribute', () => query().lt({ kind: 'say', at: at(2), id: 'e2' }), []],
    ['gt, last attribute', () => query().gt({ kind: 'say', at: at(2), id: 'e2' }), []],
    [
      'between, last attribute',
      () => query().between({ kind: 'say', at: at(2), id: 'a' }, { kind: 'say', at: new Date(at(2)), id: 'z' }),
      ['e2'],
    ],
  ] as const)('%s', async (_, operation, expected) => {
    expect(ids(await operation())).toEqual(expected)
    const down = await operation().descending()
    expect(ids(down)).toEqual([...expected].reverse())
    const count = await operation().count()
    expect(count).toBe(expected.length)
  })

  it('end inside the own prefix, as ranges of the key', () => {
    expect(
      query()
        .gte({ kind: 'say', at: at(2) })
        .compile(),
    ).toMatchObject({
      KeyConditionExpression: '#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2',
      ExpressionAttributeValues: {
        ':v1': { S: 'event#say#2026-01-02T00:00:00.000Z#' },
        ':v2': { S: 'event#say#\u{10ffff}' },
      },
    })
    expect(query().eq({ kind: 'say' }).compile().ExpressionAttributeValues).toMatchObject({
      ':v1': { S: 'event#say#' },
    })
  })
})

describe('sort-key operators on padded numbers', () => {
  const bySeq = () => db.events.query.bySeq({ room })
  it.each([
    ['gt', () => bySeq().gt({ seq: 9 }), ['e1', 'e3']],
    ['lte', () => bySeq().lte({ seq: 9 }), ['e5', 'e0', 'e4', 'e2']],
    ['between', () => bySeq().between({ seq: 2 }, { seq: 10 }), ['e0', 'e4', 'e2', 'e1']],
    ['eq', () => bySeq().eq({ seq: 100 }), ['e3']],
  ] as const)('%s', async (_, operation, expected) => {
    expect(ids(await operation())).toEqual(expected)
  })

  it('refuse a number that does not fit, before anything is sent', async () => {
    expect((await server.refusal(() => bySeq().gt({ seq: 1_000_000 }))).code).toBe('key.padding')
  })
})

describe('sort-key operators on number and binary keys', () => {
  const byScore = () => db.events.query.byScore({ room })
  const byDigest = () => db.events.query.byDigest({ room })
  it.each([
    ['number eq', () => byScore().eq({ score: 2.5 }), ['e1']],
    ['number gt', () => byScore().gt({ score: 2.5 }), ['e3', 'e2', 'e5']],
    ['number lt', () => byScore().lt({ score: 0 }), ['e0']],
    ['number between', () => byScore().between({ score: 0 }, { score: 9 }), ['e4', 'e1', 'e3']],
    ['binary gte', () => byDigest().gte({ digest: new Uint8Array([4]) }), ['e4', 'e5']],
    ['binary beginsWith', () => byDigest().beginsWith({ digest: new Uint8Array([3]) }), ['e3']],
  ] as const)('%s', async (_, operation, expected) => {
    expect(ids(await operation())).toEqual(expected)
  })

  it('are compiled to comparisons', () => {
    expect(byScore().gt({ score: 2.5 }).compile()).toMatchObject({
      KeyConditionExpression: '#n0 = :v0 AND #n1 > :v1',
      ExpressionAttributeValues: { ':v0': { S: room }, ':v1': { N: '2.5' } },
    })
  })
})

describe('a pattern of several key attributes', () => {
  const say = () => db.events.query.regional({ room, kind: 'say' })
  it.each([
    ['the whole partition', () => say(), ['e1', 'e2', 'e3']],
    ['eq on the leading attribute', () => say().eq({ day: 'd2' }), ['e2']],
    ['range on the leading attribute', () => say().gt({ day: 'd1' }), ['e2', 'e3']],
    ['eq, and a range on the last', () => say().gte({ day: 'd2', score: 10 }), ['e2']],
    ['eq, and a range that is empty', () => say().gt({ day: 'd2', score: 10 }), []],
    ['between on the last', () => say().between({ day: 'd3', score: 1 }, { day: 'd3', score: 9 }), ['e3']],
    ['beginsWith on the leading attribute', () => say().beginsWith({ day: 'd' }), ['e1', 'e2', 'e3']],
  ] as const)('%s', async (_, operation, expected) => {
    expect(ids(await operation())).toEqual(expected)
  })

  it('lets DynamoDB compare each attribute', () => {
    expect(say().gte({ day: 'd2', score: 10 }).compile()).toMatchObject({
      IndexName: 'regional',
      KeyConditionExpression: '#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2 AND #n3 >= :v3',
      ExpressionAttributeNames: { '#n0': 'room', '#n1': 'kind', '#n2': 'day', '#n3': 'score' },
    })
  })

  it('goes on from its cursors', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await say().limit(1).after(cursor)
      seen.push(...ids(page))
      cursor = page.cursor
    } while (cursor)
    expect(seen).toEqual(['e1', 'e2', 'e3'])
  })
})

describe('what cannot be', () => {
  it('is an empty page without a request', async () => {
    const reversed = query().between({ kind: 'z' }, { kind: 'a' })
    const sent = await server.sentBy(async () => {
      expect(await reversed).toEqual({ items: [], count: 0, scannedCount: 0 })
      expect(await reversed.all()).toEqual([])
      expect(await reversed.count()).toBe(0)
      expect(await reversed.first()).toBeUndefined()
      for await (const _ of reversed.pages()) throw new Error('a page')
    })
    expect(sent).toEqual([])
    expect(() => reversed.compile()).toThrow('No item can be in this range')
    expect(reversed.explain()).toContain('no request is sent')
  })

  it('is so for numbers too', async () => {
    const reversed = db.events.query.byScore({ room }).between({ score: 9 }, { score: 1 })
    const sent = await server.sentBy(async () => {
      expect(await reversed).toEqual({ items: [], count: 0, scannedCount: 0 })
    })
    expect(sent).toEqual([])
  })

  it.each<[string, (query: any) => PromiseLike<unknown>, RegExp]>([
    ['a gap', query => query.gt({ id: 'e1' }), /in order, and 'kind' is missing/],
    ['an attribute that is not of the key', query => query.eq({ seq: 1 }), /can't take 'seq'/],
    ['nothing', query => query.eq({}), /needs the first attribute/],
    ['no operand', query => query.eq(undefined), /needs the first attribute/],
    ['one bound for two', query => query.between({ kind: 'a', at: at(1) }), /both sides/],
    [
      'two bounds of different attributes',
      query => query.between({ kind: 'a' }, { kind: 'a', at: at(1) }),
      /both sides/,
    ],
    [
      'two bounds that differ before the last',
      query => query.between({ kind: 'a', at: at(1) }, { kind: 'b', at: at(1) }),
      /'kind' on both sides, and the same/,
    ],
    ['a page of nothing', query => query.limit(0), /limit takes a whole number from 1/],
    ['half a request', query => query.maxRequests(1.5), /maxRequests takes a whole number from 1/],
  ])('refuses %s before anything is sent', async (_, operation, text) => {
    const error = await server.refusal(async () => operation(query()))
    expect(error.code).toBe('query.invalid')
    expect(error.message).toMatch(text)
  })

  it('refuses a range of what a text key does not keep in order', async () => {
    const milliseconds = z.codec(z.int(), z.date(), {
      decode: time => new Date(time),
      encode: date => date.getTime(),
    })
    const Tick = defineEntity({
      name: 'Tick',
      table: EventTable,
      schema: z.object({ room: z.string(), at: milliseconds }),
      key: { partitionKey: 'room#<room>', sortKey: 'tick#<at>' },
    })
    const { ticks } = createDatabase({ ...server.options, entities: { ticks: Tick } })
    const error = await server.refusal(() => ticks.query({ room }).gt({ at: new Date(9) }))
    expect(error.code).toBe('query.invalid')
    expect(error.message).toContain("gt can't take 'at'")
    expect((await ticks.query({ room }).eq({ at: new Date(9) })).items).toEqual([])
  })
})

describe('escaped keys', () => {
  const File = defineEntity({
    name: 'File',
    table: EventTable,
    schema: z.object({ disk: z.string(), folder: z.string(), name: z.string() }),
    key: { partitionKey: 'disk#<disk>', sortKey: 'file#<folder>#<name>' },
    keys: 'escape',
  })
  const files = createDatabase({ ...server.options, entities: { files: File } }).files
  const all = [
    ['', 'x'],
    ['a', ''],
    ['a#b', 'c'],
    ['a', 'b#c'],
    ['a%', '%'],
    ['a$', 'x'],
    ['b', 'y'],
  ] as const
  beforeAll(async () => {
    for (const [folder, name] of all) await files.put({ disk: 'D#1', folder, name })
  })

  it('hold delimiters and empty values, each in an item of its own', async () => {
    const found = await files.query({ disk: 'D#1' }).all()
    expect(found).toHaveLength(all.length)
    for (const [folder, name] of all)
      expect(await files.get({ disk: 'D#1', folder, name })).toEqual({ disk: 'D#1', folder, name })
    expect(await files.get({ disk: 'D', folder: '1', name: 'x' })).toBeUndefined()
  })

  it.each([
    ['eq', () => files.query({ disk: 'D#1' }).eq({ folder: 'a' }), (folder: string) => folder === 'a'],
    ['gt', () => files.query({ disk: 'D#1' }).gt({ folder: 'a' }), (folder: string) => folder > 'a'],
    ['lt', () => files.query({ disk: 'D#1' }).lt({ folder: 'a$' }), (folder: string) => folder < 'a$'],
    [
      'beginsWith',
      () => files.query({ disk: 'D#1' }).beginsWith({ folder: 'a' }),
      (folder: string) => folder.startsWith('a'),
    ],
  ] as const)('mean the attribute all the same: %s', async (_, operation, isMeant) => {
    const expected = all.filter(([folder]) => isMeant(folder)).map(([folder, name]) => `${folder}|${name}`)
    const found = (await operation().all()).map(({ folder, name }) => `${folder}|${name}`)
    expect(found.sort()).toEqual(expected.sort())
    expect(await operation().count()).toBe(expected.length)
  })

  it('are written with percent signs', () => {
    expect(files.get({ disk: 'D#1', folder: 'a#b', name: '' }).compile().Key).toEqual(
      texts({ pk: 'disk#D%231', sk: 'file#a%23b#%' }),
    )
  })
})
