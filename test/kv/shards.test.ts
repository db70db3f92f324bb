import { describe, expect, it } from 'vitest'
import { shardOf } from '../../src/kv/shards.js'
import { collect, useStore } from './support.js'

describe('shardOf', () => {
  it('is FNV-1a of 32 bits over UTF-8', () => {
    // The published vectors of the hash.
    const hashes = { a: 0xe40c292c, b: 0xe70c2de5, foobar: 0xbf9cf968 }
    for (const [text, hash] of Object.entries(hashes)) expect(shardOf(text, 2 ** 32)).toBe(hash)
    expect(shardOf('é🔑', 256)).toBe(shardOf('é🔑', 2 ** 32) % 256)
  })

  it('spreads keys evenly', () => {
    const counts = Array<number>(8).fill(0)
    for (let index = 0; index < 8000; index++) counts[shardOf(`user:${index}`, 8)]!++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200)
  })
})

describe('a collection in shards', () => {
  const server = useStore('kv-shards')
  const store = server.open({ shards: 4 })
  // In UTF-16 the last would come first of these two.
  const keys = [...Array.from({ length: 300 }, (_, index) => `k${String(index).padStart(3, '0')}`), '\u{FFFD}', '🔑']

  it('is in as many partitions', async () => {
    await store.putMany(keys.map(key => [key, key]))
    const sizes = await Promise.all(
      [0, 1, 2, 3].map(async shard => Object.keys(await server.open().getAll(`data#${shard}`)).length),
    )
    expect(sizes.every(size => size > 40)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(keys.length)
    const shard = shardOf('k000', 4)
    expect(await server.stored({ pk: { S: `data#${shard}` }, sk: { S: 'k000' } })).toMatchObject({
      value: { S: 'k000' },
    })
  })

  it('is listed in the order of the keys in UTF-8, whatever the pages are', async () => {
    expect(await collect(store.keys())).toEqual(keys)
    expect(Object.keys(await store.getAll())).toEqual(keys)
    expect(await collect(store.entries({ prefix: 'k00' }))).toEqual(keys.slice(0, 10).map(key => [key, key]))
    // Over 1 MB a shard: pages of different lengths.
    await store.putMany(
      keys.map((key, index) => [key, 'x'.repeat(index % 3 === 0 ? 40_000 : 9_000)] as const),
      'large',
    )
    const sent = await server.sentBy(async () => expect(await collect(store.keys('large'))).toEqual(keys))
    expect(sent.filter(({ operation }) => operation === 'Query').length).toBeGreaterThan(6)
    expect((await collect(store.entries('large'))).map(([key]) => key)).toEqual(keys)
  })

  it('is cleared as one', async () => {
    expect(await store.clear({ prefix: 'k1' })).toBe(100)
    expect(await store.clear()).toBe(keys.length - 100)
    expect(await collect(store.keys())).toEqual([])
    expect(await collect(store.keys('large'))).toHaveLength(keys.length)
  })
})
