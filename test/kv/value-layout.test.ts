import { describe, expect, it } from 'vitest'
import { InvalidItemError } from '../../src/index.js'
import { failure } from '../support/server.js'
import { collect, useStore } from './support.js'

const server = useStore('kv-value')
const store = server.open()
const key = (sk: string, pk = 'data') => ({ pk: { S: pk }, sk: { S: sk } })
const now = server.time.getTime()

describe('an entry', () => {
  it('is one attribute beside the keys', async () => {
    await store.put('plain', { a: [1, null, undefined as never].slice(0, 2), gone: undefined })
    expect(await server.stored(key('plain'))).toEqual({
      ...key('plain'),
      value: { M: { a: { L: [{ N: '1' }, { NULL: true }] } } },
    })
  })

  it('has the exact time of its expiry, and the second after it for DynamoDB', async () => {
    await store.put('brief', 1, { expires: { minutes: 1 } })
    expect(await server.stored(key('brief'))).toEqual({
      ...key('brief'),
      value: { N: '1' },
      expiresAt: { N: String(now + 60_000) },
      ttl: { N: String(Math.floor(now / 1000) + 61) },
    })
    expect(await store.getEntry('brief')).toEqual({ key: 'brief', value: 1, expires: new Date(now + 60_000) })
    await store.put('brief', 1)
    expect(await server.stored(key('brief'))).toEqual({ ...key('brief'), value: { N: '1' } })
    expect(await store.getEntry('brief')).toEqual({ key: 'brief', value: 1 })
  })

  it('is called as the options say', async () => {
    const named = server.open({ valueAttribute: 'constructor', timeToLive: 'end', prefix: 'named/' })
    await named.put('key', [1], { expires: { seconds: 1 } })
    expect(Object.keys((await server.stored(key('key', 'named/data')))!).sort()).toEqual(
      ['constructor', 'end', 'expiresAt', 'pk', 'sk'].sort(),
    )
    expect(await named.get('key')).toEqual([1])
  })

  it('keeps numbers: those that a number does not hold as bigints', async () => {
    for (const value of [Number.MAX_SAFE_INTEGER, 0.1, 1e-7, -5e-130, 2n ** 53n, -(10n ** 37n) - 1n]) {
      await store.put('number', value)
      expect(await store.get('number')).toBe(value)
    }
    // What a number holds is read as one.
    await store.put('number', [1n, -0])
    expect(await store.get('number')).toEqual([1, 0])
  })

  const circle: Record<string, unknown> = {}
  circle.self = circle
  const refused: Record<string, [value: unknown, path: readonly (string | number)[]]> = {
    undefined: [undefined, ['value']],
    'a function': [{ a: { b: () => 1 } }, ['value', 'a', 'b']],
    'undefined in a list': [{ list: [1, undefined] }, ['value', 'list', 1]],
    'a Date': [[new Date()], ['value', 0]],
    'a Map': [new Map(), ['value']],
    NaN: [{ n: Number.NaN }, ['value', 'n']],
    'a number that has lost digits': [{ n: 2 ** 53 }, ['value', 'n']],
    'a bigint of 39 digits': [10n ** 38n + 1n, ['value']],
    'half of a surrogate pair': [['\ud800'], ['value', 0]],
    'an empty set': [new Set(), ['value']],
    'a mixed set': [new Set(['a', 1]), ['value']],
    'what holds itself': [circle, ['value']],
  }
  it.each(Object.keys(refused))('%s is refused with its path, and nothing sent', async name => {
    const [value, path] = refused[name]!
    for (const work of [
      () => store.put('key', value),
      () => store.putIfAbsent('key', value),
      () =>
        store.putMany([
          ['fine', 1],
          ['key', value],
        ]),
    ]) {
      const error = await server.refusal(work)
      expect(error).toBeInstanceOf(InvalidItemError)
      expect(error.details).toMatchObject({ entity: 'entry', issues: [{ path }] })
    }
  })
})

describe('expiry', () => {
  it('is that of the store where a method does not say', async () => {
    const brief = server.open({ expires: { seconds: 10 }, prefix: 'brief/' })
    await brief.put('default', 1)
    await brief.put('longer', 1, { expires: { seconds: 20 } })
    await brief.put('lasting', 1, { expires: 'never' })
    await brief.putMany([['many', 1]])
    await brief.putIfAbsent('absent', 1)
    await brief.increment('count')
    const times = (await brief.getEntries(['default', 'longer', 'lasting', 'many', 'absent', 'count'])).map(
      entry => entry!.expires && entry!.expires.getTime() - now,
    )
    expect(times).toEqual([10_000, 20_000, undefined, 10_000, 10_000, 10_000])
  })

  it('may be over already: the entry is never seen, and DynamoDB deletes it', async () => {
    await store.put('past', 'before')
    await store.put('past', 'after', { expires: new Date(0) })
    expect(await store.get('past')).toBeNull()
    // DynamoDB leaves what expired over five years ago.
    expect(await server.stored(key('past'))).toMatchObject({
      expiresAt: { N: '0' },
      ttl: { N: String(Math.ceil(now / 1000)) },
    })
    expect(await store.putIfAbsent('past', 1, { expires: new Date(now) })).toBe(true)
    expect(await store.has('past')).toBe(false)
    expect(await store.increment('past', 5, { expires: new Date(now) })).toBe(5)
    expect(await store.increment('past', 5, { expires: new Date(now) })).toBe(5)
    expect(await store.delete('past')).toBe(false)
    expect(await server.stored(key('past'))).toBeUndefined()
  })

  it('is to the millisecond, on each path', async () => {
    const later = (milliseconds: number) =>
      server.open({ prefix: 'ms/', now: () => new Date(now + milliseconds), consistent: true })
    const put = async () => {
      await later(0).clear()
      await later(0).putMany(
        [
          ['a', 1],
          ['b', 2],
        ],
        { expires: new Date(now + 7) },
      )
    }
    const paths: Record<string, [read: (at: number) => Promise<unknown>, before: unknown, after: unknown]> = {
      get: [at => later(at).get('a'), 1, null],
      getEntry: [async at => (await later(at).getEntry('a'))?.value, 1, undefined],
      getMany: [at => later(at).getMany(['a', 'b']), [1, 2], [null, null]],
      getEntries: [async at => (await later(at).getEntries(['a'])).map(entry => entry?.value), [1], [undefined]],
      getAll: [at => later(at).getAll(), { a: 1, b: 2 }, {}],
      has: [at => later(at).has('a'), true, false],
      keys: [at => collect(later(at).keys()), ['a', 'b'], []],
      entries: [at => collect(later(at).entries({ prefix: 'b' })), [['b', 2]], []],
      delete: [at => later(at).delete('a'), true, false],
      deleteMany: [at => later(at).deleteMany(['a', 'b', 'a']), [true, true, true], [false, false, false]],
      putIfAbsent: [at => later(at).putIfAbsent('a', 3), false, true],
      increment: [at => later(at).increment('a', 10), 11, 10],
      clear: [at => later(at).clear(), 2, 0],
    }
    for (const [name, [read, before, after]] of Object.entries(paths)) {
      await put()
      expect([name, await read(6)]).toEqual([name, before])
      await put()
      expect([name, await read(7)]).toEqual([name, after])
    }
  })

  it('that is no time is refused', async () => {
    for (const expires of [new Date(Number.NaN), {}, { fortnights: 1 }, { days: -1 }] as never[])
      for (const work of [
        () => store.put('key', 1, { expires }),
        () => store.putMany([['key', 1]], { expires }),
        () => store.increment('key', 1, { expires }),
      ])
        expect((await server.refusal(work)).message).toContain('expires: is no time')
  })
})

describe('an item that is no entry', () => {
  it('is refused where its value is read, with what to do, and never taken for a value', async () => {
    await server.store({ ...key('python', 'foreign'), text: { S: 'Hello' } })
    const works = [
      () => store.get('python', 'foreign'),
      () => store.getAll('foreign'),
      () => collect(store.entries('foreign')),
    ]
    for (const work of works) {
      const error = await failure(work)
      expect(error.code).toBe('item.invalidStored')
      expect(error.message).toContain(
        "value: is missing: an item of LlamaIndex's Python store is read with layout: 'flat'",
      )
      expect(error.item).toMatchObject({ text: { S: 'Hello' } })
    }
    const error = await failure(store.getMany(['none', 'python'], 'foreign'))
    expect(error).toMatchObject({
      details: { failed: 1, succeeded: 1 },
      failed: [{ position: 1, key: { collection: 'foreign', key: 'python' }, cause: { code: 'item.invalidStored' } }],
    })
    expect((await failure(store.increment('python', 1, 'foreign'))).code).toBe('update.invalid')
    expect(await store.putIfAbsent('python', 1, 'foreign')).toBe(false)
  })

  it('may hold a number of more digits than a number or a bigint has', async () => {
    await server.store({ ...key('digits'), value: { M: { pi: { N: '3.14159265358979323846' } } } })
    expect((await failure(store.get('digits'))).details).toMatchObject({ issues: [{ path: ['value', 'pi'] }] })
  })

  it('may be of an encoding that is not known here, or damaged', async () => {
    await server.store(
      { ...key('newer'), value: { B: new Uint8Array(9) }, encoding: { S: 'zstd' } },
      { ...key('damaged'), value: { B: new Uint8Array(9) }, encoding: { S: 'gzip' } },
    )
    expect((await failure(store.get('newer'))).message).toContain('encoding: is not known here')
    expect((await failure(store.get('damaged'))).message).toContain('value: is damaged: it is no gzip')
    const chunks = (count: string) => ({ chunks: { M: { id: { S: 'x' }, count: { N: count } } } })
    await server.store(...['1e12', '0', '-1'].map(count => ({ ...key(`count ${count}`), ...chunks(count) })))
    for (const count of ['1e12', '0', '-1'])
      expect(await failure(store.get(`count ${count}`))).toMatchObject({ code: 'item.invalidStored' })
  })
})
