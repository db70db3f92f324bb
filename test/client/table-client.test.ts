import { beforeAll, describe, expect, it } from 'vitest'
import { TableClient } from '../../src/client/index.js'
import type { ResponseEvent } from '../../src/index.js'
import { faultyClient } from '../support/faults.js'
import { localClient } from '../support/local.js'
import { failure } from '../support/server.js'
import { createWire } from '../support/wire.js'
import { useTable } from './support.js'

const table = useTable('client-table')
const key = { pk: 'a', sk: 'b' }

beforeAll(table.create)

describe('tableInfo', () => {
  it('tells of the table', async () => {
    const info = await table.client().tableInfo()
    expect(info).toEqual({
      name: table.name,
      status: 'ACTIVE',
      itemCount: 0,
      keySchema: { pk: 'HASH', sk: 'RANGE' },
      creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    expect(Object.isFrozen(info)).toBe(true)
  })

  it('is asked once, however many ask, and again where that is wanted', async () => {
    const wire = createWire()
    const client = table.client({ client: wire.client })
    const [one, other] = await Promise.all([client.tableInfo(), client.tableInfo()])
    expect(one).toBe(other)
    expect(await client.tableInfo()).toBe(one)
    await client.create({ ...key, name: 'x' }, { preventOverwrite: true })
    expect(wire.requests.map(({ operation }) => operation)).toEqual(['DescribeTable', 'PutItem'])
    expect(await client.tableInfo({ refresh: true })).not.toBe(one)
    expect(wire.requests).toHaveLength(3)
  })

  it('keeps no failure', async () => {
    const wire = createWire({ maxAttempts: 1 })
    wire.faults.push('reset before')
    const client = table.client({ client: wire.client })
    const asked = [client.tableInfo(), client.tableInfo()]
    for (const each of asked) expect((await failure(each)).code).toBe('request.failed')
    expect(await client.tableInfo()).toMatchObject({ status: 'ACTIVE' })
  })
})

describe('what waits for it', () => {
  it('is ended by its signal, and the others wait on', async () => {
    const wire = createWire()
    const client = table.client({ client: wire.client })
    const controller = new AbortController()
    const { signal } = controller
    const ended = [
      client.tableInfo({ signal }),
      client.create(key, { preventOverwrite: true, signal }),
      client.batchDelete([key], { signal }),
    ]
    const other = client.tableInfo()
    controller.abort(new Error('enough'))
    for (const each of ended)
      expect(await failure(each)).toMatchObject({ code: 'request.aborted', cause: new Error('enough') })
    expect(await other).toMatchObject({ status: 'ACTIVE' })
    expect(await client.tableInfo({ signal: new AbortController().signal })).toBe(await other)
    expect(wire.requests.map(({ operation }) => operation)).toEqual(['DescribeTable'])
  })

  it('asks nothing where that is so already', async () => {
    const wire = createWire()
    const error = await failure(table.client({ client: wire.client }).tableInfo({ signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'request.aborted', details: { outcome: 'not written' } })
    expect(wire.requests).toEqual([])
  })
})

describe('what fails', () => {
  it('is told with whether DynamoDB acted', async () => {
    const { client, seen } = faultyClient(['reset'])
    const broken = table.client({ client })
    expect(await failure(broken.get(key))).toMatchObject({
      code: 'request.failed',
      details: { outcome: 'not written' },
    })
    expect(await failure(broken.create(key))).toMatchObject({ code: 'request.failed', details: { outcome: 'unknown' } })
    expect(seen).toEqual(['GetItem', 'PutItem'])
  })

  it('for want of permission is an error, and no empty page', async () => {
    const denied = {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async () => ({
        response: {
          statusCode: 400,
          headers: {},
          body: new TextEncoder().encode('{"__type":"x#AccessDeniedException","message":"not authorized"}'),
        },
      }),
    }
    const { region, credentials } = localClient().config
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
    const client = table.client({
      client: new DynamoDBClient({ region, credentials, endpoint: 'http://nowhere', requestHandler: denied as never }),
    })
    for (const work of [() => client.query({ pk: 'a' }), () => client.get(key), () => client.batchDelete([key])])
      expect(await failure(work)).toMatchObject({ code: 'request.failed', details: { name: 'AccessDeniedException' } })
  })
})

it('hooks are told of each request, and of values only where they are wanted', async () => {
  const events: ResponseEvent[] = []
  const client = new TableClient({
    tableName: table.name,
    client: localClient(),
    hooks: { onResponse: event => void events.push(event) },
  })
  await client.create({ ...key, name: 'secret' })
  await client.query({ pk: 'a' }, { filter: (item, { eq }) => eq(item.name, 'secret') })
  expect(events).toMatchObject([
    { operation: 'PutItem', table: table.name, entity: 'item', attempts: 1 },
    { operation: 'Query', expressions: { FilterExpression: '#n1 = :v1' }, count: 1, scannedCount: 1 },
  ])
  expect(JSON.stringify(events)).not.toContain('secret')
})

it('environment and options say where DynamoDB is', async () => {
  const { protocol, hostname, port } = await localClient().config.endpoint!()
  const endpoint = `${protocol}//${hostname}:${port}`
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const before = { ...process.env }
  try {
    delete process.env.DYNAMODB_URL
    delete process.env.AWS_REGION
    expect(await new TableClient({ tableName: table.name, endpoint, credentials }).exists(key)).toBe(true)
    process.env.DYNAMODB_URL = endpoint
    expect(await new TableClient({ tableName: table.name, credentials }).exists(key)).toBe(true)
  } finally {
    process.env = before
  }
})

it('counts the capacity that it consumes, where it is asked to', async () => {
  const client = table.client({ consumedCapacity: true })
  await client.create({ ...key, name: 'x'.repeat(3000) })
  await client.get(key, { consistent: true })
  await client.batchDelete([key])
  expect(client.consumedCapacity()).toEqual({ read: 1, write: 6, requests: 3 })
  expect(table.client().consumedCapacity()).toBe(undefined)
})

it.each([undefined, ''])('refuses to be without a table: %j', async tableName => {
  expect(await failure(() => new TableClient({ tableName } as any))).toMatchObject({ code: 'definition.table' })
})
