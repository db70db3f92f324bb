import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  ItemExistsError,
  MonotableError,
  VersionConflictError,
} from '../../../src/index.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('put')
const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ id: z.string(), text: z.string() }),
  key: { partitionKey: 'note#<id>', sortKey: 'note' },
  discriminator: false,
})
const Ticket = defineEntity({
  name: 'Ticket',
  table: AppTable,
  schema: z.object({ id: z.uuid().default(() => crypto.randomUUID()), code: z.string() }),
  key: { partitionKey: 'ticket#<id>', sortKey: 'ticket' },
  unique: ['code'],
})
const db = createDatabase({
  ...server.options,
  entities: { agents: Agent, teams: Team, notes: Note, tickets: Ticket },
})
beforeAll(() => db.createTable())
const agentKey = (id: string) => texts({ pk: 'team#AT-001', sk: `agent#${id}` })

describe('put', () => {
  it('replaces the whole of an unversioned item, on condition that it is the same entity', async () => {
    const operation = db.teams.put({ teamCode, title: 'Analysis' })
    expect(operation.compile()).toEqual({
      TableName: server.options.tableName,
      Item: texts({ pk: 'team#AT-001', sk: 'team', entity: 'Team', teamCode, title: 'Analysis' }),
      ConditionExpression: 'attribute_not_exists(#n0) OR #n1 = :v0',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'entity' },
      ExpressionAttributeValues: { ':v0': { S: 'Team' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    expect(await db.teams.put({ teamCode, title: 'Old', budget: 7 })).toEqual({ teamCode, title: 'Old', budget: 7 })
    expect(await operation).toEqual({ teamCode, title: 'Analysis' })
    expect(await server.stored(texts({ pk: 'team#AT-001', sk: 'team' }))).not.toHaveProperty('budget')
  })

  it('has no condition where key templates alone tell entities apart', async () => {
    expect(db.notes.put({ id: '1', text: 'a' }).compile()).toEqual({
      TableName: server.options.tableName,
      Item: texts({ pk: 'note#1', sk: 'note', id: '1', text: 'a' }),
    })
    await db.notes.put({ id: '1', text: 'a' })
    expect(await db.notes.put({ id: '1', text: 'b' })).toEqual({ id: '1', text: 'b' })
    expect(await db.notes.get({ id: '1' })).toEqual({ id: '1', text: 'b' })
  })

  it('takes a condition on the item that is there, and shows that item where it fails', async () => {
    const old = await db.teams.put({ teamCode: 'C', title: 'Old', budget: 5 })
    const replace = db.teams.put({ teamCode: 'C', title: 'New' })
    const failing = replace.condition((team, { gt }) => gt(team.budget, 5))
    expect(failing.compile().ConditionExpression).toBe('(attribute_not_exists(#n0) OR #n1 = :v0) AND #n2 > :v1')
    const error = await failure(failing)
    expect(error).toBeInstanceOf(ConditionFailedError)
    expect(error.item).toEqual(old)
    expect(error.key).toEqual({ teamCode: 'C' })
    expect(await db.teams.get({ teamCode: 'C' })).toEqual(old)
    expect(await replace.condition((team, { eq }) => eq(team.budget, 5))).toEqual({ teamCode: 'C', title: 'New' })
  })

  it("never lands on another entity's item, whatever the condition", async () => {
    const foreign = { ...texts({ pk: 'team#F', sk: 'team', entity: 'Robot' }), budget: { N: '1' } }
    await server.store(foreign)
    const put = db.teams.put({ teamCode: 'F', title: 'New' })
    for (const operation of [
      put,
      put.condition((team, { or, eq, notExists }) => or(eq(team.budget, 1), notExists(team.title))),
    ]) {
      const error = await failure(operation)
      expect(error).toBeInstanceOf(MonotableError)
      expect(error.code).toBe('item.foreign')
    }
    expect(await server.stored(texts({ pk: 'team#F', sk: 'team' }))).toEqual(foreign)
  })
})

describe('put of a versioned item', () => {
  it('makes it where it carries no version, and then only', async () => {
    const operation = db.agents.put({ ...agent('AG-1') })
    expect(operation.compile()).toMatchObject({
      ConditionExpression: 'attribute_not_exists(#n0)',
      Item: { version: { N: '1' } },
    })
    const first = await operation
    expect(first.version).toBe(1)
    const error = await failure(db.agents.put(agent('AG-1', { name: 'second' })))
    expect(error).toBeInstanceOf(ItemExistsError)
    expect(error.item).toEqual(first)
  })

  it('replaces the version that it carries, and counts on', async () => {
    const first = await db.agents.create(agent('AG-2', { domain: 'legal' }))
    const { domain: _, ...rest } = first
    const replace = db.agents.put({ ...rest, name: 'second' })
    expect(replace.compile()).toMatchObject({
      ConditionExpression: '#n0 = :v0 AND #n1 = :v1',
      ExpressionAttributeNames: { '#n0': 'entity', '#n1': 'version' },
      ExpressionAttributeValues: { ':v0': { S: 'Agent' }, ':v1': { N: '1' } },
      Item: { version: { N: '2' } },
    })
    const second = await replace
    expect(second).toEqual({ ...rest, name: 'second', version: 2 })
    expect(await server.stored(agentKey('AG-2'))).not.toHaveProperty('gsi2pk')

    const late = await failure(db.agents.put({ ...first, name: 'third' }))
    expect(late).toBeInstanceOf(VersionConflictError)
    expect(late.details).toEqual({ entity: 'Agent', expected: 1, current: 2 })
    expect(late.item).toEqual(second)
    expect(await db.agents.get({ teamCode, id: 'AG-2' })).toEqual(second)
  })

  it('finds out that the item is gone', async () => {
    const error = await failure(db.agents.put({ ...agent('AG-3'), version: 4 }))
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error.details).toEqual({ entity: 'Agent', expected: 4, current: undefined })
    expect(error.message).toContain('the item is gone')
    expect(error.item).toBeUndefined()
  })

  it('replaces an item from before versioning as version 0', async () => {
    const stored = db.agents.create(agent('AG-4')).compile().Item!
    const { version: _, ...unversioned } = stored
    await server.store(unversioned)
    const whole = agent('AG-4')
    expect(await db.agents.put({ ...whole, version: 0 })).toMatchObject({ version: 1 })
    const error = await failure(db.agents.put({ ...whole, version: 0 }))
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error.details).toEqual({ entity: 'Agent', expected: 0, current: 1 })
  })

  it('tells a failed condition from a conflict of versions', async () => {
    const first = await db.agents.create(agent('AG-5'))
    const put = db.agents.put({ ...first, name: 'x' }).condition((old, { eq }) => eq(old.active, false))
    const error = await failure(put)
    expect(error).toBeInstanceOf(ConditionFailedError)
    expect(error.item).toEqual(first)
  })

  it('refuses what is no version, before anything is sent', async () => {
    const whole = agent('AG-6')
    const error = await server.refusal(() => db.agents.put({ ...whole, version: -1 }))
    expect(error.code).toBe('update.invalid')
    expect(error.message).toContain('a version is a whole number from 0')
  })

  it('lets one of two writers win, and shows the other what the first wrote', async () => {
    const first = await db.agents.create(agent('AG-7'))
    const results = await Promise.allSettled(['a', 'b'].map(name => db.agents.put({ ...first, name })))
    const won = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    const lost = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(won).toHaveLength(1)
    expect(lost).toHaveLength(1)
    expect(lost[0]).toBeInstanceOf(VersionConflictError)
    expect(lost[0].item).toEqual(won[0])
    expect(won[0]).toMatchObject({ version: 2 })
  })
})

describe('a key that is made of a default', () => {
  it('is one and the same for what is read and what is written', async () => {
    const put = db.tickets.put({ code: 'p' })
    const item = await put
    expect(put.compile().Item).toMatchObject(texts({ id: item.id, pk: `ticket#${item.id}` }))
    expect(await db.tickets.get({ id: item.id })).toEqual(item)
    const [created, second] = await db.transactWrite([db.tickets.create({ code: 'q' }), db.tickets.put({ code: 'r' })])
    expect(await db.tickets.getOrThrow({ id: created.id })).toEqual(created)
    expect(await db.tickets.getOrThrow({ id: second.id })).toEqual(second)
    const taken = await failure(db.tickets.create({ code: 'p' }))
    expect(taken).toMatchObject({ code: 'unique.taken', owner: { id: item.id } })
  })
})
