import { describe, expect, it } from 'vitest'
import { createDatabase, MonotableError, type ResponseEvent } from '../../src/index.js'
import { type Fault, faultyClient } from '../support/faults.js'
import { Agent, agent, Team, teamCode } from '../support/models.js'
import { failure } from '../support/server.js'

const key = { teamCode, id: 'AG-1' }
const open = (faults: readonly Fault[], config = {}) => {
  const { client, seen } = faultyClient(faults, config)
  const events: ResponseEvent[] = []
  const hooks = { onResponse: (event: ResponseEvent) => events.push(event) }
  const db = createDatabase({ client, entities: { agents: Agent, teams: Team }, hooks })
  return { db, seen, events }
}

describe('a request that fails', () => {
  it.each<[Fault, string, 'not written' | 'unknown']>([
    ['throttled', 'ProvisionedThroughputExceededException', 'not written'],
    ['internal', 'InternalServerError', 'unknown'],
    ['reset', 'Error', 'unknown'],
  ])('is told with its cause, and whether it may have been acted on: %s', async (fault, name, ofWrites) => {
    for (const [operation, work] of [
      ['PutItem', (db: ReturnType<typeof open>['db']) => db.agents.create(agent('AG-1'))],
      ['UpdateItem', (db: ReturnType<typeof open>['db']) => db.agents.update(key).add({ logins: 1 })],
      ['DeleteItem', (db: ReturnType<typeof open>['db']) => db.agents.delete(key)],
      ['GetItem', (db: ReturnType<typeof open>['db']) => db.agents.get(key)],
      ['Query', (db: ReturnType<typeof open>['db']) => db.agents.query({ teamCode }).all()],
      ['Scan', (db: ReturnType<typeof open>['db']) => db.agents.scan()],
    ] as const) {
      const { db, seen, events } = open([fault])
      // A read changes nothing, whatever became of it.
      const outcome = operation.endsWith('Item') && operation !== 'GetItem' ? ofWrites : 'not written'
      const error = await failure(work(db))
      expect(error).toBeInstanceOf(MonotableError)
      expect(error.code).toBe('request.failed')
      expect(error.details).toMatchObject({ operation, table: 'app', name, outcome })
      expect(error.cause).toMatchObject({ name })
      expect(error.message).toContain(`${operation} on table 'app' failed: ${name}`)
      expect(error.message.includes('not known')).toBe(outcome === 'unknown')
      expect(seen).toEqual([operation])
      expect(events).toMatchObject([{ operation, error: name, attempts: 1, consumedCapacity: undefined }])
    }
  })

  it('may have been acted on by an attempt before the last', async () => {
    const { db, seen } = open(['reset', 'throttled'], { maxAttempts: 2 })
    const error = await failure(db.teams.update({ teamCode }).set({ title: 'x' }))
    expect(error.details).toMatchObject({ name: 'ProvisionedThroughputExceededException', outcome: 'unknown' })
    expect(seen).toEqual(['UpdateItem', 'UpdateItem'])
  })

  it.each<Fault>(['reset', 'internal'])('is not sent again where a second time would count twice: %s', async fault => {
    const { db, seen } = open([fault, fault, fault, 'throttled'], { maxAttempts: 3 })
    const update = db.agents.update(key)
    for (const work of [
      update.add({ logins: 1 }),
      update.set({ logins: (agent, { plus }) => plus(agent.logins, 1) }),
      update.setPath('capability.skills', (agent, { append }) => append(agent.capability.skills, ['x'])),
    ]) {
      const before = seen.length
      expect((await failure(work)).details).toMatchObject({ operation: 'UpdateItem', outcome: 'unknown' })
      expect(seen.slice(before)).toEqual(['UpdateItem'])
    }
  })

  it('is sent again where a version keeps it from counting twice, or nothing was done', async () => {
    const versioned = open(['reset', 'throttled'], { maxAttempts: 2 })
    const error = await failure(versioned.db.agents.update(key).add({ logins: 1 }).ifVersion(1))
    expect(error.details).toMatchObject({ outcome: 'unknown' })
    expect(versioned.seen).toHaveLength(2)
    const throttled = open(['throttled', 'throttled'], { maxAttempts: 2 })
    const refused = await failure(throttled.db.agents.update(key).add({ logins: 1 }))
    expect(refused.details).toMatchObject({ outcome: 'not written' })
    expect(throttled.seen).toHaveLength(2)
  })

  it('is the same failure for whoever awaits it again, without another request', async () => {
    const { db, seen } = open(['internal'])
    const operation = db.agents.get(key)
    expect(await failure(operation)).toBe(await failure(operation))
    expect(seen).toHaveLength(1)
  })
})

describe('an AbortSignal', () => {
  const operations = (db: ReturnType<typeof open>['db'], signal: AbortSignal) => [
    () => db.agents.create(agent('AG-1')).signal(signal),
    () => db.agents.put(agent('AG-1')).signal(signal),
    () => db.agents.get(key).signal(signal),
    () => db.agents.getOrThrow(key).signal(signal),
    () => db.agents.exists(key).signal(signal),
    () => db.agents.update(key).set({ active: false }).signal(signal),
    () => db.teams.upsert({ teamCode }).set({ title: 'x' }).signal(signal),
    () => db.agents.delete(key).signal(signal),
    () => db.agents.query({ teamCode }).signal(signal),
    () => db.agents.query({ teamCode }).all().signal(signal),
    () => db.agents.query({ teamCode }).count().signal(signal),
    () => db.agents.scan().segments(2).first().signal(signal),
  ]

  it('that says so already keeps every operation from being sent', async () => {
    const { db, seen, events } = open(['hangs'])
    const reason = new Error('enough')
    for (const work of operations(db, AbortSignal.abort(reason))) {
      const error = await failure(work)
      expect(error.code).toBe('request.aborted')
      expect(error.details).toMatchObject({ outcome: 'not written' })
      expect(error.cause).toBe(reason)
      expect(error.message).toMatch(/^\w+ was aborted\.$/)
    }
    expect(seen).toEqual([])
    expect(events).toEqual([])
  })

  it('ends every operation that is under way', async () => {
    const { db } = open(['hangs'])
    const errors = operations(db, AbortSignal.abort()).map((_, index) => {
      const controller = new AbortController()
      setImmediate(() => controller.abort())
      return failure(operations(db, controller.signal)[index]!)
    })
    for (const error of await Promise.all(errors)) {
      expect(error.code).toBe('request.aborted')
      const { operation } = error.details as { operation: string }
      expect(error.details).toMatchObject({ outcome: /Put|Update|Delete/.test(operation) ? 'unknown' : 'not written' })
    }
  })
})
