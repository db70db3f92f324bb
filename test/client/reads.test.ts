import { beforeAll, describe, expect, it } from 'vitest'
import { InvalidKeyError } from '../../src/index.js'
import { failure } from '../support/server.js'
import { type Profile, useTable } from './support.js'

const table = useTable('client-reads')
const client = table.client()
const at = (no: number) => `order#${String(no).padStart(2, '0')}`

beforeAll(async () => {
  await table.create()
  const orders = Array.from(
    { length: 12 },
    (_, no): Profile => ({
      pk: 'user#1',
      sk: at(no),
      status: no % 3 === 0 ? 'open' : 'closed',
      count: no,
      email: `${no % 2}@example.com`,
      address: { city: 'Berlin', zip: String(no) },
      tags: ['a', 'b', String(no)],
      tenant: 'acme',
      region: 'eu',
      score: no,
    }),
  )
  await client.batchCreate([...orders, { pk: 'user#1', sk: 'profile', name: 'Ada' }, { pk: 'user#2', sk: 'profile' }])
})

const keysOf = ({ items }: { items: readonly { sk?: string }[] }) => items.map(({ sk }) => sk)

describe('get', () => {
  it('gives the item, or undefined', async () => {
    expect(await client.get({ pk: 'user#1', sk: 'profile' })).toEqual({ pk: 'user#1', sk: 'profile', name: 'Ada' })
    expect(await client.get({ pk: 'user#1', sk: 'nothing' })).toBeUndefined()
  })

  it('sends what is asked for, names as placeholders', async () => {
    const [sent] = await table.sentBy(() =>
      client.get({ pk: 'user#1', sk: 'profile' }, { consistent: true, projection: ['name', 'address.city'] }),
    )
    expect(sent).toEqual({
      operation: 'GetItem',
      input: {
        TableName: table.name,
        Key: { pk: 'user#1', sk: 'profile' },
        ConsistentRead: true,
        ProjectionExpression: '#n0, #n1.#n2',
        ExpressionAttributeNames: { '#n0': 'name', '#n1': 'address', '#n2': 'city' },
      },
    })
  })

  it('projects paths, each once, though they overlap', async () => {
    const projection = ['address.zip', 'address', 'tags[0]', 'tags[2]', 'tags[0]'] as const
    expect(await client.get({ pk: 'user#1', sk: at(3) }, { projection })).toEqual({
      address: { city: 'Berlin', zip: '3' },
      tags: ['a', '3'],
    })
    expect(await client.get({ pk: 'user#1', sk: 'profile' }, { projection: [] })).toMatchObject({ name: 'Ada' })
  })

  it('refuses what is no key or no path before anything is sent', async () => {
    const loose = client as any
    const sent = await table.sentBy(async () => {
      for (const key of [{}, { pk: undefined }, { pk: null }, { pk: '' }, { pk: true }, { pk: 'a', sk: 'b', x: 'c' }])
        expect(await failure(loose.get(key))).toBeInstanceOf(InvalidKeyError)
      for (const projection of [['a..b'], [''], ['a['], ['[0]'], ['a[x]']])
        expect((await failure(loose.get({ pk: 'a', sk: 'b' }, { projection }))).code).toBe('query.invalid')
    })
    expect(sent).toEqual([])
  })

  it("refuses another key than the table's, where its names are given", async () => {
    const named = table.client({ keyNames: ['pk', 'sk'] })
    expect((await failure(named.get({ pk: 'a' }))).message).toBe("The key 'pk, sk' needs 'sk'.")
    expect((await failure(named.get({ pk: 'a', sk: 'b', name: 'c' }))).message).toBe(
      "'name' can't be part of a key: the key has pk and sk.",
    )
  })
})

describe('exists', () => {
  it('reads the key alone', async () => {
    expect(await client.exists({ pk: 'user#1', sk: 'profile' })).toBe(true)
    expect(await client.exists({ pk: 'user#1', sk: 'nothing' }, { consistent: true })).toBe(false)
    const [sent] = await table.sentBy(() => client.exists({ pk: 'user#1', sk: 'profile' }))
    expect(sent?.input).toMatchObject({ ProjectionExpression: '#n0', ExpressionAttributeNames: { '#n0': 'pk' } })
  })
})

describe('query', () => {
  it('gives a page with its counts', async () => {
    const page = await client.query({ pk: 'user#1' })
    expect(page).toMatchObject({ count: 13, scannedCount: 13 })
    expect(page).not.toHaveProperty('lastKey')
    expect(keysOf(page)).toEqual([...Array.from({ length: 12 }, (_, no) => at(no)), 'profile'])
    expect(await client.query({ pk: 'nobody' })).toEqual({ items: [], count: 0, scannedCount: 0 })
  })

  it.each([
    [{ eq: 'profile' }, ['profile']],
    [{ lt: at(2) }, [at(0), at(1)]],
    [{ lte: at(1) }, [at(0), at(1)]],
    [{ gt: at(11) }, ['profile']],
    [{ gte: at(11) }, [at(11), 'profile']],
    [{ beginsWith: 'prof' }, ['profile']],
    [{ between: [at(4), at(6)] }, [at(4), at(5), at(6)]],
  ] as const)('%o', async (sk, keys) => {
    expect(keysOf(await client.query({ pk: 'user#1' }, { sortKey: { sk } }))).toEqual(keys)
  })

  it('goes on from lastKey, in either direction', async () => {
    const options = { sortKey: { sk: { beginsWith: 'order#' } }, descending: true, limit: 5 } as const
    const found: (string | undefined)[] = []
    let startKey: Readonly<Record<string, unknown>> | undefined
    do {
      const page = await client.query({ pk: 'user#1' }, { ...options, ...(startKey && { startKey }) })
      found.push(...keysOf(page))
      startKey = page.lastKey
    } while (startKey)
    expect(found).toEqual(Array.from({ length: 12 }, (_, no) => at(11 - no)))
  })

  it('filters after the limit', async () => {
    const page = await client.query(
      { pk: 'user#1' },
      { filter: (order, { eq }) => eq(order.status, 'open'), limit: 6, consistent: true },
    )
    expect(page).toMatchObject({ count: 2, scannedCount: 6, lastKey: { pk: 'user#1', sk: at(5) } })
  })

  it('asks indexes', async () => {
    const page = await client.query(
      { email: '1@example.com' },
      { index: 'byEmail', filter: (order, { gt }) => gt(order.count, 8), projection: ['count'] },
    )
    expect(page.items.map(({ count }) => count).sort((a, b) => a! - b!)).toEqual([9, 11])
  })

  it('asks indexes with keys of several attributes', async () => {
    const regional = { index: 'regional' } as const
    const [sent] = await table.sentBy(async () => {
      const page = await client.query(
        { tenant: 'acme', region: 'eu' },
        { ...regional, sortKey: { status: { eq: 'open' }, score: { gte: 6 } } },
      )
      expect(page.items.map(({ score }) => score)).toEqual([6, 9])
    })
    expect(sent?.input).toMatchObject({
      KeyConditionExpression: '#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2 AND #n3 >= :v3',
      ExpressionAttributeValues: { ':v0': 'acme', ':v1': 'eu', ':v2': 'open', ':v3': 6 },
    })
    const gap = { status: { gt: 'a' }, score: { gte: 6 } } as const
    expect((await failure(client.query({ tenant: 'acme', region: 'eu' }, { ...regional, sortKey: gap }))).message).toBe(
      "The sort key can't be asked so: only the last attribute of a sort key takes another operator than eq, and 'status' is not the last.",
    )
  })

  it('refuses what is no operator, and limits that are none', async () => {
    const loose = client as any
    const sent = await table.sentBy(async () => {
      for (const sk of [{}, { eq: 'a', lt: 'b' }, { is: 'a' }, { toString: 'a' }, { between: ['a'] }, null])
        expect((await failure(loose.query({ pk: 'a' }, { sortKey: { sk } }))).code).toBe('query.invalid')
      for (const limit of [0, -1, 1.5, Number.NaN, '5'])
        expect((await failure(loose.query({ pk: 'a' }, { limit }))).code).toBe('query.invalid')
      expect((await failure(loose.query({ pk: 'a' }, { sortKey: { sk: { eq: '' } } }))).code).toBe('key.emptyValue')
      expect((await failure(loose.query({ pk: 'a' }, { filter: '' }))).code).toBe('expression.empty')
      expect((await failure(loose.query({ pk: 'a' }, { filter: () => undefined }))).code).toBe('expression.empty')
    })
    expect(sent).toEqual([])
  })
})

describe('pages', () => {
  it('of a query, numbered, to the end', async () => {
    const pages = []
    for await (const page of client.queryPages({ pk: 'user#1' }, { pageSize: 5 })) pages.push(page)
    expect(pages.map(({ pageNumber, count }) => [pageNumber, count])).toEqual([
      [1, 5],
      [2, 5],
      [3, 3],
    ])
  })

  it('of a scan, as many as wanted, and no request more', async () => {
    const sent = await table.sentBy(async () => {
      const pages = []
      for await (const page of client.scanPages({ pageSize: 4, maxPages: 2 })) pages.push(page.pageNumber)
      expect(pages).toEqual([1, 2])
      for await (const { items } of client.scanPages()) expect(items).toHaveLength(14)
      for await (const _ of client.scanPages({ pageSize: 1 })) break
    })
    expect(sent.map(({ input }) => input.Limit)).toEqual([4, 4, 100, 1])
  })

  it('also those that the filter leaves empty', async () => {
    const counts: number[] = []
    const filter = { expression: 'status = :nothing', values: { ':nothing': 'lost' } }
    for await (const page of client.queryPages({ pk: 'user#1' }, { pageSize: 6, filter })) counts.push(page.count)
    expect(counts).toEqual([0, 0, 0])
  })

  it('refuses sizes that are none', async () => {
    const loose = client as any
    for (const options of [{ pageSize: 0 }, { maxPages: 0 }, { pageSize: 1.5 }])
      expect((await failure(loose.queryPages({ pk: 'a' }, options).next())).code).toBe('query.invalid')
  })
})

describe('scan, getAll, count', () => {
  it('scan gives one page, of an index too', async () => {
    expect(await client.scan({ limit: 3 })).toMatchObject({ count: 3, scannedCount: 3 })
    const page = await client.scan({ index: 'byEmail', filter: (item, { lt }) => lt(item.count, 2) })
    expect(page).toMatchObject({ count: 2, scannedCount: 12 })
  })

  it('getAll reads what it needs', async () => {
    expect(await client.getAll()).toHaveLength(14)
    expect(await client.getAll({ index: 'byEmail', projection: ['count'] })).toHaveLength(12)
    const open = { filter: (item: any, { eq }: any) => eq(item.status, 'open') }
    expect(await client.getAll({ ...open, maxItems: 3 })).toHaveLength(3)
    const sent = await table.sentBy(async () => expect(await client.getAll({ maxItems: 5 })).toHaveLength(5))
    expect(sent.map(({ input }) => input.Limit)).toEqual([5])
    expect((await failure(client.getAll({ maxItems: 0 }))).code).toBe('query.invalid')
  })

  it('count queries a partition, and scans all', async () => {
    const open = { filter: (item: any, { eq }: any) => eq(item.status, 'open') }
    const sent = await table.sentBy(async () => {
      expect(await client.count()).toBe(14)
      expect(await client.count(open)).toBe(4)
      expect(await client.count({ partition: { pk: 'user#1' } })).toBe(13)
      expect(await client.count({ partition: { pk: 'user#1' }, sortKey: { sk: { gt: at(5) } }, ...open })).toBe(2)
    })
    expect(sent.map(({ operation, input }) => `${operation} ${input.Select}`)).toEqual([
      'Scan COUNT',
      'Scan COUNT',
      'Query COUNT',
      'Query COUNT',
    ])
  })

  it('reads no table where a partition was meant', async () => {
    const loose = client as any
    const sent = await table.sentBy(async () => {
      expect((await failure(loose.query(undefined))).code).toBe('key.missingAttribute')
      expect((await failure(loose.queryPages(undefined).next())).code).toBe('key.missingAttribute')
      expect((await failure(loose.count({ partition: undefined }))).code).toBe('key.missingAttribute')
      expect((await failure(loose.count({ sortKey: { sk: { eq: 'a' } } }))).code).toBe('query.invalid')
      expect((await failure(loose.update(undefined, { name: 'x' }))).code).toBe('key.missingAttribute')
    })
    expect(sent).toEqual([])
  })

  it('goes through pages of 1 MB', async () => {
    const large = Array.from({ length: 8 }, (_, no) => ({ pk: 'large', sk: String(no), name: 'x'.repeat(300_000) }))
    await client.batchCreate(large)
    const sent = await table.sentBy(async () => {
      expect(await client.count({ partition: { pk: 'large' } })).toBe(8)
      expect(await client.getAll({ filter: (item, { eq }) => eq(item.pk, 'large'), projection: ['sk'] })).toHaveLength(
        8,
      )
    })
    expect(sent.length).toBeGreaterThan(3)
    await client.batchDelete(large.map(({ pk, sk }) => ({ pk, sk })))
  })
})

it('shows no values, though DynamoDB does', async () => {
  const sortKey = { sk: { between: ['secret z', 'secret a'] } } as const
  const error = await failure(table.client().query({ pk: 'a' }, { sortKey }))
  expect(error.message).not.toContain('secret')
  expect(error.message).toContain('AttributeValue: {…}')
})
