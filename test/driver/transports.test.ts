import { describe, expect, it } from 'vitest'
import type { MonotableError } from '../../src/index.js'
import { tableName } from '../support/local.js'
import { agent, teamCode } from '../support/models.js'
import { failure } from '../support/server.js'
import { open, type Way } from '../support/transports.js'
import type { WireFault, WireRequest } from '../support/wire.js'

const ways: readonly Way[] = ['sdk', 'standard', 'fast']

/** Everything that a database sends, once: the second time each is as it will be from then on. */
async function work({ agents, teams, ...db }: ReturnType<typeof open>['db'], id: string) {
  const key = { teamCode, id }
  const results: unknown[] = [
    await agents.create(agent(id, { createdAt: '2026-01-01T00:00:00.000Z', tags: new Set(['ä', '"B"', '😀']) })),
    await agents.get(key),
    await agents.update(key).set({ name: 'quote " and \\ and \n' }).add({ logins: 1 }).ifVersion(1),
    (await agents.query({ teamCode }).eq({ id })).items,
    (await agents.scan().filter((item, { eq }) => eq(item.id, id))).items,
    await db.batchGet([agents.get(key), teams.get({ teamCode: id })]),
    await db.batchWrite([teams.put({ teamCode: id, title: 't' })]),
    await db.transactGet([agents.get(key), teams.get({ teamCode: id })]),
    await db.transactWrite([teams.put({ teamCode: id, title: 'x' }), agents.check(key)]),
    await failure(agents.create(agent(id))).then(told),
    await failure(agents.update(key).set({ active: true }).ifVersion(7)).then(told),
    await agents.delete(key).ifVersion(2),
  ]
  return results
}

const told = ({ code, details, item }: MonotableError) => ({ code, details, item })

/** What of a request is the same whenever it is made. */
function essence({ operation, headers, body, host }: WireRequest) {
  const {
    authorization = '',
    'x-amz-date': _,
    'amz-sdk-invocation-id': id,
    'x-amz-content-sha256': __,
    ...rest
  } = headers
  const { ClientRequestToken, ...input } = JSON.parse(body)
  const { 'content-length': length, ...same } = rest
  expect(Number(length)).toBe(Buffer.byteLength(body))
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  const signed = authorization.replace(/\/\d{8}\//, '/day/').replace(/Signature=[0-9a-f]{64}$/, '')
  return { operation, host, input, headers: same, signed, names: Object.keys(headers).sort() }
}

/** Plain data in which the table has no name. */
const without = (table: string, data: unknown) =>
  JSON.parse(
    JSON.stringify(data, (_, value) => (value instanceof Set ? [...value] : value)).replaceAll(table, 'the table'),
  )

describe('by each transport', () => {
  it('the same requests are made, and give the same', async () => {
    const seen = new Map<Way, { results: unknown; requests: unknown }>()
    for (const way of ways) {
      const table = tableName('transports')
      const { db, wire } = open(way, table)
      await db.createTable()
      await work(db, 'AG-first')
      wire.requests.length = 0
      wire.made.piped = 0
      wire.made.serialized = 0
      const results = await work(db, 'AG-second')
      const { piped, serialized } = wire.made
      const sent = wire.requests.length
      // That each went the way that it should.
      expect(serialized > 0).toBe(way === 'sdk')
      expect(piped).toBe(way === 'fast' ? 2 : sent)
      seen.set(way, without(table, { results, requests: wire.requests.map(essence) }))
    }
    expect(seen.get('standard')).toEqual(seen.get('sdk'))
    expect(seen.get('fast')).toEqual(seen.get('sdk'))
  })

  const faults: [WireFault, number][] = [
    ['reset before', 1],
    ['reset before', 2],
    ['reset after', 1],
    ['reset after', 2],
    ['internal before', 1],
    ['internal before', 2],
    ['internal after', 1],
    ['internal after', 2],
    ['throttled', 1],
    ['throttled', 2],
    ['expired', 1],
    ['skewed', 1],
    ['truncated', 1],
    ['malformed', 1],
    ['broken off', 1],
    ['broken off', 2],
  ]
  it.each(faults)('the same comes of faults: %s, %i times', { timeout: 90_000 }, async (fault, times) => {
    const outcomes = new Map<Way, unknown>()
    for (const way of ways) {
      const events: unknown[] = []
      const hooks = {
        onResponse: ({ attempts, error }: { attempts?: number; error?: string }) => events.push({ attempts, error }),
      }
      const table = tableName('transports')
      const { db, wire } = open(way, table, { maxAttempts: 2 }, hooks)
      await db.createTable()
      const key = { teamCode, id: 'AG-1' }
      const operations = [
        () => db.agents.get(key),
        () => db.agents.update(key).set({ active: false }),
        () => db.agents.update(key).add({ logins: 1 }),
        () => db.agents.update(key).set({ name: 'n' }).ifVersion(4),
        () => db.agents.query({ teamCode }).eq({ id: key.id }),
        () => db.agents.delete(key),
        () => db.agents.create(agent(key.id, { createdAt: '2026-01-01T00:00:00.000Z' })),
        () => db.transactWrite([db.teams.put({ teamCode: key.id, title: 'x' })]),
      ]
      await db.agents.create(agent(key.id))
      for (const operation of operations) await Promise.resolve(operation()).catch(() => {})
      if (!(await db.agents.exists(key))) await db.agents.create(agent(key.id))
      const outcome: unknown[] = []
      for (const operation of operations) {
        wire.requests.length = 0
        events.length = 0
        wire.faults.push(...Array(times).fill(fault))
        const result = await Promise.resolve(operation()).then(
          value => ({ value }),
          (error: MonotableError) => ({ code: error.code, details: error.details, cause: errorOf(error.cause) }),
        )
        wire.faults.length = 0
        outcome.push({ result, sent: wire.requests.length, events: [...events] })
      }
      outcomes.set(way, without(table, outcome))
    }
    expect(outcomes.get('standard')).toEqual(outcomes.get('sdk'))
    expect(outcomes.get('fast')).toEqual(outcomes.get('sdk'))
  })
})

const errorOf = (cause: unknown) => {
  const { name, message, $metadata: { httpStatusCode, attempts } = {} as any, $fault } = Object(cause)
  return { name, message, httpStatusCode, attempts, $fault }
}
