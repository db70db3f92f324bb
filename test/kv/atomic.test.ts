import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js'
import { racing } from '../support/racing.js'
import { failure } from '../support/server.js'
import { useStore } from './support.js'

const server = useStore('kv-atomic')
const store = server.open()
const later = (seconds: number) => server.open({ now: () => new Date(server.time.getTime() + seconds * 1000) })

describe('putIfAbsent', () => {
  it('succeeds for one of many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, writer) => store.putIfAbsent('lock', { writer })))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await store.get('lock')).toEqual({ writer: answers.indexOf(true) })
  })

  it('takes the place of one whose time is over, for one of many', async () => {
    expect(await store.putIfAbsent('lease', 0, { expires: { seconds: 10 } })).toBe(true)
    expect(await later(9.999).putIfAbsent('lease', 1)).toBe(false)
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(writer => later(10).putIfAbsent('lease', writer)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await later(10).get('lease')).toBe(answers.indexOf(true) + 1)
  })

  it('leaves what is there, null too', async () => {
    await store.put('null', null)
    expect(await store.putIfAbsent('null', 1)).toBe(false)
    expect(await store.get('null')).toBeNull()
  })
})

describe('increment', () => {
  it('counts each of many at once', async () => {
    const sums = await Promise.all(Array.from({ length: 50 }, () => store.increment('hits', 2)))
    expect(sums.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index + 2))
    expect(await store.get('hits')).toBe(100)
    const expires = { minutes: 1 }
    const brief = await Promise.all(Array.from({ length: 20 }, () => store.increment('brief', 1, { expires })))
    expect(brief.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('begins at 0, by 1, and takes less than nothing and parts of numbers', async () => {
    expect(await store.increment('new')).toBe(1)
    expect(await store.increment('new', -3)).toBe(-2)
    expect(await store.increment('new', 0.1)).toBe(-1.9)
    expect(await store.increment('new', 0)).toBe(-1.9)
  })

  it('makes no entry that is not read: a sum has more digits than a number', async () => {
    await store.put('digits', 1234.5, 'digits')
    const sum = await store.increment('digits', 12.345678901234567, 'digits')
    expect(await store.get('digits', 'digits')).toBe(sum)
    expect(await store.increment('most', Number.MAX_SAFE_INTEGER, 'digits')).toBe(Number.MAX_SAFE_INTEGER)
    expect(await store.increment('most', 0.4, 'digits')).toBe(Number.MAX_SAFE_INTEGER)
    expect(await store.getAll('digits')).toEqual({ digits: sum, most: Number.MAX_SAFE_INTEGER })
    // No digits are lost meanwhile.
    expect(await store.increment('digits', -12.345678901234567, 'digits')).toBe(1234.5)
  })

  it('keeps the time of what is there, and begins anew when it is over', async () => {
    const expires = { seconds: 10 }
    expect(await store.increment('window', 1, { expires })).toBe(1)
    const { expires: end } = (await store.getEntry('window'))!
    expect(await later(9).increment('window', 1, { expires })).toBe(2)
    expect((await later(9).getEntry('window'))!.expires).toEqual(end)
    expect(await later(10).increment('window', 1, { expires })).toBe(1)
    expect((await later(10).getEntry('window'))!.expires).toEqual(new Date(server.time.getTime() + 20_000))
    expect(await later(20).increment('window')).toBe(1)
    expect(await later(20).getEntry('window')).toEqual({ key: 'window', value: 1 })
  })

  it('begins anew whatever it was', async () => {
    await store.put('text', 'text', { expires: { seconds: 1 } })
    expect(await later(1).increment('text')).toBe(1)
  })

  it('adds to what another has put meanwhile', async () => {
    const client = racing(/PutItem/, () => store.increment('met', 5, { expires: { days: 1 } }))
    const met = server.open({ client, hooks: undefined })
    expect(await met.increment('met', 1, { expires: { days: 1 } })).toBe(6)
  })

  it('refuses what is no number, and sums that a number does not hold', async () => {
    for (const value of ['1', null, [1], { n: 1 }, 2n ** 60n]) {
      await store.put('other', value)
      expect((await failure(store.increment('other'))).code).toBe('update.invalid')
      expect(await store.get('other')).toEqual(value)
    }
    await store.put('most', Number.MAX_SAFE_INTEGER - 1)
    expect(await store.increment('most')).toBe(Number.MAX_SAFE_INTEGER)
    expect((await failure(store.increment('most'))).code).toBe('update.invalid')
    expect(await store.increment('most', -Number.MAX_SAFE_INTEGER)).toBe(0)
    expect(await store.increment('most', -Number.MAX_SAFE_INTEGER)).toBe(-Number.MAX_SAFE_INTEGER)
    expect((await failure(store.increment('most', -1))).code).toBe('update.invalid')
  })

  it('refuses an amount that is none, before anything is sent', async () => {
    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1' as never, 1n as never, null as never])
      expect((await server.refusal(() => store.increment('key', amount))).code).toBe('expression.invalidValue')
    const error = await server.refusal(() => store.increment('key', 1, { member: 'count' }))
    expect(error.message).toContain("layout: 'flat'")
  })
})

describe('a lost answer', () => {
  let proxy: FaultProxy
  let through: ReturnType<typeof server.open>
  let flat: ReturnType<typeof server.open>

  beforeAll(async () => {
    proxy = await startFaultProxy()
  })
  afterAll(() => proxy.stop())
  beforeEach(() => {
    proxy.plan([])
    through = server.open({ client: proxy.client(), hooks: undefined })
    flat = server.open({ client: proxy.client(), hooks: undefined, layout: 'flat', prefix: 'flat/' })
  })

  it('does not make putIfAbsent fail on its own entry', async () => {
    for (const fault of ['drop after', '500 after', 'drop before'] as const) {
      proxy.plan([{ on: 'PutItem', fault }])
      expect(await through.putIfAbsent(`lost: ${fault}`, 1)).toBe(true)
      expect(proxy.seen).toHaveLength(2)
    }
  })

  it("does not make it succeed on another's, of the same value too", async () => {
    await store.put('taken', 1)
    proxy.plan([{ on: 'PutItem', fault: 'drop before' }])
    expect(await through.putIfAbsent('taken', 1)).toBe(false)
    await store.delete('taken')
    await store.putIfAbsent('taken', 1)
    proxy.plan([{ on: 'PutItem', fault: 'drop before' }])
    expect(await through.putIfAbsent('taken', 1)).toBe(false)
  })

  it('is said in the flat layout where the same value is there', async () => {
    proxy.plan([{ on: 'PutItem', fault: 'drop before' }])
    expect(await flat.putIfAbsent('key', { a: 1.0 })).toBe(true)
    proxy.plan([{ on: 'PutItem', fault: 'drop before' }])
    expect(await flat.putIfAbsent('key', { a: 2 })).toBe(false)
    proxy.plan([{ on: 'PutItem', fault: 'drop after' }])
    expect((await failure(flat.putIfAbsent('other', { a: 1 }))).details).toMatchObject({ outcome: 'unknown' })
  })

  it('does not count twice', async () => {
    await store.put('count', 1)
    proxy.plan([{ on: 'UpdateItem', fault: 'drop after' }])
    expect((await failure(through.increment('count'))).details).toMatchObject({ outcome: 'unknown' })
    expect(await store.get('count')).toBe(2)
    expect(proxy.seen).toHaveLength(1)
    proxy.plan([{ on: 'UpdateItem', fault: 'throttle' }])
    expect(await through.increment('count')).toBe(3)
    proxy.plan([{ on: 'PutItem', fault: 'drop after' }])
    expect(await through.increment('begun', 1, { expires: { days: 1 } })).toBe(1)
    expect(await store.get('begun')).toBe(1)
  })

  it('leaves put and delete as they are', async () => {
    proxy.plan([
      { on: 'PutItem', fault: 'drop after' },
      { on: 'DeleteItem', fault: '500 after' },
    ])
    await through.put('again', 1)
    expect(await store.get('again')).toBe(1)
    expect(await through.delete('again')).toBe(true)
    expect(await store.has('again')).toBe(false)
  })
})
