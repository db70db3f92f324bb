import { describe, expect, it } from 'vitest'
import { DEFAULT_COLLECTION } from '../../src/kv/index.js'
import { collect, useStore } from './support.js'

const server = useStore('kv-keys')
const store = server.open()

describe('keys', () => {
  it('have 1,024 bytes at most, in UTF-8', async () => {
    for (const key of ['k'.repeat(1024), `${'é'.repeat(510)}🔑`]) {
      await store.put(key, 1)
      expect(await store.get(key)).toBe(1)
      expect(await store.getMany([key])).toEqual([1])
      expect(await collect(store.keys({ prefix: key }))).toEqual([key])
      expect(await store.increment(key)).toBe(2)
      expect(await store.delete(key)).toBe(true)
    }
  })

  const refused: Record<string, [key: unknown, code: string]> = {
    'of 1,025 bytes': ['k'.repeat(1025), 'key.tooLong'],
    'of 1,024 units and more bytes': [`${'k'.repeat(1023)}é`, 'key.tooLong'],
    'that are empty': ['', 'key.illFormedValue'],
    'with half of a surrogate pair': ['a\ud83d', 'key.illFormedValue'],
    'that are numbers': [1, 'key.wrongType'],
    'that are missing': [undefined, 'key.wrongType'],
  }
  it.each(Object.keys(refused))('%s are refused before anything is sent', async name => {
    const [key, code] = refused[name] as [string, string]
    const works = [
      () => store.put(key, 1),
      () => store.putIfAbsent(key, 1),
      () =>
        store.putMany([
          ['fine', 1],
          [key, 1],
        ]),
      () => store.get(key),
      () => store.getEntry(key),
      () => store.getMany(['fine', key]),
      () => store.getEntries(['fine', key]),
      () => store.has(key),
      () => store.delete(key),
      () => store.deleteMany(['fine', key]),
      () => store.increment(key),
    ]
    for (const work of works) expect((await server.refusal(work)).code).toBe(code)
  })
})

describe('collections', () => {
  it("are 'data' where nothing is said", async () => {
    await store.put('key', 1)
    expect(DEFAULT_COLLECTION).toBe('data')
    expect(await store.get('key', DEFAULT_COLLECTION)).toBe(1)
    expect(await store.get('key', { collection: 'data' })).toBe(1)
    expect(await store.get('key', 'other')).toBeNull()
    expect(await server.stored({ pk: { S: 'data' }, sk: { S: 'key' } })).toBeDefined()
  })

  it('have 2,048 bytes at most, with the prefix', async () => {
    const prefixed = server.open({ prefix: 'app/' })
    await store.put('key', 1, 'c'.repeat(2048))
    expect(await store.getAll('c'.repeat(2048))).toEqual({ key: 1 })
    await prefixed.put('key', 1, 'c'.repeat(2044))
    expect((await server.refusal(() => prefixed.put('key', 1, 'c'.repeat(2045)))).code).toBe('key.tooLong')
  })

  const refused: Record<string, [collection: unknown, code: string]> = {
    'of 2,049 bytes': ['c'.repeat(2049), 'key.tooLong'],
    'that are empty': ['', 'key.illFormedValue'],
    'with U+0000': ['a\0b', 'key.illFormedValue'],
    'with half of a surrogate pair': ['\udc00', 'key.illFormedValue'],
    'that are numbers': [1, 'key.wrongType'],
    'that are null': [null, 'key.wrongType'],
  }
  it.each(Object.keys(refused))('%s are refused before anything is sent', async name => {
    const [collection, code] = refused[name] as [string, string]
    const works = [
      () => store.put('key', 1, collection),
      () => store.get('key', collection),
      () => store.getAll(collection),
      () => collect(store.keys(collection)),
      () => collect(store.entries(collection)),
      () => store.clear(collection),
      () => store.increment('key', 1, collection),
    ]
    for (const work of works) expect((await server.refusal(work)).code).toBe(code)
  })
})

describe('prefixes of keys', () => {
  it('are checked as keys are', async () => {
    expect((await server.refusal(() => collect(store.keys({ prefix: 'p'.repeat(1025) })))).code).toBe('key.tooLong')
    expect((await server.refusal(() => store.clear({ prefix: '\ud83d' }))).code).toBe('key.illFormedValue')
    expect((await server.refusal(() => store.getAll({ prefix: 1 as never }))).code).toBe('key.wrongType')
  })

  it('are all keys where they are empty', async () => {
    await store.putMany(
      [
        ['a', 1],
        ['b', 2],
      ],
      'all',
    )
    expect(await collect(store.keys({ collection: 'all', prefix: '' }))).toEqual(['a', 'b'])
  })
})
