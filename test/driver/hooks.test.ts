import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type Hooks, type RequestEvent, type ResponseEvent } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'
import { Agent, agent, Team, teamCode } from '../support/models.js'
import { failure } from '../support/server.js'
import { troubled, unhandledIn } from '../support/unhandled.js'

const client = localClient()
const name = tableName('hooks')
const open = (hooks: Hooks, consumedCapacity = false) =>
  createDatabase({ client, tableName: name, entities: { agents: Agent, teams: Team }, hooks, consumedCapacity })
beforeAll(async () => {
  const db = open({})
  await db.createTable()
  await db.agents.create(agent('AG-1', { name: 'secret-name' }))
})
const key = { teamCode, id: 'AG-1' }

const recorded = (values?: boolean) => {
  const requests: RequestEvent[] = []
  const responses: ResponseEvent[] = []
  const db = open({
    onRequest: event => requests.push(event),
    onResponse: event => responses.push(event),
    ...(values !== undefined && { values }),
  })
  return { db, requests, responses }
}

describe('hooks', () => {
  it('are told of each request, and of its answer', async () => {
    const { db, requests, responses } = recorded()
    const query = db.agents.query
      .byType({ type: 'Reasoning' })
      .filter((item, { eq }) => eq(item.name, 'secret-name'))
      .project('id')
    await query
    const { KeyConditionExpression, FilterExpression, ProjectionExpression } = query.compile()
    const expected = {
      operation: 'Query',
      table: name,
      index: 'gsi1',
      entity: 'Agent',
      expressions: { KeyConditionExpression, FilterExpression, ProjectionExpression },
    }
    expect(requests).toEqual([expected])
    expect(responses).toEqual([
      {
        ...expected,
        duration: expect.any(Number),
        attempts: 1,
        requestId: expect.any(String),
        consumedCapacity: undefined,
        count: 1,
        scannedCount: 1,
        error: undefined,
      },
    ])
  })

  it('see no values unless they ask', async () => {
    const quiet = recorded()
    const loud = recorded(true)
    for (const { db } of [quiet, loud]) {
      await db.agents.get(key)
      await db.agents
        .update(key)
        .set({ name: 'secret-name' })
        .condition((item, { eq }) => eq(item.name, 'secret-name'))
      await db.teams.put({ teamCode: 'secret-name', title: 'secret-name' })
    }
    expect(JSON.stringify([quiet.requests, quiet.responses])).not.toContain('secret-name')
    expect(loud.requests[0]!.input).toEqual(loud.db.agents.get(key).compile())
    expect(loud.responses[0]!.output).toMatchObject({ Item: { name: { S: 'secret-name' } } })
    expect(loud.responses).toHaveLength(3)
  })

  it('are told of failures by name, a condition that failed among them', async () => {
    const { db, responses } = recorded()
    await failure(db.agents.create(agent('AG-1')))
    await failure(db.agents.update(key).set({ active: true }).ifVersion(99))
    expect(responses).toMatchObject([
      { operation: 'PutItem', error: 'ConditionalCheckFailedException', attempts: 1 },
      { operation: 'UpdateItem', error: 'ConditionalCheckFailedException' },
    ])
    expect(JSON.stringify(responses)).not.toContain('document_analysis')
  })

  it('that throw fail nothing', async () => {
    const db = open({ onRequest: troubled.throws, onResponse: troubled.throws })
    expect(await db.teams.put({ teamCode: 'T', title: 'x' })).toEqual({ teamCode: 'T', title: 'x' })
    expect(await db.teams.get({ teamCode: 'T' })).toEqual({ teamCode: 'T', title: 'x' })
    expect((await failure(db.agents.create(agent('AG-1')))).code).toBe('item.exists')
  })

  it('that reject fail nothing, and the process neither', async () => {
    const db = open({ onRequest: troubled.rejects, onResponse: troubled.rejects })
    const unhandled = await unhandledIn(async () =>
      expect(await db.teams.put({ teamCode: 'T', title: 'x' })).toEqual({ teamCode: 'T', title: 'x' }),
    )
    expect(unhandled).toEqual([])
  })
})

describe('consumed capacity', () => {
  it('is counted where asked', async () => {
    const events: ResponseEvent[] = []
    const db = open({ onResponse: event => events.push(event) }, true)
    expect(db.consumedCapacity()).toEqual({ read: 0, write: 0, requests: 0 })
    await db.teams.put({ teamCode: 'C', title: 'x' })
    await db.teams.get({ teamCode: 'C' })
    await db.teams.get({ teamCode: 'C' }).consistent()
    await db.teams.query({ teamCode: 'C' })
    await db.teams.delete({ teamCode: 'C' })
    expect(db.consumedCapacity()).toEqual({ read: 2, write: 2, requests: 5 })
    expect(events.map(event => event.consumedCapacity)).toEqual([1, 0.5, 1, 0.5, 1])
    expect(db.teams.get({ teamCode: 'C' }).compile()).not.toHaveProperty('ReturnConsumedCapacity')
  })
})
