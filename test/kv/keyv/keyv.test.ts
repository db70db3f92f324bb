import { Keyv } from 'keyv'
import { Keyv as Keyv5 } from 'keyv-5'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Keyv5DynamoDB, type KeyvAdapterOptions, KeyvDynamoDB } from '../../../src/kv/keyv/index.js'
import { openStore } from '../open-store.js'
import { type AnyKeyv, entriesOf } from './any-keyv.js'

const store = openStore('keyv')
beforeAll(() => store.createTable())

type Open = (options: { namespace?: string; ttl?: number; adapter?: Omit<KeyvAdapterOptions, 'store'> }) => AnyKeyv

const options = (adapter: object = {}) => ({ store, ...adapter }) as KeyvAdapterOptions
const versions: Record<string, Open> = {
  'Keyv 6': ({ adapter, ...keyv }) =>
    new Keyv({ store: new KeyvDynamoDB(options(adapter)), throwOnErrors: true, ...keyv }),
  'Keyv 5': ({ adapter, ...keyv }) =>
    new Keyv5({ store: new Keyv5DynamoDB(options(adapter)), throwOnErrors: true, ...keyv }),
  'Keyv 6 with the adapter for 5': ({ adapter, ...keyv }) =>
    new Keyv({ store: new Keyv5DynamoDB(options(adapter)), throwOnErrors: true, ...keyv }),
}

describe.each(Object.entries(versions))('%s', (version, open) => {
  beforeEach(async () => {
    for (const namespace of ['ns', 'nsother', 'ns:other', undefined])
      await open({ ...(namespace && { namespace }) }).clear()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('clears a namespace, and leaves those whose names begin with it', async () => {
    const [ns, longer, below, none] = [
      open({ namespace: 'ns' }),
      open({ namespace: 'nsother' }),
      open({ namespace: 'ns:other' }),
      open({ ...(version === 'Keyv 5' && { namespace: '' }) }),
    ]
    for (const [index, keyv] of [ns, longer, below, none].entries()) await keyv!.set('1', index)
    await ns!.clear()
    expect(await Promise.all([ns, longer, below, none].map(keyv => keyv!.get('1')))).toEqual([undefined, 1, 2, 3])
  })

  it('goes through the entries of its namespace alone', async () => {
    const [ns, longer] = [open({ namespace: 'ns' }), open({ namespace: 'nsother' })]
    await ns.setMany([
      { key: 'b', value: null },
      { key: 'a', value: { list: [1, 'x'] } },
    ])
    await longer.set('c', 1)
    expect(Object.fromEntries(await entriesOf(ns))).toEqual({ a: { list: [1, 'x'] }, b: null })
  })

  it('takes any number of keys', async () => {
    const keyv = open({ namespace: 'ns' })
    const keys = Array.from({ length: 130 }, (_, index) => `key ${index}`)
    await keyv.setMany(keys.map((key, value) => ({ key, value })))
    expect(await keyv.getMany([...keys, 'none'])).toEqual([...keys.keys(), undefined])
    expect(await keyv.hasMany(['key 129', 'none'])).toEqual([true, false])
    expect([await keyv.deleteMany(keys.slice(1))].flat().every(Boolean)).toBe(true)
    expect([await keyv.deleteMany(['none'])].flat()).toEqual([false])
    expect(Object.fromEntries(await entriesOf(keyv))).toEqual({ 'key 0': 0 })
  })

  it('lets an entry go to the millisecond', async () => {
    const keyv = open({ namespace: 'ns', ttl: 10_000 })
    vi.useFakeTimers({ toFake: ['Date'] })
    await keyv.set('own', 1, 1500)
    await keyv.set('usual', 1)
    await keyv.setMany([
      { key: 'many', value: 1, ttl: 1500 },
      { key: 'usual too', value: 1 },
    ])
    const at = Date.now()
    vi.setSystemTime(at + 1499)
    expect(await keyv.getMany(['own', 'many', 'usual', 'usual too'])).toEqual([1, 1, 1, 1])
    vi.setSystemTime(at + 1501)
    expect(await keyv.getMany(['own', 'many', 'usual', 'usual too'])).toEqual([undefined, undefined, 1, 1])
    expect(await keyv.has('own')).toBe(false)
    expect(Object.fromEntries(await entriesOf(keyv))).toEqual({ usual: 1, 'usual too': 1 })
    vi.setSystemTime(at + 10_001)
    expect(Object.fromEntries(await entriesOf(keyv))).toEqual({})
  })

  it('keeps what is set without an end', async () => {
    const keyv = open({ namespace: 'ns' })
    await keyv.set('a', 1, 0)
    expect(await store.getEntry(version === 'Keyv 5' ? 'ns:a' : 'a', 'keyv:ns')).not.toHaveProperty('expires')
  })

  it('is in the collection that is asked for', async () => {
    await open({ namespace: 'ns', adapter: { collection: 'cache' } as any }).set('a', 1)
    expect(await store.has(version === 'Keyv 5' ? 'ns:a' : 'a', 'cache:ns')).toBe(true)
    expect(await open({ namespace: 'ns' }).has('a')).toBe(false)
  })
})

it('Keyv 6 uses the adapter as it is', () => {
  const adapter = new KeyvDynamoDB({ store })
  expect(new Keyv({ store: adapter }).store).toBe(adapter)
  expect(adapter.capabilities.methods.iterator).toEqual({ exists: true, methodType: 'async' })
  expect(adapter.capabilities.methods.disconnect).toEqual({ exists: false, methodType: 'none' })
})

it('the adapter for Keyv 6 loses nothing under Keyv 5', async () => {
  const keyv = new Keyv5({ store: new KeyvDynamoDB({ store, collection: 'mixed' }), throwOnErrors: true })
  vi.useFakeTimers({ toFake: ['Date'] })
  await keyv.set('brief', 1, 1000)
  await keyv.set('lasting', 1)
  await keyv.setMany([
    { key: 'brief too', value: 1, ttl: 1000 },
    { key: 'lasting too', value: 1, ttl: 0 },
  ])
  const keys = ['brief', 'lasting', 'brief too', 'lasting too']
  vi.setSystemTime(Date.now() + 999)
  expect(await keyv.getMany(keys)).toEqual([1, 1, 1, 1])
  vi.setSystemTime(Date.now() + 1)
  expect(
    await store.getMany(
      keys.map(key => `keyv:${key}`),
      'mixed:keyv',
    ),
  ).toEqual([null, expect.any(String), null, expect.any(String)])
  vi.useRealTimers()
})

it.each([
  ['5', () => new Keyv5({ store: new Keyv5DynamoDB({ store: openStore('missing') }) })],
  ['6', () => new Keyv({ store: new KeyvDynamoDB({ store: openStore('missing') }) })],
] as const)('Keyv %s tells of what fails, once', async (_, open) => {
  const keyv = open() as Keyv
  const errors: unknown[] = []
  keyv.on('error', (error: unknown) => errors.push(error))
  expect(await keyv.get('a')).toBe(undefined)
  expect(errors).toEqual([expect.objectContaining({ code: 'request.failed' })])
})

it('an expired entry is gone where Keyv does not look at the time itself', async () => {
  const keyv = new Keyv({ store: new KeyvDynamoDB({ store }), namespace: 'ns', checkExpired: false })
  vi.useFakeTimers({ toFake: ['Date'] })
  await keyv.set('a', 1, 1000)
  vi.setSystemTime(Date.now() + 999)
  expect(await keyv.get('a')).toBe(1)
  vi.setSystemTime(Date.now() + 1)
  expect(await keyv.get('a')).toBe(undefined)
  expect(await keyv.has('a')).toBe(false)
  vi.useRealTimers()
})
