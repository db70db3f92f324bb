import { describe, expect, it } from 'vitest'
import { BatchIncompleteError } from '../../src/index.js'
import { type Partial, partialClient } from '../support/partial.js'
import { failure } from '../support/server.js'
import { createWire } from '../support/wire.js'
import { collect, useStore } from './support.js'

const server = useStore('kv-batches')
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${String(index).padStart(5, '0')}`)

/** A store whose batches meet this. */
function under(fate: Parameters<typeof partialClient>[0], options = {}) {
  const partial: Partial = partialClient(fate)
  return { store: server.open({ client: partial.client, hooks: undefined, ...options }), partial }
}

describe('many entries', () => {
  it('are put 25 and read 100 at a time, each once', async () => {
    const store = server.open({ prefix: 'many/' })
    const keys = keysOf(260)
    const puts = await server.sentBy(() => store.putMany(keys.map((key, index) => [key, index])))
    expect(puts.map(({ operation }) => operation)).toEqual(Array(11).fill('BatchWriteItem'))
    const reads = await server.sentBy(async () =>
      expect(await store.getMany([...keys, ...keys, 'none'])).toEqual([...keys.keys(), ...keys.keys(), null]),
    )
    const sizes = reads.map(({ input }) => Object.values<any>(input.RequestItems)[0].Keys.length)
    expect(sizes.sort()).toEqual([100, 100, 61])
    expect(await store.deleteMany(keys)).toEqual(Array(260).fill(true))
    expect(await store.getAll()).toEqual({})
  })

  it('are none without a request', async () => {
    const store = server.open()
    const sent = await server.sentBy(async () => {
      await store.putMany([])
      expect(await store.getMany([])).toEqual([])
      expect(await store.deleteMany([])).toEqual([])
    })
    expect(sent).toEqual([])
  })

  it('are put from anything that can be gone through, of one key the last', async () => {
    const store = server.open({ prefix: 'iterable/' })
    await store.putMany(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    )
    await store.putMany([
      ['a', 3],
      ['c', 4],
      ['a', 5],
    ])
    expect(await store.getAll()).toEqual({ a: 5, b: 2, c: 4 })
  })

  it('go by their size too: 16 MB a request', async () => {
    const store = server.open({ prefix: 'heavy/' })
    // Each control character is six in JSON.
    const entries = keysOf(12).map(key => [key, '\u0001'.repeat(390_000)] as const)
    const sent = await server.sentBy(() => store.putMany(entries))
    expect(sent.map(({ input }) => Object.values<any>(input.RequestItems)[0].length)).toEqual([7, 5])
    expect((await store.getMany(keysOf(12))).every(value => value.length === 390_000)).toBe(true)
    expect(await store.clear()).toBe(12)
  })
})

describe('what DynamoDB leaves unprocessed', () => {
  it('is sent again, and nothing twice', async () => {
    const { store, partial } = under(({ size }) => Math.ceil(size / 2), { prefix: 'halves/' })
    const keys = keysOf(60)
    await store.putMany(keys.map(key => [key, key]))
    expect(partial.processed).toHaveLength(60)
    expect(new Set(partial.processed).size).toBe(60)
    expect(await store.getMany(keys)).toEqual(keys)
    expect(partial.processed).toHaveLength(120)
    expect(await store.clear()).toBe(60)
    expect(partial.processed).toHaveLength(180)
    expect(await server.open({ prefix: 'halves/' }).getAll()).toEqual({})
  })

  it('is sent again after it was too much at once', async () => {
    const { store } = under(({ nth, size }) => (nth % 2 === 0 ? 'throttled' : size), { prefix: 'throttled/' })
    await store.putMany(keysOf(60).map(key => [key, key]))
    expect(await store.getMany(keysOf(60))).toEqual(keysOf(60))
  })

  it('is told by key in the end, with what was done', async () => {
    const store = under(({ operation, size, nth }) => (operation === 'BatchWriteItem' && nth === 0 ? size : 0), {
      prefix: 'left/',
    }).store
    const error = (await failure(store.putMany(keysOf(30).map(key => [key, key])))) as BatchIncompleteError
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(error.details).toMatchObject({ succeeded: 25, failed: 5 })
    expect(error.failed).toEqual(
      keysOf(30)
        .slice(25)
        .map((key, index) => ({
          position: 25 + index,
          entity: 'entry',
          operation: 'put',
          key: { collection: 'data', key },
          cause: undefined,
        })),
    )
    const reading = (await failure(store.getMany(['key-00000']))) as BatchIncompleteError
    expect(reading.failed).toMatchObject([{ operation: 'get', key: { collection: 'data', key: 'key-00000' } }])
  })

  it('is told of a refusal too, and of clear with how many are gone', async () => {
    const whole = server.open({ prefix: 'refused/' })
    await whole.putMany(keysOf(30).map(key => [key, key]))
    const { store } = under(({ nth, size }) => (nth === 0 ? size : 'refused'), { prefix: 'refused/' })
    const error = (await failure(store.clear())) as BatchIncompleteError
    expect(error.details).toMatchObject({ succeeded: 25, failed: 5 })
    expect(error.failed[0]).toMatchObject({ operation: 'delete', cause: { code: 'request.failed' } })
    expect(await collect(whole.keys())).toHaveLength(5)
  })
})

describe('deletes, which go one by one', () => {
  it('are made again after they were too much at once', async () => {
    const { client, faults, requests } = createWire({ maxAttempts: 1 })
    const store = server.open({ client, hooks: undefined, prefix: 'deletes/' })
    await store.putMany([
      ['a', 1],
      ['b', 2],
    ])
    faults.push('throttled', undefined, 'throttled', 'throttled')
    expect(await store.deleteMany(['a', 'none', 'b'])).toEqual([true, false, true])
    expect(requests.length).toBeGreaterThan(4)
  })

  it('say of each what is left over', async () => {
    const { client, faults } = createWire({ maxAttempts: 1 })
    const store = server.open({ client, hooks: undefined, prefix: 'deletes/' })
    await store.putMany([
      ['a', 1],
      ['b', 2],
    ])
    faults.push('expired')
    const error = (await failure(store.deleteMany(['a', 'b']))) as BatchIncompleteError
    expect(error.failed).toMatchObject([{ position: 0, operation: 'delete', key: { key: 'a' } }])
    expect(error.succeeded).toEqual([{ position: 1, result: true }])
  })

  it('count as done where the answer was lost', async () => {
    const { client, faults } = createWire()
    const store = server.open({ client, hooks: undefined, prefix: 'lost/' })
    await store.put('a', 1)
    faults.push('reset after')
    expect(await store.delete('a')).toBe(true)
    faults.push('reset before')
    expect(await store.has('a')).toBe(false)
  })
})
