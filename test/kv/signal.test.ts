import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { BatchIncompleteError, type ResponseEvent } from '../../src/index.js'
import type { CollectionOptions } from '../../src/kv/index.js'
import { tableName } from '../support/local.js'
import { failure } from '../support/server.js'
import { createWire } from '../support/wire.js'
import { collect, noise, type TestOptions, useStore } from './support.js'

const server = useStore('kv-signal')
const store = server.open({ prefix: 'signal/' })
afterEach(async () => {
  vi.restoreAllMocks()
  await store.clear()
})

/** A store whose call ends as soon as this many requests of an operation were answered. */
function endingAfter(operation: string, count: number, options: TestOptions = {}) {
  const controller = new AbortController()
  const sent: string[] = []
  const ending = server.open({
    prefix: 'signal/',
    ...options,
    hooks: {
      onRequest: (event: ResponseEvent) => sent.push(event.operation),
      onResponse: (event: ResponseEvent) => {
        if (event.operation === operation && --count === 0) controller.abort()
      },
    },
  })
  return { ending, sent, signal: controller.signal }
}

const entries = (count: number, value: unknown = 1) =>
  Array.from({ length: count }, (_, index) => [`key-${String(index).padStart(3, '0')}`, value] as const)

describe('a call that is over before it begins', () => {
  const calls: Record<string, (options: CollectionOptions) => Promise<unknown>> = {
    put: options => store.put('key', 1, options),
    putIfAbsent: options => store.putIfAbsent('key', 1, options),
    get: options => store.get('key', options),
    getEntry: options => store.getEntry('key', options),
    getAll: options => store.getAll(options),
    has: options => store.has('key', options),
    delete: options => store.delete('key', options),
    keys: options => collect(store.keys(options)),
    entries: options => collect(store.entries(options)),
    increment: options => store.increment('key', 1, options),
  }
  it.each(Object.keys(calls))('%s sends nothing', async name => {
    const reason = new Error('enough')
    const error = await server.refusal(() => calls[name]!({ signal: AbortSignal.abort(reason) }))
    expect(error).toMatchObject({ code: 'request.aborted', details: { outcome: 'not written' }, cause: reason })
  })

  const batches: Record<string, (options: CollectionOptions) => Promise<unknown>> = {
    putMany: options => store.putMany(entries(2), options),
    'putMany in pieces': options => server.open({ chunk: true }).putMany([['key', noise(500_000)]], options),
    'put in pieces': options => server.open({ chunk: true }).put('key', noise(500_000), options),
    getMany: options => store.getMany(['a', 'b'], options),
    getEntries: options => store.getEntries(['a', 'b'], options),
    deleteMany: options => store.deleteMany(['a', 'b'], options),
    clear: options => store.clear(options),
  }
  it.each(Object.keys(batches))('%s sends nothing, and tells what was done', async name => {
    const error = await server.refusal(() => batches[name]!({ signal: AbortSignal.abort() }))
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(error).toMatchObject({ cause: expect.anything(), details: { succeeded: 0 } })
    expect(error.message).toContain('aborted')
  })

  it('createTable makes none', async () => {
    const name = tableName('kv-aborted')
    const error = await failure(server.open({ tableName: name }).createTable({ signal: AbortSignal.abort() }))
    expect(error.code).toBe('request.aborted')
    expect((await failure(server.open({ tableName: name }).get('key'))).details).toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})

describe('a call that is ended on its way', () => {
  it('reads no further page', async () => {
    await store.putMany(entries(5, noise(300_000)))
    for (const read of ['keys', 'entries'] as const) {
      const { ending, sent, signal } = endingAfter('Query', 1)
      const error = await failure(collect<unknown>(ending[read]({ signal })))
      expect(error).toMatchObject({ code: 'request.aborted' })
      expect(sent).toEqual(['Query'])
    }
  })

  it('tells which of many were written, and leaves the others', async () => {
    const { ending, signal } = endingAfter('BatchWriteItem', 1)
    const error = (await failure(ending.putMany(entries(200), { collection: 'many', signal }))) as BatchIncompleteError
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(error.cause).toMatchObject({ code: 'request.aborted' })
    const written = Object.keys(await store.getAll('many'))
    expect(error.failed.length).toBeGreaterThan(0)
    expect(written).toEqual(expect.arrayContaining(error.succeeded.map(({ position }) => entries(200)[position]![0])))
    const unwritten = error.failed.filter(({ cause }) => Object(cause).details.outcome === 'not written')
    for (const { position } of unwritten) expect(written).not.toContain(entries(200)[position]![0])
  })

  it('deletes no further page, and tells how many it has deleted', async () => {
    await store.putMany(entries(10, noise(300_000)))
    const { ending, signal } = endingAfter('BatchWriteItem', 1)
    const error = await failure(ending.clear({ signal }))
    const left = (await collect(store.keys())).length
    expect(error).toMatchObject({ code: 'batch.incomplete', details: { succeeded: 10 - left } })
    expect(left).toBeGreaterThan(0)
  })

  it('leaves no pieces of a value that was not written', async () => {
    const { ending, sent, signal } = endingAfter('BatchWriteItem', 1, { prefix: 'pieces/', chunk: true })
    const error = await failure(ending.put('key', noise(900_000), { signal }))
    expect(error).toMatchObject({ code: 'request.aborted', details: { outcome: 'not written' } })
    // The second one deletes what the first has written.
    expect(sent).toEqual(['BatchWriteItem', 'BatchWriteItem'])
    const { client, tableName: TableName } = server.options
    const { Items } = await client.send(
      new ScanCommand({ TableName, ProjectionExpression: 'pk', ConsistentRead: true }),
    )
    expect(Items.filter(({ pk }: any) => pk.S.startsWith('pieces/'))).toEqual([])
  })

  it('does not wait until DynamoDB has room again', async () => {
    const wire = createWire({ maxAttempts: 1 })
    onTestFinished(() => wire.client.destroy())
    // It would wait for hours.
    vi.spyOn(Math, 'random').mockReturnValue(1e6)
    const controller = new AbortController()
    const throttled = server.open({
      client: wire.client,
      hooks: { onResponse: () => setImmediate(() => controller.abort()) },
    })
    wire.faults.push('throttled')
    const error = await failure(throttled.deleteMany(['key'], { signal: controller.signal }))
    expect(error.cause).toMatchObject({ code: 'request.aborted' })
    expect(wire.requests).toHaveLength(1)
  })
})
