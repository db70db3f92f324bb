import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TableClient } from '../../../src/client/index.js'
import { BatchIncompleteError, createDatabase, type MonotableError } from '../../../src/index.js'
import { DynamoDBKVStore } from '../../../src/kv/index.js'
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js'
import { localClient, tableName } from '../../support/local.js'
import { Agent, agent, Team } from '../../support/models.js'
import { createRetryStrategy } from '../../support/retry-strategy.js'
import { failure } from '../../support/server.js'
import { tableContents } from '../../support/unique.js'
import { createWire, type WireFault } from '../../support/wire.js'

/*
 * An answer is lost, and from then on there is nothing but throttling. That the first attempt may have been acted on must not be
 * forgotten over that: it was.
 */

const table = tableName('throttled-after-loss')
const entities = { agents: Agent, teams: Team }
const direct = createDatabase({ client: localClient(), tableName: table, entities })
beforeAll(() => direct.createTable())

const ATTEMPTS = 2
function open(first: WireFault, throttled = 40) {
  const wire = createWire({ maxAttempts: ATTEMPTS, retryStrategy: createRetryStrategy(ATTEMPTS) as never })
  wire.faults.push(first, ...Array<WireFault>(throttled).fill('throttled'))
  return wire.client
}

/** What is known of the write, and of each of a batch. */
async function outcomeOf(work: PromiseLike<unknown>): Promise<unknown> {
  const error = await failure(work)
  const cause = error instanceof BatchIncompleteError ? (error.failed[0]?.cause as MonotableError) : error
  return 'outcome' in cause.details ? cause.details.outcome : cause
}

describe.each(['standard', 'fast'] as const)('%s', transport => {
  const database = (first: WireFault) => createDatabase({ client: open(first), tableName: table, entities, transport })
  const team = (name: string) => ({ teamCode: `${transport} ${name}`, title: name })

  const writes: Record<string, (first: WireFault, name: string) => PromiseLike<unknown>> = {
    'a transaction': (first, name) => {
      const db = database(first)
      return db.transactWrite([db.teams.create(team(name))])
    },
    'a write that is a transaction': async (first, name) => {
      const key = { teamCode: transport, id: name }
      await direct.agents.create({ ...agent(name), ...key })
      return database(first)
        .agents.update(key)
        .set({ name: `${transport} ${name}` })
        .exactlyOnce()
    },
    'a batch': (first, name) => database(first).teams.putMany([team(name)]),
    'a batch of the table client': (first, name) =>
      new TableClient({ client: open(first), tableName: table, keyNames: ['pk', 'sk'] }).batchCreate([
        { pk: `${transport} ${name}`, sk: 'client' },
      ]),
    'a batch of the key-value store': (first, name) =>
      new DynamoDBKVStore({ client: open(first), tableName: table, transport }).putMany([[`${transport} ${name}`, 1]]),
    'puts of the key-value store that go one by one': (first, name) => {
      const store = new DynamoDBKVStore({ client: open(first), tableName: table, transport, chunk: true })
      return store.putMany([[`${transport} ${name}`, 1]])
    },
  }

  it('a delete of the key-value store is a success where it finds its own work', async () => {
    const key = `${transport} deleted`
    await new DynamoDBKVStore({ client: localClient(), tableName: table }).put(key, 1)
    const store = new DynamoDBKVStore({ client: open('reset after', 1), tableName: table, transport })
    expect(await store.deleteMany([key])).toEqual([true])
  })

  it.concurrent.each(Object.entries(writes))(
    '%s is in doubt where an answer was lost, and it was made',
    async (name, write) => {
      expect(await outcomeOf(write('reset after', `lost ${name}`))).toBe('unknown')
      const { items } = await tableContents(table)
      expect(JSON.stringify(items)).toContain(`${transport} lost ${name}`)
    },
  )
})

describe('through a proxy', () => {
  let proxy: FaultProxy
  beforeAll(async () => {
    proxy = await startFaultProxy()
  })
  afterAll(() => proxy.stop())
  const client = () => proxy.client({ maxAttempts: ATTEMPTS, retryStrategy: createRetryStrategy(ATTEMPTS) as never })
  const open = () => createDatabase({ client: client(), tableName: table, entities })
  const teams = (name: string) => ['one', 'two'].map(title => ({ teamCode: `${name} ${title}`, title }))

  it('a batch of which a part was left unprocessed in between is in doubt too', async () => {
    proxy.plan([
      { on: 'BatchWriteItem', fault: 'drop after' },
      { on: 'BatchWriteItem', fault: 'unprocessed' },
      { on: 'BatchWriteItem', fault: 'throttle', times: 40 },
    ])
    const parted = teams('parted')
    expect(await outcomeOf(open().teams.putMany(parted))).toBe('unknown')
    expect(await direct.teams.getMany(parted)).toEqual(parted)
  })

  it('a batch that is left unprocessed from then on is in doubt too', async () => {
    proxy.plan([
      { on: 'BatchWriteItem', fault: 'drop after' },
      { on: 'BatchWriteItem', fault: 'all unprocessed', times: 40 },
    ])
    const left = teams('left')
    expect(await outcomeOf(open().teams.putMany(left))).toBe('unknown')
    expect(await direct.teams.getMany(left)).toEqual(left)
  })

  it('so is one of the table client', async () => {
    proxy.plan([
      { on: 'BatchWriteItem', fault: 'drop after' },
      { on: 'BatchWriteItem', fault: 'all unprocessed', times: 40 },
    ])
    const tableClient = new TableClient({ client: client(), tableName: table, keyNames: ['pk', 'sk'] })
    const key = { pk: 'left', sk: 'client' }
    expect(await outcomeOf(tableClient.batchCreate([key]))).toBe('unknown')
    expect(await tableClient.get(key)).toEqual(key)
  })

  it('one that is left unprocessed where every answer came has no cause', async () => {
    proxy.plan([{ on: 'BatchWriteItem', fault: 'all unprocessed', times: 40 }])
    const error = (await failure(open().teams.putMany(teams('never')))) as BatchIncompleteError
    expect(error.failed.map(({ cause }) => cause)).toEqual([undefined, undefined])
  })

  it.each(['transactWrite', 'putMany'] as const)('%s that a signal ends then is in doubt', async kind => {
    const [operation] = kind === 'putMany' ? ['BatchWriteItem'] : ['TransactWriteItems']
    proxy.plan([
      { on: operation!, fault: 'drop after' },
      { on: operation!, fault: 'throttle', times: 40 },
    ])
    const controller = new AbortController()
    // The request has failed by then, and there is a pause before the next.
    const hooks = { onResponse: () => void setImmediate(() => controller.abort()) }
    const db = createDatabase({ client: client(), tableName: table, entities, hooks })
    const written = teams(`aborted ${kind}`)
    const work =
      kind === 'putMany'
        ? db.teams.putMany(written)
        : db.transactWrite(written.map(team => db.teams.create(team)) as never)
    expect(await outcomeOf((work as ReturnType<typeof db.teams.putMany>).signal(controller.signal))).toBe('unknown')
    expect(await direct.teams.getMany(written)).toEqual(written)
  })

  it('a transaction that is under way already is in doubt', async () => {
    proxy.plan([{ on: 'TransactWriteItems', fault: 'in progress', times: 40 }])
    const db = open()
    expect(await outcomeOf(db.transactWrite([db.teams.create(teams('under way')[0]!)]))).toBe('unknown')
    // As often as it is sent where it is throttled.
    expect(proxy.seen).toHaveLength(8 * ATTEMPTS)
  })
})

it('a batch of the table client that was only throttled gives back what it could not make', async () => {
  const client = new TableClient({ client: open('throttled'), tableName: table, keyNames: ['pk', 'sk'] })
  expect(await client.batchCreate([{ pk: 'throttled', sk: 'client' }])).toMatchObject({ succeeded: 0, failed: 1 })
})
