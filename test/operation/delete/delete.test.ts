import { beforeAll, describe, expect, it } from 'vitest'
import {
  ConditionFailedError,
  createDatabase,
  InvalidItemError,
  MonotableError,
  VersionConflictError,
} from '../../../src/index.js'
import { Agent, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('delete')
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team } })
beforeAll(() => db.createTable())
const Key = (id: string) => texts({ pk: 'team#AT-001', sk: `agent#${id}` })

describe('delete', () => {
  it('deletes an item, and gives it back as it was', async () => {
    const created = await db.agents.create(agent('AG-1'))
    const operation = db.agents.delete({ teamCode, id: 'AG-1' })
    expect(operation.compile()).toEqual({
      TableName: server.options.tableName,
      Key: Key('AG-1'),
      ConditionExpression: 'attribute_not_exists(#n0) OR #n1 = :v0',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'entity' },
      ExpressionAttributeValues: { ':v0': { S: 'Agent' } },
      ReturnValues: 'ALL_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    expect(await operation).toEqual(created)
    expect(await server.stored(Key('AG-1'))).toBeUndefined()
    expect(await db.agents.delete({ teamCode, id: 'AG-1' })).toBeUndefined()
  })

  it("leaves another entity's item where it is", async () => {
    const foreign = texts({ pk: 'team#AT-001', sk: 'agent#AG-F', entity: 'Robot' })
    await server.store(foreign)
    const remove = db.agents.delete({ teamCode, id: 'AG-F' })
    for (const operation of [
      remove,
      remove.ifVersion(0),
      remove.condition((item, { notExists }) => notExists(item.name)),
    ]) {
      const error = await failure(operation)
      expect(error).toBeInstanceOf(MonotableError)
      expect(error.code).toBe('item.foreign')
    }
    expect(await server.stored(Key('AG-F'))).toEqual(foreign)
  })

  it('takes a condition, and shows the item where it fails', async () => {
    const created = await db.agents.create(agent('AG-2'))
    const key = { teamCode, id: 'AG-2' }
    const inactive = db.agents.delete(key).condition((item, { eq }) => eq(item.active, false))
    const error = await failure(inactive)
    expect(error).toBeInstanceOf(ConditionFailedError)
    expect(error).toMatchObject({ item: created, key })
    expect(await db.agents.exists(key)).toBe(true)
    await db.agents.update(key).set({ active: false })
    expect(await db.agents.delete(key).condition((item, { eq }) => eq(item.active, false))).toMatchObject({
      version: 2,
    })
    const gone = await failure(db.agents.delete(key).condition((item, { eq }) => eq(item.active, false)))
    expect(gone).toBeInstanceOf(ConditionFailedError)
    expect(gone.item).toBeUndefined()
  })

  it('deletes one version only', async () => {
    const key = { teamCode, id: 'AG-3' }
    await db.agents.create(agent('AG-3'))
    const current = await db.agents.update(key).add({ logins: 1 })
    const first = db.agents.delete(key).ifVersion(1)
    expect(first.compile()).toMatchObject({
      ConditionExpression: '#n0 = :v0 AND #n1 = :v1',
      ExpressionAttributeNames: { '#n0': 'entity', '#n1': 'version' },
      ExpressionAttributeValues: { ':v0': { S: 'Agent' }, ':v1': { N: '1' } },
    })
    const error = await failure(first)
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error).toMatchObject({ item: current, key, details: { expected: 1, current: 2 } })
    expect(await db.agents.delete(key).ifVersion(2)).toEqual(current)
    const gone = await failure(db.agents.delete(key).ifVersion(2))
    expect(gone).toBeInstanceOf(VersionConflictError)
    expect(gone.details).toMatchObject({ expected: 2, current: undefined })
  })

  it('deletes an item from before versioning as version 0', async () => {
    const { version: _, ...unversioned } = db.agents.create(agent('AG-4')).compile().Item!
    await server.store(unversioned)
    const remove = db.agents.delete({ teamCode, id: 'AG-4' }).ifVersion(0)
    expect(remove.compile().ConditionExpression).toBe('#n0 = :v0 AND (attribute_not_exists(#n1) OR #n1 = :v1)')
    expect(await remove).toEqual({ ...agent('AG-4'), version: 0 })
    expect(await server.stored(Key('AG-4'))).toBeUndefined()
    expect(await failure(remove.condition((item, { exists }) => exists(item.name)))).toBeInstanceOf(
      VersionConflictError,
    )
  })

  it('deletes an invalid item too, and says that it did', async () => {
    await server.store({ ...texts({ pk: 'team#AT-001', sk: 'agent#AG-5', entity: 'Agent' }) })
    const error = await failure(db.agents.delete({ teamCode, id: 'AG-5' }))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error.details).toMatchObject({ written: true })
    expect(error.message).toContain('The write was made')
    expect(await server.stored(Key('AG-5'))).toBeUndefined()
  })

  it('lets one of two versioned deletes win', async () => {
    const key = { teamCode, id: 'AG-6' }
    await db.agents.create(agent('AG-6'))
    const results = await Promise.allSettled([
      db.agents.delete(key).ifVersion(1),
      db.agents.update(key).set({ active: false }).ifVersion(1),
    ])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find(result => result.status === 'rejected')
    expect(lost?.reason).toBeInstanceOf(VersionConflictError)
  })

  it('is not made where its condition is none, as one without a return', () => {
    const operation = db.agents.delete({ teamCode, id: 'x' }) as any
    for (const where of [() => undefined, (item: any) => item.active, (item: any, { not }: any) => not(item.active)])
      expect(() => operation.condition(where)).toThrow('A condition is what an operator returns')
  })

  it('refuses what is no version, or a version where there is none', () => {
    expect(() => db.agents.delete({ teamCode, id: 'x' }).ifVersion(1.5)).toThrow('a version is a whole number from 0')
    const unversioned = db.teams.delete({ teamCode }) as unknown as { ifVersion(version: number): void }
    expect(() => unversioned.ifVersion(1)).toThrow('it has no version attribute')
  })

  it('sends nothing until it is awaited, and is not changed by what is derived from it', async () => {
    const operation = db.agents.delete({ teamCode, id: 'AG-7' })
    const before = operation.compile()
    const sent = await server.sentBy(() => {
      operation.ifVersion(3).condition((item, { exists }) => exists(item.name))
      expect(operation.explain()).toContain('DeleteItem Agent in table')
    })
    expect(sent).toEqual([])
    expect(operation.compile()).toEqual(before)
  })
})
