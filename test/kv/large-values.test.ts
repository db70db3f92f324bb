import { DeleteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, it } from 'vitest'
import { localClient } from '../support/local.js'
import { partialClient } from '../support/partial.js'
import { racing } from '../support/racing.js'
import { failure } from '../support/server.js'
import { createWire } from '../support/wire.js'
import { collect, noise, useStore } from './support.js'

const server = useStore('kv-large')
const key = (sk: string, pk: string) => ({ pk: { S: pk }, sk: { S: sk } })
const isEqual = (found: unknown, bytes: Uint8Array) =>
  expect(found instanceof Uint8Array && Buffer.compare(found, bytes)).toBe(0)

/** How many pieces of values there are in the table, of a store with this prefix. */
async function piecesOf(prefix: string): Promise<number> {
  let count = 0
  let ExclusiveStartKey: any
  do {
    const page = await localClient().send(
      new ScanCommand({
        TableName: server.options.tableName,
        ExclusiveStartKey,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': { S: `${prefix}\0` } },
        ProjectionExpression: 'pk',
      }),
    )
    count += page.Items!.length
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return count
}

describe('a value near 400 KB', () => {
  const store = server.open({ prefix: 'near/' })
  // What the item takes beside the bytes: names, keys, the value's own name.
  const rest = 'pk'.length + 'near/data'.length + 'sk'.length + 'key'.length + 'value'.length

  it('is stored up to the last byte', async () => {
    const bytes = noise(409_600 - rest)
    await store.put('key', bytes)
    isEqual(await store.get('key'), bytes)
  })

  it('is refused with one more before it is sent', async () => {
    const error = await server.refusal(() => store.put('key', noise(409_601 - rest)))
    expect(error).toMatchObject({ code: 'item.tooLarge', details: { bytes: 409_601, limit: 409_600 } })
    expect((await server.refusal(() => store.putMany([['key', noise(500_000)]]))).code).toBe('item.tooLarge')
  })

  it('goes in one item where it can, whatever the options say', async () => {
    const chunked = server.open({ prefix: 'near/', chunk: true, compress: true })
    const bytes = noise(409_600 - rest)
    const sent = await server.sentBy(() => chunked.put('key', bytes))
    expect(sent.map(({ operation }) => operation)).toEqual(['PutItem'])
    isEqual(await store.get('key'), bytes)
    expect(await piecesOf('near/')).toBe(0)
  })
})

describe('compression', () => {
  const text = 'The same again and again. '.repeat(40_000)

  it('makes a value fit that is too large', async () => {
    const store = server.open({ prefix: 'gzip/', compress: true })
    await store.put('key', { text })
    const stored = await server.stored(key('key', 'gzip/data'))
    expect(stored).toMatchObject({ encoding: { S: 'gzip' }, value: { B: expect.any(Uint8Array) } })
    expect(await server.open({ prefix: 'gzip/' }).get('key')).toEqual({ text })
  })

  it('is of values over a size, and not where it makes them longer', async () => {
    const store = server.open({ prefix: 'over/', compress: { over: 100 } })
    const encodingOf = async (value: unknown) => {
      await store.put('key', value)
      expect(await store.get('key')).toEqual(value)
      return (await server.stored(key('key', 'over/data')))!.encoding?.S
    }
    // {"S":"…"} is eight characters more.
    expect(await encodingOf('a'.repeat(92))).toBeUndefined()
    expect(await encodingOf('a'.repeat(93))).toBe('gzip')
    // It is shorter than the JSON of the bytes, and longer than they are.
    expect(await encodingOf(noise(10_000))).toBeUndefined()
  })

  it('keeps what a value is', async () => {
    const store = server.open({ prefix: 'kinds/', compress: { over: 0 } })
    const value = {
      pad: 'x'.repeat(2000),
      bytes: new Uint8Array([0, 128, 255]),
      set: new Set([1, 2]),
      big: 2n ** 80n,
      none: null,
      text: 'ключ 🔑 \0 "',
      B: { B: 'a text in an attribute called B', BS: ['x'] },
    }
    await store.put('key', value)
    expect(await store.get('key')).toEqual(value)
    expect((await server.stored(key('key', 'kinds/data')))!.encoding).toEqual({ S: 'gzip' })
    expect((await failure(store.increment('key'))).code).toBe('update.invalid')
  })
})

describe('values in pieces', () => {
  const options = { prefix: 'pieces/', chunk: true }
  const store = server.open(options)
  const [large, larger] = [noise(900_000, 1), noise(1_700_000, 2)]

  afterEach(async () => {
    await server.open({ prefix: 'pieces/' }).clear()
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('are read by a store that would not write them', async () => {
    await store.put('key', { large }, { expires: { days: 1 } })
    const reader = server.open({ prefix: 'pieces/', consistent: false })
    isEqual((await reader.get('key')).large, large)
    expect(await reader.has('key')).toBe(true)
    isEqual((await reader.getMany(['key', 'none']))[0].large, large)
    isEqual((await reader.getAll()).key.large, large)
    expect(await collect(reader.keys())).toEqual(['key'])
  })

  it('expire a day after the entry', async () => {
    await store.put('key', { large }, { expires: { days: 1 } })
    const stored = await server.stored(key('key', 'pieces/data'))
    const { id, count } = stored!.chunks!.M!
    expect(count).toEqual({ N: '4' })
    const piece = await server.stored(key('000003', `pieces/\0${id!.S}`))
    expect(Number(piece!.ttl!.N)).toBe(Number(stored!.ttl!.N) + 86_400)
    expect(await server.stored(key('000004', `pieces/\0${id!.S}`))).toBeUndefined()
  })

  it('may expire at the end of time', async () => {
    await store.put('key', large, { expires: new Date(8.64e15) })
    isEqual(await store.get('key'), large)
  })

  it('are deleted with what refers to them', async () => {
    await store.put('key', large)
    expect(await piecesOf('pieces/')).toBe(4)
    await store.put('key', larger)
    expect(await piecesOf('pieces/')).toBe(6)
    isEqual(await store.get('key'), larger)
    await store.put('key', 'small')
    expect(await piecesOf('pieces/')).toBe(0)
    await store.putMany([
      ['a', large],
      ['b', larger],
      ['c', 1],
      ['a', larger],
    ])
    expect(await piecesOf('pieces/')).toBe(12)
    await store.putMany([['a', 1]])
    expect(await piecesOf('pieces/')).toBe(6)
    expect(await store.deleteMany(['b', 'none'])).toEqual([true, false])
    expect(await piecesOf('pieces/')).toBe(0)
    await store.put('d', large)
    expect(await server.open({ prefix: 'pieces/' }).delete('d')).toBe(true)
    expect(await piecesOf('pieces/')).toBe(0)
    await store.put('e', large)
    await store.put('f', large, 'other')
    expect(await server.open({ prefix: 'pieces/' }).clear()).toBe(4)
    expect(await piecesOf('pieces/')).toBe(4)
    expect(await store.clear('other')).toBe(1)
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('are written if absent, and not where something is there', async () => {
    expect(await store.putIfAbsent('absent', large, { expires: { seconds: 1 } })).toBe(true)
    const sent = await server.sentBy(async () => expect(await store.putIfAbsent('absent', larger)).toBe(false))
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem'])
    isEqual(await store.get('absent'), large)
    const later = server.open({ ...options, now: () => new Date(server.time.getTime() + 1000) })
    expect(await later.putIfAbsent('absent', larger)).toBe(true)
    isEqual(await later.get('absent'), larger)
    expect(await piecesOf('pieces/')).toBe(6)
    // Put meanwhile, between the look and the write.
    const raced = server.open({ ...options, hooks: undefined, client: racing(/PutItem/, () => store.put('raced', 1)) })
    expect(await raced.putIfAbsent('raced', large)).toBe(false)
    expect(await store.clear()).toBe(2)
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('and increments are two things', async () => {
    await store.put('key', large, { expires: { seconds: 1 } })
    expect((await failure(store.increment('key'))).code).toBe('update.invalid')
    const later = server.open({ ...options, now: () => new Date(server.time.getTime() + 1000) })
    expect(await later.increment('key', 3)).toBe(3)
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('are compressed first where that is asked for', async () => {
    const both = server.open({ prefix: 'both/', chunk: true, compress: true })
    // Half of it is noise: it shrinks, and not enough.
    const value = { noise: noise(900_000), text: 'x'.repeat(900_000) }
    await both.put('key', value)
    expect((await server.stored(key('key', 'both/data')))!.encoding).toEqual({ S: 'gzip' })
    const read = await server.open({ prefix: 'both/' }).get('key')
    isEqual(read.noise, value.noise)
    expect(read.text).toBe(value.text)
  })

  it('lie in many items where values are many MB', async () => {
    const huge = noise(20_000_000)
    await store.put('huge', huge, 'huge')
    isEqual(await store.get('huge', 'huge'), huge)
    expect(await store.clear('huge')).toBe(1)
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('are whole for whoever reads while they are replaced', async () => {
    await store.put('race', large)
    for (const consistent of [true, false]) {
      await store.put('race', large)
      const client = racing(/BatchGetItem/, () => store.put('race', larger))
      isEqual(await server.open({ ...options, client, hooks: undefined, consistent }).get('race'), larger)
    }
    const gone = racing(/BatchGetItem/, () => store.delete('race'))
    expect(await server.open({ ...options, client: gone, hooks: undefined }).get('race')).toBeNull()
    for (const read of ['getAll', 'entries'] as const) {
      await store.put('race', large)
      const client = racing(/BatchGetItem/, () => store.put('race', 'small'))
      const reader = server.open({ ...options, client, hooks: undefined })
      expect(read === 'getAll' ? await reader.getAll() : Object.fromEntries(await collect(reader.entries()))).toEqual({
        race: 'small',
      })
    }
  })

  it('of several writers at once are those of one of them, and no others are left', async () => {
    const values = [1, 2, 3, 4, 5, 6].map(seed => noise(500_000 + seed, seed))
    await Promise.all(values.map(value => store.put('contended', value)))
    const found: Uint8Array = await store.get('contended')
    isEqual(found, values.find(({ length }) => length === found.length)!)
    expect(await piecesOf('pieces/')).toBe(2)
    await Promise.all(values.map(value => store.putIfAbsent('once', value)))
    expect(await piecesOf('pieces/')).toBe(4)
    await store.clear()
    expect(await piecesOf('pieces/')).toBe(0)
  })

  it('that are missing are told, and no value is made of the others', async () => {
    await store.put('damaged', large)
    const { id } = (await server.stored(key('damaged', 'pieces/data')))!.chunks!.M!
    const open = server.open()
    await open.put('other', 1)
    await localClient().send(
      new DeleteItemCommand({
        TableName: server.options.tableName,
        Key: key('000001', `pieces/\0${id!.S}`),
      }),
    )
    const error = await failure(store.get('damaged'))
    expect(error.code).toBe('item.invalidStored')
    expect(error.message).toContain('is in pieces, of which some were missing')
    await store.clear()
  })
})

/** The client, whose second PutItem on the wire comes after something that somebody else does. */
function onSecondPut(client: DynamoDBClient, race: () => unknown): DynamoDBClient {
  const handler = client.config.requestHandler as unknown as { handle(request: any, options: any): unknown }
  const handle = handler.handle
  let puts = 0
  handler.handle = async (request, options) => {
    if (request.headers['x-amz-target'].endsWith('PutItem') && ++puts === 2) await race()
    return handle(request, options)
  }
  return client
}

describe('when a write in pieces fails', () => {
  const options = { prefix: 'failing/', chunk: true, hooks: undefined }
  const large = noise(900_000)
  const pieces = 4

  it('nothing is left of it where DynamoDB did not act', async () => {
    const refused = createWire({ maxAttempts: 1 })
    refused.faults.push(undefined, 'expired')
    const error = await failure(server.open({ ...options, client: refused.client }).put('key', large))
    expect(error.details).toMatchObject({ operation: 'PutItem', outcome: 'not written' })
    expect(await piecesOf('failing/')).toBe(0)
    const partial = partialClient(({ nth }) => (nth === 0 ? 2 : nth === 1 ? 'refused' : 100))
    expect((await failure(server.open({ ...options, client: partial.client }).put('key', large))).code).toBe(
      'batch.incomplete',
    )
    expect(await piecesOf('failing/')).toBe(0)
    expect(await server.open(options).get('key')).toBeNull()
  })

  it('it stays whole where that is not known', async () => {
    const { client, faults } = createWire({ maxAttempts: 1 })
    faults.push(undefined, 'reset after', undefined, 'reset before', undefined, 'reset before')
    const error = await failure(server.open({ ...options, client }).put('key', large))
    expect(error.details).toMatchObject({ operation: 'PutItem', outcome: 'unknown' })
    isEqual(await server.open(options).get('key'), large)
  })

  it('and is made again after a lost answer, it has pieces of its own', async () => {
    const before = await piecesOf('failing/')
    const { client, faults } = createWire()
    faults.push(undefined, 'reset after')
    const store = server.open({ ...options, client })
    await store.put('resent', large)
    isEqual(await store.get('resent'), large)
    faults.push(undefined, undefined, 'internal after')
    expect(await store.putIfAbsent('resent, if absent', large)).toBe(true)
    isEqual(await store.get('resent, if absent'), large)
    expect(await piecesOf('failing/')).toBe(before + 2 * pieces)
  })

  it('and is made again, it is whole though another has replaced and deleted what the first attempt wrote', async () => {
    const other = server.open(options)
    for (const replace of [() => other.put('again', 'small'), () => other.delete('again')]) {
      const { client, faults } = createWire()
      const store = server.open({ ...options, client: onSecondPut(client, replace) })
      faults.push(undefined, 'reset after')
      await store.put('again', large)
      isEqual(await other.get('again'), large)
    }
    await other.delete('absent, again')
    const { client, faults } = createWire()
    faults.push(undefined, undefined, 'reset after')
    const store = server.open({ ...options, client: onSecondPut(client, () => other.delete('absent, again')) })
    expect(await store.putIfAbsent('absent, again', large)).toBe(true)
    isEqual(await other.get('absent, again'), large)
  })

  it('a delete of the old pieces that fails fails nothing', async () => {
    const { client, faults } = createWire({ maxAttempts: 1 })
    const store = server.open({ ...options, client, prefix: 'cleanup/' })
    await store.put('key', large)
    faults.push(undefined, 'expired')
    await store.put('key', 1)
    expect(await store.get('key')).toBe(1)
    expect(await piecesOf('cleanup/')).toBe(4)
  })
})
