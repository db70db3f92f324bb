import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  InvalidItemError,
  ItemExistsError,
  ItemNotFoundError,
  VersionConflictError,
} from '../../src/index.js'
import { createSpy } from '../../src/testing/index.js'
import { Agent, AppTable, agent, Team, teamCode } from '../support/models.js'
import { failure } from '../support/server.js'

const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.string() }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  unique: ['email:lower'],
})

const open = () => {
  const spy = createSpy()
  const db = createDatabase({ client: spy.client, entities: { agents: Agent, teams: Team, users: User } })
  return { spy, db }
}
const first = { ...agent('AG-1'), version: 3 }
const second = { ...agent('AG-2', { type: 'Plain', createdAt: '2026-02-01T00:00:00.000Z' }), version: 1 }
const key = { teamCode, id: 'AG-1' }
const operations = (spy: ReturnType<typeof createSpy>) => spy.commands.map(({ operation }) => operation)

describe('a spy that was told nothing', () => {
  it('finds nothing, and writes everything', async () => {
    const { spy, db } = open()
    await db.createTable()
    expect(await db.agents.get(key)).toBeUndefined()
    expect(await db.agents.exists(key)).toBe(false)
    expect(await db.agents.query({ teamCode }).all()).toEqual([])
    expect(await db.agents.query({ teamCode }).count()).toBe(0)
    expect(await db.agents.scan().segments(3).all()).toEqual([])
    expect(await db.agents.create(agent('AG-1'))).toMatchObject({ id: 'AG-1', version: 1 })
    expect(await db.agents.delete(key)).toBeUndefined()
    expect(await db.users.create({ id: 'ada', email: 'Ada@example.com' })).toMatchObject({ id: 'ada' })
    expect(await db.agents.update(key).set({ active: false }).returning('none')).toBeUndefined()
    expect(operations(spy)).toEqual([
      ...['CreateTable', 'DescribeTable', 'UpdateTimeToLive', 'GetItem', 'GetItem', 'Query', 'Query'],
      ...['Scan', 'Scan', 'Scan', 'PutItem', 'DeleteItem', 'TransactWriteItems', 'UpdateItem'],
    ])
  })

  it('records each command as compile() shows it, in a frozen list', async () => {
    const { spy, db } = open()
    const update = db.agents.update(key).set({ active: false }).ifVersion(3)
    await update.catch(() => {})
    expect(spy.commands[0]).toEqual({ operation: 'UpdateItem', input: update.compile() })
    expect(Object.isFrozen(spy.commands) && Object.isFrozen(spy.commands[0])).toBe(true)
    const before = spy.commands
    await db.agents.get(key)
    expect(spy.commands.length).toBe(before.length + 1)
  })
})

describe('answer', () => {
  it('gives an item as it is, to every read of its key and to no other', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'GetItem', first)
    expect(await db.agents.get(key)).toEqual(first)
    expect(await db.agents.getOrThrow(key).project('name')).toEqual({ name: first.name })
    expect(await db.agents.exists(key)).toBe(true)
    expect(await db.agents.get({ teamCode, id: 'AG-2' })).toBeUndefined()
    expect(await db.transactGet([db.agents.get(key), db.teams.get({ teamCode })])).toEqual([first, undefined])
  })

  it('gives several one after another, and the last from then on', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'GetItem', first)
    spy.answer(db.agents, 'GetItem', { ...first, version: 4 })
    const versions = [await db.agents.get(key), await db.agents.get(key), await db.agents.get(key)]
    expect(versions.map(item => item?.version)).toEqual([3, 4, 4])
    spy.answer(db.agents, 'GetItem', { ...first, version: 5 })
    expect((await db.agents.get(key))?.version).toBe(5)
  })

  it('gives what a write answers with', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'UpdateItem', { ...first, active: false })
    spy.answer(db.agents, 'DeleteItem', first)
    spy.answer(db.teams, 'PutItem', { teamCode, title: 'Old' })
    expect(await db.agents.update(key).set({ active: false })).toEqual({ ...first, active: false })
    expect(await db.agents.delete(key)).toEqual(first)
    expect(await db.teams.put({ teamCode, title: 'New' }).returning('old')).toEqual({ teamCode, title: 'Old' })
  })

  it('gives an update of which it was told nothing the item that a read would get', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'GetItem', first)
    expect(await db.agents.update(key).set({ active: false })).toEqual(first)
    expect(operations(spy)).toEqual(['UpdateItem'])
  })

  it('gives lists to the queries that would find them, of tables and indexes', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'Query', [first, second])
    spy.answer(db.teams, 'Query', [{ teamCode, title: 'Research' }])
    expect(await db.agents.query({ teamCode }).all()).toEqual([first, second])
    expect(await db.agents.query({ teamCode }).count()).toBe(2)
    expect(await db.agents.query({ teamCode: 'AT-002' }).all()).toEqual([])
    expect(await db.agents.query({ teamCode }).beginsWith({ id: 'AG-2' }).all()).toEqual([second])
    expect(await db.agents.query({ teamCode }).gt({ id: 'AG-1' }).all()).toEqual([second])
    expect(await db.agents.query({ teamCode }).lte({ id: 'AG-1' }).all()).toEqual([first])
    expect(await db.agents.query({ teamCode }).eq({ id: 'AG-1' }).all()).toEqual([first])
    expect(await db.agents.query.byType({ type: 'Plain' }).all()).toEqual([second])
    expect(
      await db.agents.query.byAge({ teamCode }).between({ createdAt: '2026-01' }, { createdAt: '2026-01-31' }).all(),
    ).toEqual([first])
    expect(await db.teams.query({ teamCode }).all()).toEqual([{ teamCode, title: 'Research' }])
  })

  it('gives each query the lists that are for it, whatever was told and asked before', async () => {
    const { spy, db } = open()
    const other = { ...second, teamCode: 'AT-002' }
    spy.answer(db.agents, 'Query', [first])
    spy.answer(db.agents, 'Query', [other])
    spy.answer(db.agents, 'Query', [second])
    const of = (teamCode: string) => db.agents.query({ teamCode }).all()
    expect(await of('AT-002')).toEqual([other])
    expect([await of(teamCode), await of(teamCode), await of(teamCode)]).toEqual([[first], [second], [second]])
    expect(await of('AT-002')).toEqual([other])
  })

  it('gives pages', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'Query', [first, second])
    const page = await db.agents.query({ teamCode }).limit(1)
    expect(page.items).toEqual([first])
    const next = await db.agents.query({ teamCode }).after(page.cursor!).limit(1)
    expect(next).toMatchObject({ items: [second] })
  })

  it('gives lists to scans, of each entity its own', async () => {
    const { spy, db } = open()
    spy.answer(db.agents, 'Scan', [first])
    spy.answer(db.agents, 'Scan', [first, second])
    spy.answer(db.teams, 'Scan', [{ teamCode, title: 'Research' }])
    expect(await db.agents.scan().all()).toEqual([first])
    expect(await db.agents.scan().segments(2).all()).toEqual([first, second])
    expect(await db.teams.scan().all()).toEqual([{ teamCode, title: 'Research' }])
  })

  it('takes what fits the schema alone', () => {
    const { spy, db } = open()
    expect(() => spy.answer(db.agents, 'GetItem', { ...first, createdAt: 'yesterday' })).toThrow(InvalidItemError)
  })
})

describe('fail', () => {
  it('lets the next condition fail, on an item or on none', async () => {
    const { spy, db } = open()
    spy.fail(db.agents, 'PutItem', 'conditionFailed', first)
    expect(await db.agents.create(agent('AG-2'))).toMatchObject({ id: 'AG-2' })
    const exists = await failure(db.agents.create(agent('AG-1')))
    expect(exists).toBeInstanceOf(ItemExistsError)
    expect(exists.item).toEqual(first)
    await db.agents.create(agent('AG-1'))

    spy.fail('UpdateItem', 'conditionFailed')
    expect(await failure(db.agents.update(key).set({ active: false }))).toBeInstanceOf(ItemNotFoundError)
    spy.fail(db.agents, 'UpdateItem', 'conditionFailed', first)
    expect(await failure(db.agents.update(key).set({ active: false }).ifVersion(2))).toBeInstanceOf(
      VersionConflictError,
    )
    spy.fail(db.agents, 'DeleteItem', 'conditionFailed', first)
    expect(await failure(db.agents.delete(key).condition((a, { eq }) => eq(a.active, false)))).toBeInstanceOf(
      ConditionFailedError,
    )
  })

  it('lets the condition of one operation of a transaction fail', async () => {
    const { spy, db } = open()
    spy.fail(db.agents, 'TransactWriteItems', 'conditionFailed', first)
    const error = await failure(
      db.transactWrite([
        db.teams.put({ teamCode, title: 'New' }),
        db.agents.update(key).set({ active: false }).ifVersion(2),
      ]),
    )
    expect(error.code).toBe('transaction.failed')
    expect(error.details).toMatchObject({
      operations: [{ reason: 'none' }, { reason: 'condition', code: 'version.conflict' }],
    })
  })

  it('lets a unique value be taken', async () => {
    const { spy, db } = open()
    spy.fail(db.users, 'TransactWriteItems', 'uniqueTaken', { id: 'bob', email: 'ada@example.com' })
    const error = await failure(db.users.create({ id: 'ada', email: 'ada@example.com' }))
    expect(error.code).toBe('unique.taken')
    expect(error).toMatchObject({ details: { constraint: 'email' }, owner: { id: 'bob' } })
  })

  it('throttles, cancels for another transaction, or fails with any error', async () => {
    const { spy, db } = open()
    spy.fail('Query', 'throttled')
    expect((await failure(db.agents.query({ teamCode }).all())).details).toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    })
    expect(await db.agents.query({ teamCode }).all()).toEqual([])
    spy.fail('TransactWriteItems', 'cancelled')
    await db.users.create({ id: 'ada', email: 'ada@example.com' })
    expect(operations(spy).slice(-2)).toEqual(['TransactWriteItems', 'TransactWriteItems'])
    const cause = new Error('cable cut')
    spy.fail('PutItem', cause)
    const error = await failure(db.agents.create(agent('AG-1')))
    expect(error).toMatchObject({ code: 'request.failed', details: { outcome: 'unknown' }, cause })
  })
})

it('reset forgets everything', async () => {
  const { spy, db } = open()
  spy.answer(db.agents, 'GetItem', first)
  spy.fail('GetItem', 'throttled')
  await failure(db.agents.get(key))
  spy.fail('GetItem', 'throttled')
  spy.reset()
  expect(spy.commands).toEqual([])
  expect(await db.agents.get(key)).toBeUndefined()
})
