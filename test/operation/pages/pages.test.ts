import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type CursorSecret, createDatabase, defineEntity, QueryIncompleteError } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('pages')
const Log = defineEntity({
  name: 'Log',
  table: AppTable,
  schema: z.object({ app: z.string(), no: z.int(), level: z.string(), text: z.string().optional() }),
  key: { partitionKey: 'app#<app>', sortKey: 'log#<no:pad(4)>' },
  indexes: { byLevel: { index: 'gsi1', partitionKey: 'level#<level>', sortKey: '<no:pad(4)>' } },
})
const db = createDatabase({ ...server.options, entities: { logs: Log } })
const logs = () => db.logs.query({ app: 'A' })
const numbers = (items: readonly { no: number }[]) => items.map(item => item.no)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const COUNT = 12

/** What `work` sent: the operation's Limit of each request. */
const limits = async (work: () => unknown) => (await server.sentBy(work)).map(({ input }) => input.Limit)

beforeAll(async () => {
  await db.createTable()
  for (const no of upTo(COUNT)) await db.logs.put({ app: 'A', no, level: no % 3 === 0 ? 'warn' : 'info' })
  // Other entities' items among them, which are read and left out.
  for (const no of [2, 5, 6]) await server.store(texts({ pk: 'app#A', sk: `log#000${no}x`, entity: 'Trace' }))
})

describe('limit, pageSize and maxRequests', () => {
  it('limit counts items returned, in as many requests as they take', async () => {
    const page = await logs().limit(4)
    expect(numbers(page.items)).toEqual([1, 2, 3, 4])
    expect(page.count).toBe(4)
    expect(await limits(() => logs().limit(4))).toEqual([4, 1])
    expect(await limits(() => logs().limit(COUNT))).toEqual([12, 3])
    expect(
      await limits(() =>
        logs()
          .limit(2 ** 31)
          .pageSize(2 ** 40),
      ),
    ).toEqual([undefined])
  })

  it('few items among many others take few requests', async () => {
    for (let no = 0; no < 40; no++)
      await server.store(texts({ pk: 'app#B', sk: `log#${String(no).padStart(4, '0')}x`, entity: 'Trace' }))
    await db.logs.put({ app: 'B', no: 41, level: 'debug' })
    const query = db.logs.query({ app: 'B' })
    expect(await limits(async () => expect((await query.first())?.no).toBe(41))).toEqual([1, 2, 4, 8, 16, 32])
    expect((await query.limit(1)).items).toHaveLength(1)
  })

  it('pageSize is the Limit of each request', async () => {
    expect(await limits(() => logs().pageSize(5))).toEqual([5])
    expect(await limits(() => logs().pageSize(5).all())).toEqual([5, 5, 5, 5])
    expect(await limits(() => logs().pageSize(3).limit(4))).toEqual([3, 2])
    expect(numbers((await logs().pageSize(2)).items)).toEqual([1, 2])
  })

  it('maxRequests bounds the cost: a page is what was found by then', async () => {
    const page = await logs().pageSize(2).limit(10).maxRequests(2)
    expect(numbers(page.items)).toEqual([1, 2, 3])
    expect(numbers((await logs().after(page.cursor).limit(2)).items)).toEqual([4, 5])
  })

  it('what a filter leaves out counts for pageSize, and not for limit', async () => {
    const warnings = () => logs().filter((log, { eq }) => eq(log.level, 'warn'))
    expect(numbers((await warnings().pageSize(4)).items)).toEqual([3])
    expect(numbers((await warnings().limit(3)).items)).toEqual([3, 6, 9])
    expect(await limits(() => warnings().limit(3))).toEqual([undefined])
    expect(await limits(() => warnings().limit(1).pageSize(2))).toEqual([2, 2])
  })

  it('an answer that maxRequests ends early is an error, with where to go on', async () => {
    for (const work of [logs().pageSize(5).maxRequests(2).all(), logs().pageSize(5).maxRequests(2).count()]) {
      const error = await failure(work)
      expect(error).toBeInstanceOf(QueryIncompleteError)
      expect(error.code).toBe('query.incomplete')
      expect(error.details).toEqual({ requests: 2, items: 7 })
      expect(error.message).toContain('Raise maxRequests')
    }
    const error = (await failure(logs().pageSize(5).maxRequests(2).all())) as QueryIncompleteError
    // A cursor shows keys, and so is not printed with the error.
    expect(inspect(error)).not.toContain(error.cursor)
    expect(JSON.stringify(error)).not.toContain(error.cursor)
    expect(numbers(await logs().after(error.cursor).all())).toEqual([8, 9, 10, 11, 12])
    expect(numbers(await logs().pageSize(5).maxRequests(2).limit(3).all())).toEqual([1, 2, 3])
    expect(
      (
        await failure(
          logs()
            .filter((log, { eq }) => eq(log.no, 99))
            .pageSize(1)
            .maxRequests(1)
            .first(),
        )
      ).code,
    ).toBe('query.incomplete')
  })
})

describe('items and pages', () => {
  it('items gives item by item, and reads no further than is wanted', async () => {
    const seen: number[] = []
    for await (const log of logs().pageSize(5).items()) seen.push(log.no)
    expect(seen).toEqual(upTo(COUNT))
    const sent = await server.sentBy(async () => {
      for await (const log of logs().pageSize(5).items()) if (log.no === 2) break
    })
    expect(sent).toHaveLength(1)
  })

  it('pages gives page by page, each with where to go on', async () => {
    const pages = []
    for await (const page of logs().pageSize(6).pages()) pages.push(page)
    expect(pages.map(page => numbers(page.items))).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9],
      [10, 11, 12],
    ])
    expect(pages.map(page => page.scannedCount)).toEqual([6, 6, 3])
    expect(numbers(await logs().after(pages[0]!.cursor).all())).toEqual(upTo(COUNT).slice(5))
    expect(pages.at(-1)).not.toHaveProperty('cursor')
  })

  it('all is each item once', async () => {
    expect(numbers(await logs().all())).toEqual(upTo(COUNT))
    expect(numbers(await logs().descending().pageSize(1).all())).toEqual(upTo(COUNT).reverse())
    expect(numbers(await logs().limit(5).all())).toEqual([1, 2, 3, 4, 5])
    expect(await logs().pageSize(2).count()).toBe(COUNT)
    expect(await logs().limit(5).count()).toBe(5)
  })

  it('all counts what it consumes itself, and not what the query did before', async () => {
    const query = logs()
    await query
    const all = query.pageSize(5).all()
    const other = query.all()
    expect(other.consumedCapacity().requests).toBe(0)
    await all
    await other
    expect([all, other, query].map(each => each.consumedCapacity().requests)).toEqual([4, 1, 1])
  })

  it('all takes any number of items', async () => {
    // A parallel scan's round has more items than a function can have arguments; a server would take long to hold them.
    const item = texts({ pk: 'app#A', sk: 'log#0001', entity: 'Log', app: 'A', level: 'info' })
    const Items = Array.from({ length: 20_000 }, () => ({ ...item, no: { N: '1' } }))
    const send = async () => ({ Items, Count: Items.length, ScannedCount: Items.length })
    const many = createDatabase({ client: { config: {}, send }, entities: { logs: Log } })
    expect(await many.logs.scan().segments(8).all()).toHaveLength(160_000)
    expect((await many.logs.scan().segments(8).limit(170_000)).items).toHaveLength(160_000)
  })

  it('an aborted one stops between requests', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const error = await failure(async () => {
      for await (const log of logs().pageSize(2).signal(controller.signal).items()) {
        seen.push(log.no)
        controller.abort()
      }
    })
    expect(error.code).toBe('request.aborted')
    expect(seen).toEqual([1, 2])
    expect((await failure(logs().signal(AbortSignal.abort()).all())).code).toBe('request.aborted')
  })
})

describe('cursors', () => {
  const walk = async (read: () => ReturnType<typeof logs>) => {
    const pages: number[][] = []
    let cursor: string | undefined
    do {
      const page = await read().after(cursor)
      pages.push(numbers(page.items))
      cursor = page.cursor
    } while (cursor)
    return pages
  }

  it.each([1, 2, 3, 5, 7, 15, 100])('walk every item once, in pages of %i', async size => {
    for (const read of [
      () => logs().limit(size),
      () => logs().pageSize(size),
      () => logs().limit(size).pageSize(3),
      () => db.logs.query.byLevel({ level: 'info' }).limit(size) as never,
    ]) {
      const pages = await walk(read)
      const expected = read().compile().IndexName ? upTo(COUNT).filter(no => no % 3 !== 0) : upTo(COUNT)
      expect(pages.flat()).toEqual(expected)
    }
    expect((await walk(() => logs().descending().limit(size))).flat()).toEqual(upTo(COUNT).reverse())
    expect(
      (
        await walk(() =>
          logs()
            .filter((log, { ne }) => ne(log.level, 'warn'))
            .limit(size),
        )
      ).flat(),
    ).toEqual(upTo(COUNT).filter(no => no % 3 !== 0))
    expect(
      (
        await walk(
          () =>
            logs()
              .filter((log, { gt }) => gt(log.no, 4))
              .project('no')
              .limit(size) as never,
        )
      ).flat(),
    ).toEqual(upTo(COUNT).slice(4))
  })

  it('go on behind the last item taken, where items of the answer were left over', async () => {
    const page = await logs()
      .filter((log, { eq }) => eq(log.level, 'warn'))
      .limit(1)
    expect(page.scannedCount).toBe(COUNT + 3)
    expect(page.cursor).toBeDefined()
    expect(numbers((await logs().after(page.cursor)).items)).toEqual(upTo(COUNT).slice(3))
  })

  it('are URL-safe, and start from the beginning where there is none', async () => {
    const { cursor } = await logs().limit(1)
    expect(cursor).toMatch(/^[\w-]+$/)
    expect(numbers((await logs().after(undefined).limit(1)).items)).toEqual([1])
    expect(logs().after(cursor).compile().ExclusiveStartKey).toEqual(texts({ pk: 'app#A', sk: 'log#0001' }))
  })

  it('hold the keys of table and index', async () => {
    const { cursor } = await db.logs.query.byLevel({ level: 'warn' }).limit(1)
    expect(db.logs.query.byLevel({ level: 'warn' }).after(cursor).compile().ExclusiveStartKey).toEqual(
      texts({ pk: 'app#A', sk: 'log#0003', gsi1pk: 'level#warn', gsi1sk: '0003' }),
    )
  })

  it('of one query are refused by another, before anything is sent', async () => {
    const { cursor } = await logs().limit(1)
    for (const other of [
      db.logs.query({ app: 'B' }),
      logs().descending(),
      logs().gt({ no: 3 }),
      db.logs.query.byLevel({ level: 'info' }),
      db.logs.scan(),
    ]) {
      const error = await server.refusal(() => other.after(cursor))
      expect(error.name).toBe('InvalidCursorError')
      expect(error.code).toBe('cursor.invalid')
      expect(error.message).toContain('of another query')
    }
    const elsewhere = createDatabase({ ...server.options, tableName: 'elsewhere', entities: { logs: Log } })
    expect((await server.refusal(() => elsewhere.logs.query({ app: 'A' }).after(cursor))).code).toBe('cursor.invalid')
    const byLevel = db.logs.query.byLevel({ level: 'warn' })
    const impossible = byLevel.between({ no: 9 }, { no: 1 }).after((await byLevel.limit(1)).cursor)
    expect((await failure(impossible)).code).toBe('cursor.invalid')
    // Filter, projection, page size and limit may change from page to page.
    const same = logs()
      .after(cursor)
      .filter((log, { eq }) => eq(log.level, 'info'))
      .project('no')
      .pageSize(3)
    expect((await same).items).toEqual([{ no: 2 }])
  })

  it('that were edited lead to no key outside of the range', async () => {
    const range = () => db.logs.query.byLevel({ level: 'info' }).between({ no: 2 }, { no: 8 })
    const { cursor = '' } = await range().limit(1)
    const [binding, [key]] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, [object]]
    const edited = (changes: object) =>
      Buffer.from(JSON.stringify([binding, [{ ...key, ...changes }]])).toString('base64url')
    expect(numbers((await range().after(edited(texts({ gsi1sk: '0006' })))).items)).toEqual([7, 8])
    for (const changes of [{ gsi1sk: '0009' }, { gsi1sk: '0001' }, { gsi1pk: 'level#warn' }])
      expect((await server.refusal(() => range().after(edited(texts(changes))))).name).toBe('InvalidCursorError')
  })

  it('that are damaged are refused', async () => {
    const { cursor = '' } = await logs().limit(1)
    const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [binding] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string]
    for (const text of [
      'x',
      '%%%',
      `${cursor}=`,
      cursor.slice(0, -4),
      json(null),
      json({}),
      json([binding]),
      json([binding, []]),
      json([binding, [[]]]),
      json([binding, [[['pk', 'S']]]]),
      json([binding, [[['pk', 'X', 'y']]]]),
      json([binding, ['nowhere']]),
      // Of a key, but of no type that it has, or not in what is read.
      json([binding, [{ ...texts({ pk: 'app#A' }), sk: { N: '1' } }]]),
      json([binding, [texts({ pk: 'app#A', sk: '' })]]),
      json([binding, [texts({ pk: 'app#B', sk: 'log#0001' })]]),
      json([binding, [texts({ pk: 'app#A', sk: 'trace#1' })]]),
      json([binding, [{ pk: { S: 'app#A' }, sk: { S: 'log#0001', N: '1' } }]]),
      // As from a request body that nobody checked.
      5 as never,
      null as never,
      {} as never,
    ]) {
      const error = await server.refusal(() => logs().after(text))
      expect(error.code).toBe('cursor.invalid')
      expect(error.details).toEqual({ reason: 'it is damaged' })
      expect(() => logs().after(text).compile()).toThrow("can't be used here")
    }
  })
})

describe('cursors with a secret', () => {
  const open = (cursorSecret: CursorSecret) =>
    createDatabase({ ...server.options, entities: { logs: Log }, cursorSecret }).logs
  const next = async (database: ReturnType<typeof open>, cursor: string | undefined) =>
    numbers((await database.query({ app: 'A' }).limit(2).after(cursor)).items)

  it('are signed', async () => {
    const signed = open('one')
    const { cursor = '' } = await signed.query({ app: 'A' }).limit(1)
    expect(await next(signed, cursor)).toEqual([2, 3])
    expect(signed.query({ app: 'A' }).after(cursor).compile().ExclusiveStartKey).toBeDefined()
    const unsigned = (await logs().limit(1)).cursor
    const flipped = cursor.slice(0, 5) + (cursor[5] === 'A' ? 'B' : 'A') + cursor.slice(6)
    for (const forged of [unsigned, flipped, `${cursor.slice(0, 43)}${unsigned}`])
      expect((await server.refusal(() => signed.query({ app: 'A' }).after(forged))).code).toBe('cursor.invalid')
    expect((await server.refusal(() => signed.query({ app: 'B' }).after(cursor))).code).toBe('cursor.invalid')
    expect((await server.refusal(() => open('two').query({ app: 'A' }).after(cursor))).code).toBe('cursor.invalid')
  })

  it('outlive a change of secrets as long as the old one is named', async () => {
    const { cursor } = await open('old').query({ app: 'A' }).limit(1)
    expect(await next(open(['new', 'old']), cursor)).toEqual([2, 3])
    const renewed = (await open(['new', 'old']).query({ app: 'A' }).limit(1)).cursor
    expect(await next(open('new'), renewed)).toEqual([2, 3])
    expect((await server.refusal(() => open('old').query({ app: 'A' }).after(renewed))).code).toBe('cursor.invalid')
  })

  it('are encrypted where asked, and show no key', async () => {
    const encrypted = open({ secrets: ['new', 'old'], encrypt: true })
    const { cursor = '' } = await encrypted.query({ app: 'A' }).limit(1)
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('app#A')
    expect(
      Buffer.from((await open('x').query({ app: 'A' }).limit(1)).cursor!, 'base64url').toString('latin1'),
    ).toContain('app#A')
    expect(await next(encrypted, cursor)).toEqual([2, 3])
    expect(await next(open({ secrets: 'new', encrypt: true }), cursor)).toEqual([2, 3])
    expect((await server.refusal(() => encrypted.query({ app: 'B' }).after(cursor))).code).toBe('cursor.invalid')
    expect((await server.refusal(() => encrypted.query({ app: 'A' }).after(cursor.slice(2)))).code).toBe(
      'cursor.invalid',
    )
    expect(() => encrypted.query({ app: 'A' }).after(cursor).compile()).toThrow('it is encrypted')
  })

  it.each([[''], [[]], [['a', '']]])('need a secret that is one', cursorSecret => {
    expect(() => createDatabase({ ...server.options, entities: { logs: Log }, cursorSecret })).toThrow(
      'a cursorSecret is empty',
    )
  })
})
