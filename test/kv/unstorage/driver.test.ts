import { createStorage } from 'unstorage'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { BatchIncompleteError } from '../../../src/index.js'
import { type Change, dynamodbDriver } from '../../../src/kv/unstorage/index.js'
import { partialClient } from '../../support/partial.js'
import { failure } from '../../support/server.js'
import { openStore } from '../open-store.js'

const store = openStore('unstorage')
const storage = createStorage({ driver: dynamodbDriver({ store }) })
beforeAll(() => store.createTable())
beforeEach(() => storage.clear())
afterEach(() => {
  vi.useRealTimers()
})

it.each([null, false, 0, '', 'text', '123', [1, 'a'], { a: { b: null } }])('gives %j as it was set', async value => {
  await storage.setItem('a', value)
  expect(await storage.getItem('a')).toEqual(value === '123' ? 123 : value)
  expect(await storage.hasItem('a')).toBe(true)
})

it('gives null for what is not there', async () => {
  expect(await storage.getItem('a')).toBe(null)
  expect(await storage.getItemRaw('a')).toBe(null)
  expect(await storage.hasItem('a')).toBe(false)
  expect(await storage.getItems(['a'])).toEqual([{ key: 'a', value: null }])
  expect(await storage.getMeta('a')).toEqual({})
})

it.each([
  new Uint8Array([0, 255, 128]),
  { bytes: new Uint8Array([1]), list: [null, 2n ** 70n] },
  'text',
  new Set(['a']),
])('stores %o raw', async value => {
  await storage.setItemRaw('a', value)
  expect(await storage.getItemRaw('a')).toEqual(value)
})

it('sets and gets any number of items', async () => {
  const items = Array.from({ length: 130 }, (_, index) => ({ key: `many:${index}`, value: { index } }))
  await storage.setItems(items)
  expect(await storage.getItems(items.map(({ key }) => key))).toEqual(items)
  expect((await storage.getKeys()).length).toBe(130)
})

it('tells a base from one that begins like it', async () => {
  for (const key of ['a:1', 'a:b:2', 'ab:3', 'a']) await storage.setItem(key, 1)
  expect((await storage.getKeys('a')).sort()).toEqual(['a:1', 'a:b:2'])
  expect((await storage.getKeys('a', { maxDepth: 1 })).sort()).toEqual(['a:1'])
  // unstorage itself clears whole mounts only.
  await storage.getMount('').driver.clear!('a:', {})
  expect((await storage.getKeys()).sort()).toEqual(['a', 'ab:3'])
  await storage.removeItem('a')
  expect(await storage.getKeys()).toEqual(['ab:3'])
})

it('mounts drivers of collections of their own', async () => {
  const mounted = createStorage({ driver: dynamodbDriver({ store }) })
  mounted.mount('cache', dynamodbDriver({ store, collection: 'cache' }))
  await mounted.setItem('cache:a', 1)
  await mounted.setItem('a', 2)
  expect(await store.get('a', 'cache')).toBe('1')
  expect((await mounted.getKeys()).sort()).toEqual(['a', 'cache:a'])
  await mounted.clear('cache')
  expect(await mounted.getKeys()).toEqual(['a'])
})

it('lets items go after seconds', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const usual = createStorage({ driver: dynamodbDriver({ store, ttl: 10 }) })
  await usual.setItem('usual', 1)
  await usual.setItem('own', 1, { ttl: 2 })
  await usual.setItemRaw('raw', new Uint8Array(1), { ttl: 2 })
  await usual.setItems(
    [
      { key: 'one', value: 1, options: { ttl: 2 } },
      { key: 'two', value: 1 },
    ],
    { ttl: 5 },
  )
  await storage.setItem('forever', 1)
  const at = Date.now()
  expect(await usual.getMeta('own')).toEqual({ ttl: 2, expires: new Date(at + 2000) })
  expect(await usual.getMeta('forever')).toEqual({})
  const left = async (after: number) => {
    vi.setSystemTime(at + after)
    return (await storage.getKeys()).sort()
  }
  expect(await left(1999)).toEqual(['forever', 'one', 'own', 'raw', 'two', 'usual'])
  expect(await left(2000)).toEqual(['forever', 'two', 'usual'])
  expect(await left(5000)).toEqual(['forever', 'usual'])
  expect(await left(10_000)).toEqual(['forever'])
})

it('keeps what unstorage says of an item beside it', async () => {
  await storage.setItem('a', 1)
  await storage.setMeta('a', { mtime: new Date(5), by: 'ada' })
  expect(await storage.getMeta('a')).toEqual({ mtime: new Date(5), by: 'ada' })
  await storage.removeItem('a', { removeMeta: true })
  expect(await storage.getMeta('a')).toEqual({})
})

it('watches the changes that anybody makes', async () => {
  const driver = dynamodbDriver({ store, collection: 'watched', watchInterval: 5 })
  const watched = createStorage({ driver })
  await watched.setItem('old', 1)
  const changes: [Change, string][] = []
  const unwatch = await watched.watch((...change) => changes.push(change))
  const until = (count: number) => vi.waitFor(() => expect(changes).toHaveLength(count), { timeout: 10_000 })
  await store.put('new', { big: 2n ** 70n }, 'watched')
  await until(1)
  await store.put('new', { big: 2n ** 70n + 1n }, 'watched')
  await until(2)
  await store.delete('old', 'watched')
  await until(3)
  expect(changes).toEqual([
    ['update', 'new'],
    ['update', 'new'],
    ['remove', 'old'],
  ])
  await unwatch()
  await store.put('new', 3, 'watched')
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(changes).toHaveLength(3)
  await watched.watch(() => changes.push(['remove', 'everything']))
  const late = driver.watch!(() => changes.push(['remove', 'everything']))
  await watched.dispose()
  await late
  await store.put('new', 4, 'watched')
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(changes).toHaveLength(3)
})

it.each([0, -1, Number.NaN, Infinity, 2 ** 31])('refuses to look each %d milliseconds', watchInterval => {
  // A timer takes what it can't count to for 1.
  expect(() => dynamodbDriver({ store, watchInterval })).toThrow(
    expect.objectContaining({ code: 'definition.database', message: expect.stringContaining('watchInterval is') }),
  )
})

it('leaves it to unstorage to tell of the changes of this process, where nothing is to be read for that', async () => {
  const changes: unknown[] = []
  const unwatch = await storage.watch((...change) => changes.push(change))
  await storage.setItem('a', 1)
  await storage.removeItem('a')
  expect(changes).toEqual([
    ['update', 'a'],
    ['remove', 'a'],
  ])
  await unwatch()
})

it('gives its store', () => {
  expect(storage.getMount('').driver.getInstance!()).toBe(store)
})

it('tells of all items what became of them, whatever their times are', async () => {
  const { client } = partialClient(({ nth }) => (nth === 1 ? 'refused' : 25))
  const partial = openStore('unstorage-partial', { client })
  await partial.createTable()
  const items = [60, 120, 180, 240].map((ttl, no) => ({ key: `k${no}`, value: 'x', options: { ttl } }))
  const error = (await failure(dynamodbDriver({ store: partial }).setItems(items))) as BatchIncompleteError
  expect(error).toBeInstanceOf(BatchIncompleteError)
  const [left, ...others] = error.failed
  expect(others).toEqual([])
  expect(left!.key).toEqual({ collection: 'unstorage', key: `k${left!.position}` })
  const done = [0, 1, 2, 3].filter(no => no !== left!.position)
  expect(error.succeeded.map(({ position }) => position)).toEqual(done)
  expect(Object.keys(await partial.getAll('unstorage'))).toEqual(done.map(no => `k${no}`))
})
