import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  InvalidItemError,
  ItemNotFoundError,
  VersionConflictError,
} from '../../../src/index.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('update')
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team } })
beforeAll(() => db.createTable())
const Key = (id: string) => texts({ pk: 'team#AT-001', sk: `agent#${id}` })

describe('update', () => {
  it('changes what it is told to, counts the version, and gives the whole item back', async () => {
    const created = await db.agents.create(agent('AG-1', { tags: new Set(['a']) }))
    const operation = db.agents
      .update({ teamCode, id: 'AG-1' })
      .set({ active: false })
      .add({ logins: 2 })
      .remove('tags')
      .ifVersion(1)
    expect(operation.compile()).toEqual({
      TableName: server.options.tableName,
      Key: Key('AG-1'),
      UpdateExpression: 'SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1) + :v2 REMOVE #n2 ADD #n3 :v3',
      ConditionExpression: '#n4 = :v4 AND #n1 = :v2',
      ExpressionAttributeNames: {
        '#n0': 'active',
        '#n1': 'version',
        '#n2': 'tags',
        '#n3': 'logins',
        '#n4': 'entity',
      },
      ExpressionAttributeValues: {
        ':v0': { BOOL: false },
        ':v1': { N: '0' },
        ':v2': { N: '1' },
        ':v3': { N: '2' },
        ':v4': { S: 'Agent' },
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const { tags: _, ...rest } = created
    expect(await operation).toEqual({ ...rest, active: false, logins: 2, version: 2 })
    expect(await db.agents.get({ teamCode, id: 'AG-1' })).toEqual({ ...rest, active: false, logins: 2, version: 2 })
  })

  it('requires the item to be there', async () => {
    const error = await failure(db.agents.update({ teamCode, id: 'none' }).set({ active: false }))
    expect(error).toBeInstanceOf(ItemNotFoundError)
    expect(error.key).toEqual({ teamCode, id: 'none' })
    expect(await server.stored(Key('none'))).toBeUndefined()
  })

  it("never changes another entity's item", async () => {
    const foreign = { ...texts({ pk: 'team#AT-001', sk: 'agent#AG-F', entity: 'Robot' }), logins: { N: '1' } }
    await server.store(foreign)
    const update = db.agents.update({ teamCode, id: 'AG-F' }).add({ logins: 1 })
    for (const operation of [update, update.ifVersion(0), update.condition((item, { eq }) => eq(item.logins, 1))])
      expect((await failure(operation)).code).toBe('item.foreign')
    expect(await server.stored(Key('AG-F'))).toEqual(foreign)
  })

  it('keeps attributes that the schema does not know', async () => {
    await server.store({
      ...db.agents.create(agent('AG-2')).compile().Item!,
      legacy: { M: { deep: { L: [{ N: '1' }] } } },
    })
    const updated = await db.agents.update({ teamCode, id: 'AG-2' }).set({ active: false })
    expect(updated).not.toHaveProperty('legacy')
    expect(await server.stored(Key('AG-2'))).toMatchObject({
      active: { BOOL: false },
      legacy: { M: { deep: { L: [{ N: '1' }] } } },
    })
  })

  it('takes conditions, which add up, and shows the item where they fail', async () => {
    const created = await db.agents.create(agent('AG-3'))
    const key = { teamCode, id: 'AG-3' }
    const update = db.agents
      .update(key)
      .set({ active: false })
      .condition((item, { eq }) => eq(item.active, true))
    const both = update.condition((item, { gt }) => gt(item.capability.confidenceScore, 0.9))
    expect(both.compile().ConditionExpression).toBe('#n2 = :v3 AND #n0 = :v4 AND #n3.#n4 > :v5')
    const error = await failure(both)
    expect(error).toBeInstanceOf(ConditionFailedError)
    expect(error).toMatchObject({ code: 'condition.failed', item: created, key })
    expect(await update).toMatchObject({ active: false, version: 2 })
    expect(
      await failure(db.agents.update({ teamCode, id: 'none' }).condition((item, { notExists }) => notExists(item.id))),
    ).toBeInstanceOf(ItemNotFoundError)
  })

  it('leaves undefined out, and refuses to change nothing', async () => {
    await db.teams.put({ teamCode, title: 'x', budget: 1 })
    const untyped = db.teams.update({ teamCode }) as any
    expect(untyped.set({ title: undefined, budget: 2 }).compile().UpdateExpression).toBe('SET #n0 = :v0')
    const error = await server.refusal(() => untyped.set({ title: undefined }))
    expect(error.code).toBe('update.invalid')
    expect(error.message).toContain('it changes nothing')
  })

  it.each<[string, (update: any) => PromiseLike<unknown>, string, RegExp]>([
    ['a wrong type', update => update.set({ active: 'no' }), 'item.invalid', /active: /],
    ['an unknown attribute', update => update.set({ nickname: 'x' }), 'expression.unknownPath', /'nickname'/],
    ['an unknown path', update => update.setPath('capability.nope', 1), 'expression.unknownPath', /capability\.nope/],
    ['an attribute of the key', update => update.set({ id: 'other' }), 'update.invalid', /'id' is part of the key/],
    ['the version', update => update.set({ version: 9 }), 'update.invalid', /'version'/],
    ['NaN', update => update.setPath('capability.confidenceScore', Number.NaN), 'item.invalid', /confidenceScore/],
    ['an empty set', update => update.set({ tags: new Set() }), 'item.invalid', /tags/],
    ['an unsafe integer', update => update.set({ logins: 2 ** 53 }), 'item.invalid', /logins/],
    ['text to a number', update => update.add({ logins: '1' }), 'expression.invalidValue', /logins/],
    [
      'two changes of one path',
      update => update.set({ active: true }).set({ active: false }),
      'update.invalid',
      /active/,
    ],
    [
      'a path within another',
      update => update.remove('capability.skills').setPath('capability.skills[0]', 'x'),
      'update.invalid',
      /capability\.skills/,
    ],
  ])('refuses %s before anything is sent', async (_, change, code, text) => {
    const error = await server.refusal(() => change(db.agents.update({ teamCode, id: 'AG-1' })))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(text)
    if (code === 'item.invalid') expect(error).toBeInstanceOf(InvalidItemError)
  })

  it('sends nothing until it is awaited, once then, and is not changed by what is derived from it', async () => {
    await db.agents.create(agent('AG-4'))
    const operation = db.agents.update({ teamCode, id: 'AG-4' }).add({ logins: 1 })
    const before = operation.compile()
    const unsent = await server.sentBy(() => {
      operation.set({ active: false }).remove('tags').ifVersion(7)
      expect(operation.explain()).toContain('ADD logins')
    })
    expect(unsent).toEqual([])
    expect(operation.compile()).toEqual(before)
    const sent = await server.sentBy(() => Promise.all([operation, operation]))
    expect(sent).toEqual([{ operation: 'UpdateItem', input: before }])
    expect(await operation).toMatchObject({ logins: 1 })
  })
})

describe('an update that computes with what is not there', () => {
  it('is refused, with what helps', async () => {
    const key = { teamCode, id: 'AG-20' }
    await db.agents.create(agent('AG-20'))
    const update = db.agents.update(key)
    for (const missing of [
      update.set({ tags: agent => agent.tags }),
      update.set({ tags: agent => agent.tags }).exactlyOnce(),
      update.setPath('capability.limits', agent => agent.capability.limits),
    ]) {
      const error = await failure(missing)
      expect(error.code).toBe('update.invalid')
      expect(error.message).toContain('computes with an attribute that is not there: guard it with ifNotExists')
    }
    expect(await db.agents.get(key)).toMatchObject({ version: 1 })
  })
})

describe('an element of a tuple', () => {
  const Pair = defineEntity({
    name: 'Pair',
    table: AppTable,
    schema: z.object({
      id: z.string(),
      pair: z.tuple([z.string(), z.number()]),
      list: z.tuple([z.string()], z.string()),
    }),
    key: { partitionKey: 'pair#<id>', sortKey: 'pair' },
  })
  const { pairs } = createDatabase({ ...server.options, entities: { pairs: Pair } })

  it('is set to what the tuple has there, and never removed', async () => {
    await pairs.create({ id: 'a', pair: ['x', 1], list: ['a', 'b'] })
    const update = pairs.update({ id: 'a' })
    expect(await update.setPath('pair[0]', 'y').setPath('pair[1]', 2)).toMatchObject({ pair: ['y', 2] })
    const untyped = update as any
    expect((await server.refusal(() => untyped.setPath('pair[0]', 7))).code).toBe('item.invalid')
    expect(() => untyped.setPath('pair[2]', 7)).toThrow("'pair[2]' is not an attribute of the schema")
    const removed = await server.refusal(() => untyped.remove('pair[1]'))
    expect(removed.code).toBe('update.invalid')
    expect(removed.message).toContain("'pair[1]' is part of a tuple")
    expect((await server.refusal(() => untyped.remove('list[0]'))).code).toBe('update.invalid')
    expect(await update.remove('list[1]')).toMatchObject({ list: ['a'] })
  })
})

describe('versions', () => {
  it('step on by one with every update', async () => {
    const key = { teamCode, id: 'AG-5' }
    await db.agents.create(agent('AG-5'))
    expect(await db.agents.update(key).set({ active: false })).toMatchObject({ version: 2 })
    expect(await db.agents.update(key).add({ logins: 1 }).ifVersion(2)).toMatchObject({ version: 3 })
  })

  it('conflict with the version expected, the one there, and the item as it stands', async () => {
    const key = { teamCode, id: 'AG-6' }
    await db.agents.create(agent('AG-6'))
    const current = await db.agents.update(key).set({ active: false })
    const error = await failure(db.agents.update(key).set({ active: true }).ifVersion(1))
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error.details).toEqual({ entity: 'Agent', expected: 1, current: 2 })
    expect(error.item).toEqual(current)
    const gone = await failure(db.agents.update({ teamCode, id: 'none' }).set({ active: true }).ifVersion(1))
    expect(gone).toBeInstanceOf(VersionConflictError)
    expect(gone.details).toEqual({ entity: 'Agent', expected: 1, current: undefined })
  })

  it('count an item from before versioning as version 0, and read it so', async () => {
    const key = { teamCode, id: 'AG-7' }
    const { version: _, ...unversioned } = db.agents.create(agent('AG-7')).compile().Item!
    await server.store(unversioned)
    expect(await db.agents.get(key)).toEqual({ ...agent('AG-7'), version: 0 })
    expect(await db.agents.get(key).project('version')).toEqual({ version: 0 })
    const first = db.agents.update(key).set({ active: false }).ifVersion(0)
    expect(first.compile().ConditionExpression).toBe('#n2 = :v3 AND (attribute_not_exists(#n1) OR #n1 = :v1)')
    expect(await first).toMatchObject({ version: 1 })
    const error = await failure(db.agents.update(key).set({ active: true }).ifVersion(0))
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error.details).toMatchObject({ expected: 0, current: 1 })
    const gone = await failure(db.agents.update({ teamCode, id: 'none' }).set({ active: true }).ifVersion(0))
    expect(gone).toBeInstanceOf(VersionConflictError)
  })

  it('start at 1 again for an item that was deleted', async () => {
    const key = { teamCode, id: 'AG-8' }
    await db.agents.create(agent('AG-8'))
    await db.agents.update(key).set({ active: false })
    await db.agents.delete(key)
    expect(await db.agents.create(agent('AG-8'))).toMatchObject({ version: 1 })
  })

  it('let exactly one of many writers win, and show the others what it wrote', async () => {
    const key = { teamCode, id: 'AG-9' }
    await db.agents.create(agent('AG-9'))
    const names = ['a', 'b', 'c', 'd']
    const results = await Promise.allSettled(names.map(name => db.agents.update(key).set({ name }).ifVersion(1)))
    const won = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    const lost = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(won).toHaveLength(1)
    expect(lost).toHaveLength(3)
    for (const error of lost) {
      expect(error).toBeInstanceOf(VersionConflictError)
      expect(error.item).toEqual(won[0])
    }
    expect(await db.agents.get(key)).toEqual(won[0])
  })
})
