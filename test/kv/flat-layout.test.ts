import { describe, expect, it } from 'vitest'
import { createLocalClient } from '../support/local.js'
import { failure } from '../support/server.js'
import { collect, useStore } from './support.js'

const server = useStore('kv-flat')
const store = server.open({ layout: 'flat' })
const key = (sk: string, pk = 'data') => ({ pk: { S: pk }, sk: { S: sk } })

describe('items of the Python store', () => {
  // As boto3 writes what `put` there is given: Decimals by their text, None, booleans, whatever is nested.
  const item = {
    ...key('doc-1'),
    zero: { N: '0' },
    tenth: { N: '0.1' },
    tiny: { N: '1E-7' },
    negative: { N: '-12.50' },
    large: { N: '1.5E+20' },
    int: { N: '42' },
    bigInt: { N: '123456789012345678901234567890' },
    none: { NULL: true },
    yes: { BOOL: true },
    no: { BOOL: false },
    empty: { S: '' },
    text: { S: 'naïve 🔑' },
    list: { L: [{ N: '1' }, { L: [] }, { M: { deep: { N: '0.30000000000000004' } } }, { NULL: true }] },
    dict: { M: { a: { S: 'b' }, __data__: { M: { id_: { S: 'x' } } }, nothing: { M: {} } } },
    strings: { SS: ['a', 'b'] },
    bytes: { B: new Uint8Array([1, 2]) },
    constructor: { S: 'C' },
  }
  const value = {
    zero: 0,
    tenth: 0.1,
    tiny: 1e-7,
    negative: -12.5,
    large: 150000000000000000000n,
    int: 42,
    bigInt: 123456789012345678901234567890n,
    none: null,
    yes: true,
    no: false,
    empty: '',
    text: 'naïve 🔑',
    list: [1, [], { deep: 0.1 + 0.2 }, null],
    dict: { a: 'b', __data__: { id_: 'x' }, nothing: {} },
    strings: new Set(['a', 'b']),
    bytes: new Uint8Array([1, 2]),
    constructor: 'C',
  }

  it('are read, on every path', async () => {
    await server.store(item as never, { ...key('doc-2'), value: { S: 'a member like any other' } })
    expect(await store.get('doc-1')).toEqual(value)
    expect(await store.getEntry('doc-1')).toEqual({ key: 'doc-1', value })
    expect(await store.getMany(['doc-2', 'none', 'doc-1'])).toEqual([{ value: 'a member like any other' }, null, value])
    expect(await store.getAll()).toEqual({ 'doc-1': value, 'doc-2': { value: 'a member like any other' } })
    expect(await collect(store.keys())).toEqual(['doc-1', 'doc-2'])
    expect(await store.has('doc-1')).toBe(true)
  })

  it('come back as they were when they are put again', async () => {
    await store.put('again', await store.get('doc-1'))
    const normal = await server.stored(key('doc-1'))
    expect(await server.stored(key('again'))).toEqual({ ...normal, ...key('again') })
  })

  it('are deleted, and told to have been there', async () => {
    expect(await store.delete('doc-2')).toBe(true)
    expect(await store.delete('doc-2')).toBe(false)
  })
})

describe('what is put', () => {
  it('is what the Python store reads: members as attributes, numbers as N', async () => {
    const value = {
      n: 1.5,
      big: 2n ** 64n,
      tiny: 1e-7,
      zero: -0,
      none: null,
      yes: true,
      list: [1, 'a', [false]],
      dict: { ['__proto__']: { x: 1 } },
      left: undefined,
    }
    await store.put('typescript', value)
    const stored = await server.stored(key('typescript'))
    expect({ ...stored }).toEqual({
      ...key('typescript'),
      n: { N: '1.5' },
      big: { N: '18446744073709551616' },
      tiny: { N: '0.0000001' },
      zero: { N: '0' },
      none: { NULL: true },
      yes: { BOOL: true },
      list: { L: [{ N: '1' }, { S: 'a' }, { L: [{ BOOL: false }] }] },
      dict: { M: { ['__proto__']: { M: { x: { N: '1' } } } } },
    })
  })

  it('may have members of nearly any name', async () => {
    const value = JSON.parse('{ "map": { "__proto__": 1 }, "constructor": 2, "#a": 3, ":b": 4, "c.d[0]": 5, "🔑": 6 }')
    await store.put('names', value)
    const read = await store.get('names')
    const names = Object.keys(value).sort()
    expect(Object.keys(read).sort()).toEqual(names)
    for (const name of names) expect(JSON.stringify(read[name])).toBe(JSON.stringify(value[name]))
    for (const member of ['#a', ':b', 'c.d[0]', 'constructor'])
      expect(await store.increment('names', 10, { member })).toBe(value[member] + 10)
  })

  it('may be an empty object', async () => {
    await store.put('empty', {})
    expect(await store.get('empty')).toEqual({})
    expect(await store.putIfAbsent('empty', { a: 1 })).toBe(false)
  })

  it('is not read wrong where another program has written a member that the SDK does not read', async () => {
    await server.store({ ...key('unread'), ...JSON.parse('{ "__proto__": { "N": "1" } }') })
    // A client's first request of an operation goes the SDK's own way.
    const fresh = server.open({ layout: 'flat', client: createLocalClient() })
    expect((await failure(fresh.get('unread'))).code).toBe('item.invalidStored')
    await store.delete('unread')
  })

  const refused: Record<string, [value: unknown, message: string]> = {
    'a member called as the partition key': [{ pk: 1, a: 1 }, 'pk: is the name of a key of the table'],
    'a member called __proto__': [
      JSON.parse('{ "__proto__": 1 }'),
      '__proto__: is an attribute that the SDK does not read',
    ],
    'a member called as the sort key': [{ sk: null }, 'sk: is the name of a key of the table'],
    'a text': ['text', 'is no object'],
    'a list': [[1], 'is no object'],
    null: [null, 'is no object'],
    undefined: [undefined, 'got undefined'],
    'a Date': [new Date(), 'got a Date'],
    'a function in it': [{ a: [() => 1] }, 'a.0: expected'],
    'an empty name': [{ '': 1 }, 'has an empty name'],
  }
  it.each(Object.keys(refused))('%s is refused before it is sent', async name => {
    const [value, message] = refused[name]!
    expect((await server.refusal(() => store.put('key', value))).message).toContain(message)
    expect((await server.refusal(() => store.putMany([['key', value]]))).message).toContain(message)
  })

  it('never expires', async () => {
    const error = await server.refusal(() => store.put('key', { a: 1 }, { expires: { days: 1 } }))
    expect(error.message).toContain('in this layout nothing expires')
    await store.put('key', { a: 1 }, { expires: 'never' })
    expect(await store.getEntry('key')).toEqual({ key: 'key', value: { a: 1 } })
  })

  it('is 400 KB at most', async () => {
    const error = await server.refusal(() => store.put('key', { a: 'x'.repeat(410_000) }))
    expect(error.details).toMatchObject({ entity: 'entry', bytes: 410_012, limit: 409_600 })
    await store.put('key', { a: 'x'.repeat(409_600 - 12) })
    expect((await store.get('key')).a).toHaveLength(409_588)
  })
})

describe('increment', () => {
  it('adds to a member, whether the item or the member is there or not', async () => {
    expect(await store.increment('counts', 2, { member: 'a' })).toBe(2)
    expect(await store.increment('counts', -0.5, { member: 'a' })).toBe(1.5)
    expect(await store.increment('counts', 1, { member: 'b', collection: 'data' })).toBe(1)
    expect(await store.get('counts')).toEqual({ a: 1.5, b: 1 })
  })

  it('needs a member that is a number, and none of the keys', async () => {
    await store.put('text', { a: 'text' })
    expect((await failure(store.increment('text', 1, { member: 'a' }))).code).toBe('update.invalid')
    expect((await server.refusal(() => store.increment('text'))).message).toContain('the member that is the number')
    for (const member of ['sk', '__proto__'])
      expect((await server.refusal(() => store.increment('text', 1, { member }))).code).toBe('update.invalid')
    expect((await server.refusal(() => store.increment('text', 1, { expires: { days: 1 } }))).code).toBe(
      'update.invalid',
    )
    expect(await store.get('text')).toEqual({ a: 'text' })
  })
})
