import { beforeAll, describe, expect, it } from 'vitest'
import { collect, useStore } from './support.js'

const server = useStore('kv-lists')

describe('a collection of 10,000 entries, of some MB', () => {
  const store = server.open({ prefix: 'large/' })
  const keys = Array.from({ length: 10_000 }, (_, index) => `key-${String(index).padStart(5, '0')}`)
  const text = 'x'.repeat(300)

  beforeAll(() => store.putMany(keys.map((key, index) => [key, { index, text }])))

  it('is read whole by getAll', async () => {
    const sent = await server.sentBy(async () => {
      const all = await store.getAll()
      expect(Object.keys(all)).toEqual(keys)
      expect(all['key-09999']).toEqual({ index: 9999, text })
    })
    expect(sent.length).toBeGreaterThan(3)
    expect(sent.every(({ operation }) => operation === 'Query')).toBe(true)
  })

  it('is gone through by entries and keys', async () => {
    let next = 0
    for await (const [key, value] of store.entries()) expect([key, value.index]).toEqual([keys[next], next++])
    expect(next).toBe(10_000)
    expect(await collect(store.keys())).toEqual(keys)
  })

  it('is read a page at a time, and no further than asked', async () => {
    const sent = await server.sentBy(async () => {
      for await (const key of store.keys()) if (key === 'key-00010') break
    })
    expect(sent).toHaveLength(1)
    expect(sent[0]!.input.ProjectionExpression.split(', ')).toHaveLength(4)
    const none = await server.sentBy(() => store.entries())
    expect(none).toHaveLength(0)
  })

  it('is cleared by a prefix, and as a whole', async () => {
    expect(await store.clear({ prefix: 'key-000' })).toBe(100)
    expect(await store.clear()).toBe(9900)
    expect(await store.clear()).toBe(0)
    expect(await store.getAll()).toEqual({})
  })
})

describe('a page', () => {
  it('may hold nothing but expired entries', async () => {
    const store = server.open({ prefix: 'expired/' })
    const large = 'x'.repeat(300_000)
    const key = (index: number) => `key-${String(index).padStart(2, '0')}`
    await store.putMany(
      Array.from({ length: 16 }, (_, index) => [key(index), large] as const),
      { expires: { seconds: 1 } },
    )
    await store.put('last', 1)
    const later = server.open({ prefix: 'expired/', now: () => new Date(server.time.getTime() + 1000) })
    expect(await collect(later.keys())).toEqual(['last'])
    expect(await later.getAll()).toEqual({ last: 1 })
    expect(await later.clear()).toBe(1)
    expect(await collect(store.keys())).toEqual([])
  })
})
