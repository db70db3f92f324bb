import { DynamoDBDocumentClient, NumberValue } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BatchIncompleteError, InvalidKeyError, MonotableError } from '../../src/index.js'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js'
import { failure } from '../support/server.js'
import { type Profile, useTable } from './support.js'

const table = useTable('client-batch')
const client = table.client({ keyNames: ['pk', 'sk'] })
const items = (pk: string, count: number) =>
  Array.from({ length: count }, (_, no): Profile => ({ pk, sk: String(no).padStart(3, '0'), count: no }))
const keysOf = (all: readonly Profile[]) => all.map(({ pk, sk }) => ({ pk, sk }))
const countOf = (pk: string) => client.count({ partition: { pk }, consistent: true })

beforeAll(table.create)

describe('on DynamoDB', () => {
  it.each([60, 130])('puts and deletes %i items, 25 in a request', async count => {
    const all = items(`many-${count}`, count)
    const progress: object[] = []
    const sent = await table.sentBy(async () => {
      const created = await client.batchCreate(all, { concurrency: 1, onProgress: step => progress.push(step) })
      expect(created).toEqual({ succeeded: count, failed: 0, failedItems: [] })
    })
    const sizes = sent.map(({ input }) => input.RequestItems[table.name].length)
    expect(sizes).toEqual([...Array(Math.floor(count / 25)).fill(25), count % 25])
    expect(progress[0]).toEqual({ done: 25, failed: 0, total: count })
    expect(progress.at(-1)).toEqual({ done: count, failed: 0, total: count })
    expect(await countOf(`many-${count}`)).toBe(count)
    const deleted = await client.batchDelete(keysOf(all))
    expect(deleted).toEqual({ succeeded: count, failed: 0, failedKeys: [] })
    expect(await countOf(`many-${count}`)).toBe(0)
  })

  it('makes smaller requests of items that are more than 16 MB together as JSON', async () => {
    // Each character is two in JSON, and the binary a third longer.
    const name = '"'.repeat(390_000)
    const all = items('large', 25).map(item => ({ ...item, name, list: [{ bytes: new Uint8Array(10) }, new Set([1])] }))
    const sent = await table.sentBy(async () => expect((await client.batchCreate(all)).succeeded).toBe(25))
    expect(sent.map(({ input }) => input.RequestItems[table.name].length)).toEqual([21, 4])
    const own: any = { pk: 'large', sk: 'own' }
    own.self = [own, own]
    expect((await failure(client.batchCreate([own]))).code).toBe('batch.incomplete')
  })

  it('takes smaller requests, and any iterable', async () => {
    const all = items('small', 7)
    const sent = await table.sentBy(() => client.batchCreate(new Set(all), { batchSize: 3 }))
    expect(sent.map(({ input }) => input.RequestItems[table.name].length).sort()).toEqual([1, 3, 3])
  })

  it('merges what has one key: the last wins, and all count', async () => {
    const all = [...items('twice', 3), { pk: 'twice', sk: '001', name: 'last' }]
    const sent = await table.sentBy(async () =>
      expect(await client.batchCreate(all)).toMatchObject({ succeeded: 4, failed: 0 }),
    )
    expect(sent[0]!.input.RequestItems[table.name]).toHaveLength(3)
    expect(await client.get({ pk: 'twice', sk: '001' })).toEqual({ pk: 'twice', sk: '001', name: 'last' })
    expect(await client.batchDelete([...keysOf(all), { pk: 'twice', sk: '000' }])).toMatchObject({ succeeded: 5 })
  })

  it('asks the table for its keys once, where they are not given', async () => {
    const asking = table.client()
    await asking.batchCreate(items('asked', 2))
    await asking.batchDelete(keysOf(items('asked', 2)))
    expect(await asking.tableInfo()).toBe(await asking.tableInfo())
  })

  it('sends nothing of nothing', async () => {
    const sent = await table.sentBy(async () => {
      expect(await client.batchCreate([])).toEqual({ succeeded: 0, failed: 0, failedItems: [] })
      expect(await client.batchDelete([])).toEqual({ succeeded: 0, failed: 0, failedKeys: [] })
    })
    expect(sent).toEqual([])
  })

  it('refuses what is wrong before anything is sent', async () => {
    const loose = client as any
    const sent = await table.sentBy(async () => {
      expect(await failure(loose.batchCreate([...items('a', 30), { pk: 'a' }]))).toBeInstanceOf(InvalidKeyError)
      expect(await failure(loose.batchDelete([{ pk: 'a', sk: 'b', name: 'c' }]))).toBeInstanceOf(InvalidKeyError)
      expect(await failure(loose.batchDelete([undefined]))).toBeInstanceOf(InvalidKeyError)
      for (const options of [{ batchSize: 26 }, { batchSize: 0 }, { concurrency: 0 }])
        expect((await failure(loose.batchCreate(items('a', 1), options))).code).toBe('batch.invalid')
    })
    expect(sent).toEqual([])
  })

  it('tells what failed and what was done, and drops nothing', async () => {
    const bad = { pk: 'partly', sk: '999', name: 'x'.repeat(410_000) }
    const error = await failure(client.batchCreate([...items('partly', 30), bad], { batchSize: 10 }))
    expect(error).toBeInstanceOf(BatchIncompleteError)
    const { failed, succeeded, cause } = error as BatchIncompleteError
    expect(failed).toEqual([
      {
        position: 30,
        entity: 'item',
        operation: 'put',
        key: { pk: 'partly', sk: '999' },
        cause: expect.any(MonotableError),
      },
    ])
    expect(cause).toMatchObject({ code: 'request.failed', details: { name: 'ValidationException' } })
    expect(succeeded.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, no) => no))
    expect(await countOf('partly')).toBe(30)
  })

  it('tells which of those that were sent together is wrong', async () => {
    const large = { pk: 'one-bad', sk: 'large', name: 'x'.repeat(410_000) }
    const odd = { pk: 'one-bad', sk: 'odd', tags: [undefined] } as any
    const all = [...items('one-bad', 20), large, odd]
    const error = (await failure(client.batchCreate(all))) as BatchIncompleteError
    expect(error.failed.map(({ position }) => position)).toEqual([20, 21])
    expect(error.message).toMatch(
      /^2 of 22 were left over: .*\n {2}BatchWriteItem on table '.*' failed: ValidationException/,
    )
    expect(await countOf('one-bad')).toBe(20)
  })

  it('ends where the signal says so, with what was done', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort()
    const options = { onProgress, signal: controller.signal, concurrency: 1 }
    const error = (await failure(client.batchCreate(items('aborted', 60), options))) as BatchIncompleteError
    expect(error).toMatchObject({ code: 'batch.incomplete', details: { succeeded: 25, failed: 35 } })
    expect(error.cause).toMatchObject({ code: 'request.aborted' })
  })
})

describe('where DynamoDB has too much', () => {
  let proxy: FaultProxy
  beforeAll(async () => {
    proxy = await startFaultProxy()
  })
  afterAll(() => proxy.stop())
  const through = (keyNames: readonly ['pk', 'sk'] = ['pk', 'sk']) =>
    table.client({ keyNames, client: proxy.client({ maxAttempts: 1 }) })

  it('sends again what is left unprocessed', async () => {
    proxy.plan([{ on: 'BatchWriteItem', fault: 'unprocessed', times: 4 }])
    const all = items('unprocessed', 60)
    expect(await through().batchCreate(all)).toEqual({ succeeded: 60, failed: 0, failedItems: [] })
    expect(await countOf('unprocessed')).toBe(60)
    proxy.plan([{ on: 'BatchWriteItem', fault: 'unprocessed', times: 4 }])
    expect(await through().batchDelete(keysOf(all))).toEqual({ succeeded: 60, failed: 0, failedKeys: [] })
    expect(await countOf('unprocessed')).toBe(0)
  })

  it('knows keys again, however they come back', async () => {
    const numbered = useTable('client-numbered', {
      AttributeDefinitions: [
        { AttributeName: 'no', AttributeType: 'N' },
        { AttributeName: 'bytes', AttributeType: 'B' },
      ],
      KeySchema: [
        { AttributeName: 'no', KeyType: 'HASH' },
        { AttributeName: 'bytes', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: undefined,
    })
    await numbered.create()
    const all = Array.from({ length: 50 }, (_, no) => ({
      no: no % 2 === 0 ? no + 0.5 : NumberValue.from(`${no}.50`),
      bytes: new Uint8Array([no, 200]),
    }))
    for (const wrapNumbers of [false, true, (text: string) => text]) {
      const client = numbered.client<{ no: number | NumberValue; bytes: Uint8Array }>({
        client: DynamoDBDocumentClient.from(proxy.client({ maxAttempts: 1 }), { unmarshallOptions: { wrapNumbers } }),
      })
      proxy.plan([{ on: 'BatchWriteItem', fault: 'unprocessed', times: 3 }])
      expect(await client.batchCreate([...all, all[0]!, { ...all[1]!, no: 1.5 }])).toMatchObject({ succeeded: 52 })
      const batches = proxy.seen.filter(({ operation }) => operation === 'BatchWriteItem')
      const writes = batches.flatMap(({ input }) => Object.values<any>(input.RequestItems)[0])
      // 50 keys, and what was left of three requests: 12 of 25, twice, and 6 of 12.
      expect(writes).toHaveLength(80)
      expect(await client.count()).toBe(50)
      proxy.plan([{ on: 'BatchWriteItem', fault: 'unprocessed', times: 3 }])
      expect(await client.batchDelete(all)).toMatchObject({ succeeded: 50, failed: 0 })
      expect(await client.count()).toBe(0)
    }
  })

  it('sends again what is throttled', async () => {
    proxy.plan([{ on: 'BatchWriteItem', fault: 'throttle', times: 3 }])
    expect(await through().batchCreate(items('throttled', 30))).toMatchObject({ succeeded: 30, failed: 0 })
    expect(await countOf('throttled')).toBe(30)
  })

  it('gives up in the end, and says on what', async () => {
    const all = items('given-up', 3)
    proxy.plan([{ on: 'BatchWriteItem', fault: 'throttle', times: 100 }])
    expect(await through().batchCreate(all)).toEqual({ succeeded: 0, failed: 3, failedItems: all })
    expect(proxy.seen).toHaveLength(8)
    expect(await through().batchDelete(keysOf(all))).toEqual({ succeeded: 0, failed: 3, failedKeys: keysOf(all) })
  })

  it('throws what is another failure', async () => {
    proxy.plan([{ on: 'BatchWriteItem', fault: 'drop before', times: 1 }])
    const error = await failure(through().batchCreate(items('dropped', 30), { concurrency: 1 }))
    expect(error).toMatchObject({ code: 'batch.incomplete', details: { succeeded: 5, failed: 25 } })
    expect(error.cause).toMatchObject({ code: 'request.failed', details: { outcome: 'unknown' } })
  })
})
