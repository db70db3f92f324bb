import { beforeAll, describe, expect, it } from 'vitest'
import { TableClient } from '../../../src/client/index.js'
import { BatchIncompleteError, createDatabase, type MonotableError } from '../../../src/index.js'
import { DynamoDBKVStore } from '../../../src/kv/index.js'
import { startFaultProxy } from '../../support/fault-proxy.js'
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

it('a batch of which a part was left unprocessed in between is in doubt too', async () => {
  const proxy = await startFaultProxy()
  const client = proxy.client({ maxAttempts: ATTEMPTS, retryStrategy: createRetryStrategy(ATTEMPTS) as never })
  proxy.plan([
    { on: 'BatchWriteItem', fault: 'drop after' },
    { on: 'BatchWriteItem', fault: 'unprocessed' },
    { on: 'BatchWriteItem', fault: 'throttle', times: 40 },
  ])
  const db = createDatabase({ client, tableName: table, entities })
  const titles = ['one', 'two'].map(name => ({ teamCode: `parted ${name}`, title: name }))
  expect(await outcomeOf(db.teams.putMany(titles))).toBe('unknown')
  expect(await direct.teams.getMany(titles)).toEqual(titles)
  await proxy.stop()
})

it('a batch of the table client that was only throttled gives back what it could not make', async () => {
  const client = new TableClient({ client: open('throttled'), tableName: table, keyNames: ['pk', 'sk'] })
  expect(await client.batchCreate([{ pk: 'throttled', sk: 'client' }])).toMatchObject({ succeeded: 0, failed: 1 })
})
