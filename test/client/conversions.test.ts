import { inspect } from 'node:util'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, NumberValue, type TranslateConfig } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { InvalidItemError } from '../../src/index.js'
import { createLocalClient, localClient } from '../support/local.js'
import { failure } from '../support/server.js'
import { useTable } from './support.js'

const table = useTable('client-types')
const clientWith = (config?: TranslateConfig) =>
  table.client<Record<string, any>>({ client: DynamoDBDocumentClient.from(createLocalClient(), config) })
const client = table.client<Record<string, any>>()
const proto = '__proto__'
let keys = 0
const newKey = () => ({ pk: 'types', sk: String(++keys) })

beforeAll(table.create)

describe('types are those of lib-dynamodb', () => {
  it('by default', async () => {
    const item = {
      ...newKey(),
      text: '',
      int: 30,
      fraction: 99.99,
      big: 12345678901234567890123456789n,
      yes: true,
      none: null,
      list: ['a', 1, [null]],
      map: { inner: { deep: 1 } },
      bytes: new Uint8Array([1, 2]),
      strings: new Set(['a', 'b']),
      numbers: new Set([1, 2]),
    }
    await client.create(item)
    expect(await client.get({ pk: item.pk, sk: item.sk })).toEqual(item)
    expect(await table.stored(item.pk, item.sk)).toMatchObject({
      fraction: { N: '99.99' },
      big: { N: '12345678901234567890123456789' },
      strings: { SS: ['a', 'b'] },
      numbers: { NS: expect.arrayContaining(['1', '2']) },
      none: { NULL: true },
    })
  })

  it("by the document client's own options, in all that is sent and given", async () => {
    class Money {
      constructor(readonly cents: number) {}
    }
    const own = clientWith({
      marshallOptions: { removeUndefinedValues: true, convertEmptyValues: true, convertClassInstanceToMap: true },
      unmarshallOptions: { wrapNumbers: true },
    })
    const key = newKey()
    const item = { ...key, price: new Money(5), gone: undefined, empty: new Set(), count: NumberValue.from('1.50') }
    expect(await own.create(item)).toMatchObject({ success: true })
    const found = { ...key, price: { cents: NumberValue.from('5') }, empty: null, count: NumberValue.from('1.5') }
    expect(await own.get(key)).toEqual(found)
    // A value that is read can be compared with, and what a failed condition tells of is converted too.
    const same = (stored: any, { eq }: any) => eq(stored.count, found.count)
    expect((await own.query({ pk: 'types' }, { filter: same })).items).toEqual([found])
    expect(await own.create(key, { preventOverwrite: 'pk' })).toEqual({ success: false, current: found })
    expect(await own.increment(key, 'count', NumberValue.from('0.1'))).toEqual({
      success: true,
      value: NumberValue.from('1.6'),
    })
  })

  it('does not change how the clients made of its client convert', async () => {
    const plain = createLocalClient()
    const document = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } })
    expect(await table.client<any>({ client: plain }).create({ ...newKey(), gone: undefined })).toMatchObject({
      success: true,
    })
    expect((document.config as TranslateConfig & { translateConfig?: TranslateConfig }).translateConfig).toEqual(
      expect.objectContaining({ marshallOptions: expect.objectContaining({ removeUndefinedValues: true }) }),
    )
  })

  it('sends through the very client that it is given', async () => {
    const document = DynamoDBDocumentClient.from(localClient())
    const names: string[] = []
    const { send } = document
    document.send = ((command: any, ...rest: any[]) => {
      names.push(command.constructor.name)
      return (send as any).call(document, command, ...rest)
    }) as never
    await table.client({ client: document }).get(newKey())
    expect(names).toEqual(['GetCommand'])
  })
})

describe('names', () => {
  it('are ordinary, whatever they are', async () => {
    const key = newKey()
    const awkward = JSON.parse(
      '{"constructor":{"constructor":1},"map":{"isMap":true,"__proto__":[{"__proto__":1}]},"a.b":1,"toString":2,"hasOwnProperty":3}',
    )
    const item = { ...key, ...awkward }
    await client.create(item)
    const stored = (await table.stored(key.pk, key.sk))!
    expect(Object.keys(stored).sort()).toEqual(Object.keys(item).sort())
    expect(Object.keys(stored.map.M)).toContain('__proto__')
    const isWhole = (found: any) => {
      expect(Object.entries(found).sort()).toEqual(Object.entries(item).sort())
      expect(Object.entries(found.map)).toContainEqual(['__proto__', [awkward.map[proto][0]]])
    }
    isWhole(await client.get(key))
    isWhole((await client.query({ pk: 'types' }, { sortKey: { sk: { eq: key.sk } } })).items[0])
    // Of an item that a failed condition tells of the SDK reads no such name.
    const { map, ...rest } = item
    await client.create(rest)
    expect(((await client.create(rest, { preventOverwrite: 'pk' })) as any).current).toEqual(rest)
    expect((await client.increment(key, 'constructor.b')).value).toBe(1)
    expect(await client.get(key, { projection: [['a.b'], 'toString', ['constructor.b']] })).toEqual({
      'a.b': 1,
      'constructor.b': 1,
      toString: 2,
    })
  })

  it('that look like those which stand for others meanwhile are themselves', async () => {
    const key = newKey()
    const item = {
      ...key,
      'constructor\0': 1,
      map: JSON.parse('{"constructor":1,"constructor\\u0000":2,"__proto__\\u0000":3}'),
    }
    await client.create(item)
    const { M } = (await table.stored(key.pk, key.sk))!.map
    expect(M).toEqual({ constructor: { N: '1' }, 'constructor\0': { N: '2' }, '__proto__\0': { N: '3' } })
    expect(await client.get(key)).toEqual(item)
  })

  it("a top-level __proto__ is written, and hidden by the SDK's own reading: it changes no item", async () => {
    const key = newKey()
    const awkward = JSON.parse('{"__proto__":{"isAdmin":true}}')
    const item = Object.fromEntries([...Object.entries(key), ...Object.entries(awkward)])
    await client.create(item)
    const isAdmin = { filter: (found: any, { eq }: any) => eq(found[proto].isAdmin, true) }
    const { items } = await client.query({ pk: 'types' }, isAdmin)
    expect(items).toEqual([key])
    expect(items[0]!.isAdmin).toBeUndefined()
    await client.update(key, Object.fromEntries([['__proto__', 5]]) as object)
    expect(await client.count({ partition: { pk: 'types' }, ...isAdmin })).toBe(0)
  })

  it('may be reserved words', async () => {
    const key = newKey()
    await client.create({ ...key, name: 'Ada', status: 'active', year: 1 })
    const text = { expression: 'status = :s AND year > :y', values: { ':s': 'active', ':y': 0 } }
    expect(await client.update(key, { name: 'Alan' }, { condition: text })).toMatchObject({ success: true })
  })
})

describe('what has no stored form is told by its place', () => {
  const refusals: [unknown, RegExp][] = [
    [undefined, /^The value for 'it.value' does not fit: it is undefined: leave it out, or set marshallOptions/],
    [Number.NaN, /DynamoDB has no NaN and no Infinity/],
    [2 ** 60, /it is beyond Number.MAX_SAFE_INTEGER: use a bigint, or NumberValue/],
    [new Set(), /DynamoDB stores no empty set/],
    [new Set([true]), /a set holds strings, numbers or binaries/],
    [new Date(0), /an instance of Date has no stored form/],
    [Symbol('secret'), /no stored form/],
  ]

  it.each(refusals)('%s', async (value, text) => {
    const key = newKey()
    const sentTo = (work: () => Promise<unknown>) => failure(work)
    const errors = [
      await sentTo(() => client.create({ ...key, it: { value } })),
      await sentTo(() => client.update(key, { it: { value } })),
      await sentTo(() => client.appendToList(key, 'it', [value])),
    ]
    for (const error of errors) {
      expect(error.code).toBe('expression.invalidValue')
      expect(error.message).not.toContain('secret')
      expect(error.cause).toBeUndefined()
    }
    expect(errors[0]!.message).toMatch(text)
    expect(errors[1]!.message).toMatch(text)
    const error = await failure(
      table.client({ keyNames: ['pk', 'sk'] }).batchCreate([{ ...key, name: { value } as never }]),
    )
    expect((error.cause as Error).message).toContain("'name.value'")
    expect(await table.stored(key.pk, key.sk)).toBeUndefined()
  })

  it('a stored number that it does not read is told too, and that the write was made', async () => {
    const key = newKey()
    const Item = { pk: { S: key.pk }, sk: { S: key.sk }, n: { N: '12345678901234567890.5' } }
    await localClient().send(new PutItemCommand({ TableName: table.name, Item }))
    const error = await failure(client.get(key))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error.message).toMatch(
      /^A stored item does not fit .*\n {2}item: it holds a number that lib-dynamodb does not read/,
    )
    const written = await failure(client.update(key, { name: 'x' }, { returnValues: 'ALL_NEW' }))
    expect(written).toMatchObject({ code: 'item.invalidStored', details: { written: true } })
    expect(inspect(written, { depth: 5 })).not.toContain('12345678901234567890')
    const kept = await failure(client.create(key, { preventOverwrite: 'pk' }))
    expect(kept.details).not.toHaveProperty('written')
    expect(await client.get(key, { projection: ['name'] })).toEqual({ name: 'x' })
  })
})
