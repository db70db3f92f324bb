import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { named, projected, texts, useServer } from '../../support/server.js'

const server = useServer('scan')
const schema = z.object({ shelf: z.string(), id: z.string(), size: z.number() })
const key = { partitionKey: 'shelf#<shelf>', sortKey: 'book#<id>' } as const
const Book = defineEntity({
  name: 'Book',
  table: AppTable,
  schema,
  key,
  discriminator: { attribute: 'kind', value: 'Book', aliases: ['Volume', 'Tome'] },
})
const Chart = defineEntity({
  name: 'Chart',
  table: AppTable,
  schema,
  key: { partitionKey: 'shelf#<shelf>', sortKey: 'map#<id>' },
  discriminator: false,
})
const db = createDatabase({ ...server.options, entities: { books: Book, maps: Chart } })
const { tableName: TableName } = server.options
const all = Array.from({ length: 20 }, (_, index) => `B-${String(index).padStart(2, '0')}`)
const ids = (items: readonly { id: string }[]) => items.map(item => item.id).sort()

beforeAll(async () => {
  await db.createTable()
  for (const [index, id] of all.entries()) await db.books.put({ shelf: `S${index % 7}`, id, size: index })
  await db.maps.put({ shelf: 'S1', id: 'M-1', size: 3 })
  await server.store(
    texts({ pk: 'shelf#S1', sk: 'map#', id: 'not of the template' }),
    texts({ pk: 'other', sk: 'other', kind: 'Robot' }),
  )
})

describe('scan', () => {
  it("reads the whole table for the entity's items", async () => {
    const operation = db.books.scan()
    expect(operation.compile()).toEqual({
      TableName,
      FilterExpression: '#n0 IN (:v0, :v1, :v2)',
      ExpressionAttributeNames: { '#n0': 'kind' },
      ExpressionAttributeValues: { ':v0': { S: 'Book' }, ':v1': { S: 'Volume' }, ':v2': { S: 'Tome' } },
    })
    const page = await operation
    expect(page).toMatchObject({ count: 20, scannedCount: 23 })
    expect(ids(page.items)).toEqual(all)
    expect(operation.explain()).toContain('A scan reads the whole table')
  })

  it('knows them by their keys where there is no discriminator', async () => {
    const operation = db.maps.scan()
    expect(operation.compile()).toMatchObject({
      FilterExpression: 'begins_with(#n0, :v0) AND begins_with(#n1, :v1)',
      ExpressionAttributeValues: { ':v0': { S: 'shelf#' }, ':v1': { S: 'map#' } },
    })
    expect((await operation).items).toEqual([{ shelf: 'S1', id: 'M-1', size: 3 }])
    expect(await operation.count()).toBe(1)
  })

  it('is filtered, projected, counted and read consistently', async () => {
    const operation = db.books
      .scan()
      .consistent()
      .filter((book, { lt }) => lt(book.size, 3))
      .project('id')
    const input = operation.compile()
    expect(input.ConsistentRead).toBe(true)
    expect(named(input.FilterExpression, input.ExpressionAttributeNames)).toBe('kind IN (:v0, :v1, :v2) AND size < :v3')
    expect(projected(input)).toEqual(['id', 'kind', 'pk', 'sk'])
    expect(ids(await operation.all())).toEqual(['B-00', 'B-01', 'B-02'])
    expect((await operation.all())[0]).toEqual({ id: expect.any(String) })
    expect(operation.count().compile()).toMatchObject({ Select: 'COUNT' })
    expect(await operation.count()).toBe(3)
    expect(
      await db.books
        .scan()
        .filter((book, { eq }) => eq(book.id, 'B-07'))
        .first(),
    ).toMatchObject({ id: 'B-07' })
  })

  it('goes on from its cursors', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await db.books.scan().limit(3).after(cursor)
      expect(page.items.length).toBeLessThanOrEqual(3)
      seen.push(...page.items.map(item => item.id))
      cursor = page.cursor
    } while (cursor)
    expect(seen).toHaveLength(20)
    expect(seen.sort()).toEqual(all)
  })
})

describe('a parallel scan', () => {
  it('reads its segments side by side', async () => {
    const operation = db.books.scan().segments(4)
    expect(operation.compile()).toMatchObject({ Segment: 0, TotalSegments: 4 })
    const sent = await server.sentBy(async () => expect(ids(await operation.all())).toEqual(all))
    expect(sent.map(({ input }) => [input.Segment, input.TotalSegments])).toEqual(
      [0, 1, 2, 3].map(segment => [segment, 4]),
    )
    expect(await operation.count()).toBe(20)
    expect(operation.explain()).toMatch(/segments +4/)
  })

  it.each([1, 2, 5, 50])('goes on in each segment from its cursors, in pages of %i', async size => {
    for (const read of [db.books.scan().segments(3).limit(size), db.books.scan().segments(3).pageSize(size)]) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await read.after(cursor)
        seen.push(...page.items.map(item => item.id))
        cursor = page.cursor
      } while (cursor)
      expect(seen).toHaveLength(20)
      expect(seen.sort()).toEqual(all)
    }
  })

  it('sends no more requests than maxRequests says, and goes on behind them', async () => {
    const read = db.books.scan().segments(4).pageSize(100)
    const sent = await server.sentBy(() => read.maxRequests(3))
    expect(sent).toHaveLength(3)
    const first = await read.limit(100).maxRequests(3)
    const rest = await read.after(first.cursor).all()
    expect(ids([...first.items, ...rest])).toEqual(all)
  })

  it('has cursors that are bound to the number of segments', async () => {
    const { cursor } = await db.books.scan().segments(3).limit(1)
    for (const other of [db.books.scan(), db.books.scan().segments(4)])
      expect((await server.refusal(() => other.after(cursor))).code).toBe('cursor.invalid')
  })

  it.each([0, 1.5, 1_000_001])('has no %d segments', count => {
    expect(() => db.books.scan().segments(count)).toThrow('segments takes a whole number from 1 to 1000000')
  })
})
