import { beforeAll, describe, expect, it } from 'vitest'
import {
  ConditionFailedError,
  createDatabase,
  ItemExistsError,
  ItemNotFoundError,
  VersionConflictError,
} from '../../../src/index.js'
import { Agent, agent, Team, teamCode } from '../../support/models.js'
import { failure, named, texts, useServer } from '../../support/server.js'

const server = useServer('conditions')
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team } })
const { agents, teams } = db
const key = (id: string) => ({ teamCode, id })
const condition = (input: { ConditionExpression?: string | undefined; ExpressionAttributeNames?: any }) =>
  named(input.ConditionExpression, input.ExpressionAttributeNames)
const whole = (id: string) => {
  const { id: _, teamCode: __, ...rest } = agent(id)
  return rest
}

beforeAll(() => db.createTable())

describe('ifExists', () => {
  it('lets put and upsert replace and change only what is there', async () => {
    const put = (id: string) => teams.put({ teamCode: id, title: 'T' }).ifExists()
    expect(condition(put('x').compile())).toBe('entity = :v0')
    expect(await failure(put('e1'))).toBeInstanceOf(ItemNotFoundError)
    await teams.create({ teamCode: 'e1', title: 'old', budget: 1 })
    expect(await put('e1')).toEqual({ teamCode: 'e1', title: 'T' })
    const upsert = (id: string) => teams.upsert({ teamCode: id }).set({ title: 'U' }).ifExists()
    expect(await failure(upsert('e2'))).toBeInstanceOf(ItemNotFoundError)
    expect(await server.stored(texts({ pk: 'team#e2', sk: 'team' }))).toBeUndefined()
    expect(await upsert('e1')).toMatchObject({ title: 'U' })
  })

  it('makes a delete of nothing an error, and is what update and check are anyway', async () => {
    expect(await failure(teams.delete({ teamCode: 'e3' }).ifExists())).toBeInstanceOf(ItemNotFoundError)
    expect(await failure(teams.update({ teamCode: 'e3' }).set({ title: 'x' }).ifExists())).toBeInstanceOf(
      ItemNotFoundError,
    )
    expect(await failure(teams.check({ teamCode: 'e3' }).ifExists())).toBeInstanceOf(ItemNotFoundError)
    await teams.create({ teamCode: 'e3', title: 'T' })
    expect(await teams.delete({ teamCode: 'e3' }).ifExists()).toMatchObject({ title: 'T' })
  })

  it('of a versioned put needs the version, or the count of versions would begin anew', async () => {
    await agents.create(agent('p1'))
    const error = await server.refusal(() => agents.put(agent('p1', { name: 'y' })).ifExists())
    expect(error.code).toBe('update.invalid')
    expect(error.message).toContain('give the version')
    const replaced = await agents.put({ ...agent('p1', { name: 'y' }), version: 1 }).ifExists()
    expect(replaced).toMatchObject({ name: 'y', version: 2 })
    expect(await failure(agents.put({ ...agent('p404'), version: 1 }).ifExists())).toBeInstanceOf(VersionConflictError)
  })
})

describe('ifNotExists', () => {
  it('lets put and upsert make new items only, and checks that nothing is there', async () => {
    const put = teams.put({ teamCode: 'n1', title: 'T' }).ifNotExists()
    expect(condition(put.compile())).toBe('attribute_not_exists(pk)')
    await put
    const error = await failure(teams.put({ teamCode: 'n1', title: 'x' }).ifNotExists())
    expect(error).toBeInstanceOf(ItemExistsError)
    expect(error.item).toEqual({ teamCode: 'n1', title: 'T' })
    const upsert = (id: string) => teams.upsert({ teamCode: id }).set({ title: 'U' }).ifNotExists()
    expect(await upsert('n2')).toEqual({ teamCode: 'n2', title: 'U' })
    expect(await failure(upsert('n2'))).toBeInstanceOf(ItemExistsError)
    expect(await failure(teams.check({ teamCode: 'n2' }).ifNotExists())).toBeInstanceOf(ItemExistsError)
    expect(await teams.check({ teamCode: 'n3' }).ifNotExists()).toBeUndefined()
    const untyped = (teams.update({ teamCode: 'n2' }) as any).ifNotExists().set({ title: 'x' })
    expect((await server.refusal(() => untyped)).code).toBe('update.invalid')
  })
})

describe('condition and ifVersion', () => {
  it('guard put, update, upsert, delete and check, and add up', async () => {
    await agents.create(agent('c1'))
    const writes = {
      put: () => agents.put({ ...agent('c1'), version: 1 }),
      update: () => agents.update(key('c1')).set({ name: 'x' }),
      upsert: () => agents.upsert(key('c1')).refresh().set(whole('c1')),
      delete: () => agents.delete(key('c1')),
      check: () => agents.check(key('c1')),
    }
    const before = await agents.getOrThrow(key('c1'))
    for (const [name, write] of Object.entries(writes)) {
      const two = write()
        .condition((item: any, { eq }: any) => eq(item.active, true))
        .condition((item: any, { eq }: any) => eq(item.logins, 5))
      // Where the item is read first, that is what is sent first.
      if (name !== 'upsert')
        expect(condition(two.compile() as never), name).toMatch(/active = :v\d+ AND logins = :v\d+$/)
      const error = await failure(two)
      expect(error, name).toBeInstanceOf(ConditionFailedError)
      expect(error.item, name).toEqual(before)
      if (name === 'put') continue
      const versioned = (write() as any).ifVersion(7)
      if (name !== 'upsert') expect(condition(versioned.compile()), name).toContain('version = ')
      const conflict = await failure(versioned)
      expect(conflict, name).toBeInstanceOf(VersionConflictError)
      expect(conflict.details, name).toEqual({ entity: 'Agent', expected: 7, current: 1 })
    }
    for (const [index, write] of [writes.check, writes.update, writes.upsert].entries())
      await write()
        .condition((item: any, { eq }: any) => eq(item.active, true))
        .ifVersion(Math.max(1, index))
    expect(
      await writes
        .delete()
        .ifVersion(3)
        .condition((item, { gt }) => gt(item.logins, -1)),
    ).toMatchObject({ version: 3 })
  })
})

describe('check', () => {
  it('alone is a transaction of its own, which changes nothing and gives nothing', async () => {
    await agents.create(agent('k1'))
    const check = agents.check(key('k1')).condition((item, { eq }) => eq(item.active, true))
    expect(check.compile()).toMatchObject({ Key: texts({ pk: `team#${teamCode}`, sk: 'agent#k1' }) })
    const sent = await server.sentBy(() => check)
    expect(sent.map(({ operation }) => operation)).toEqual(['TransactWriteItems'])
    expect(sent[0]!.input).toMatchObject({
      TransactItems: [{ ConditionCheck: check.compile() }],
      ClientRequestToken: expect.stringMatching(/^.{36}$/),
    })
    expect(await check).toBeUndefined()
    expect(await agents.get(key('k1'))).toMatchObject({ version: 1 })
    expect(check.explain()).toMatch(
      /^ConditionCheck Agent in table '.*'\n {2}condition .*active = :v\d\n {2}cost .*2 write units/,
    )
    const foreign = await failure(teams.check({ teamCode: 'none' }))
    expect(foreign).toBeInstanceOf(ItemNotFoundError)
    expect(foreign.key).toEqual({ teamCode: 'none' })
  })

  it('finds another entity’s item foreign', async () => {
    await server.store(texts({ pk: 'team#f', sk: 'team', entity: 'Other' }))
    expect((await failure(teams.check({ teamCode: 'f' }))).code).toBe('item.foreign')
  })
})

describe('returning', () => {
  it('old, new or nothing: of put', async () => {
    const put = (title: string) => teams.put({ teamCode: 'r1', title })
    expect(put('a').compile()).not.toHaveProperty('ReturnValues')
    expect(put('a').returning('old').compile()).toMatchObject({ ReturnValues: 'ALL_OLD' })
    expect(await put('a').returning('old')).toBeUndefined()
    expect(await put('b').returning('old')).toEqual({ teamCode: 'r1', title: 'a' })
    expect(await put('c').returning('new')).toEqual({ teamCode: 'r1', title: 'c' })
    expect(await put('d').returning('none')).toBeUndefined()
  })

  it('old, new or nothing: of update and upsert', async () => {
    await teams.create({ teamCode: 'r2', title: 'a' })
    const returned = { old: 'ALL_OLD', new: 'ALL_NEW', none: 'NONE' } as const
    const items = { old: { title: 'a' }, new: { title: 'b' }, none: undefined }
    for (const what of ['old', 'new', 'none'] as const) {
      await teams.update({ teamCode: 'r2' }).set({ title: 'a' })
      const update = teams.update({ teamCode: 'r2' }).set({ title: 'b' }).returning(what)
      expect(update.compile()).toMatchObject({ ReturnValues: returned[what] })
      const upsert = teams.upsert({ teamCode: 'r2' }).set({ title: 'b' }).returning(what)
      expect(upsert.compile()).toMatchObject({ ReturnValues: returned[what] })
      const refreshed = teams.update({ teamCode: 'r2' }).refresh().set({ title: 'b' }).returning(what)
      for (const write of [update, upsert, refreshed]) {
        await teams.update({ teamCode: 'r2' }).set({ title: 'a' })
        const item = await write
        if (what === 'none') expect(item).toBeUndefined()
        else expect(item).toMatchObject(items[what])
      }
    }
    expect(await teams.upsert({ teamCode: 'r3' }).set({ title: 'x' }).returning('old')).toBeUndefined()
  })

  it('old or nothing: of delete', async () => {
    await teams.create({ teamCode: 'r4', title: 'a' })
    expect(teams.delete({ teamCode: 'r4' }).compile()).toMatchObject({ ReturnValues: 'ALL_OLD' })
    expect(await teams.delete({ teamCode: 'r4' }).returning('old')).toEqual({ teamCode: 'r4', title: 'a' })
    await teams.create({ teamCode: 'r4', title: 'a' })
    const none = teams.delete({ teamCode: 'r4' }).returning('none')
    expect(none.compile()).toMatchObject({ ReturnValues: 'NONE' })
    expect(await none).toBeUndefined()
    expect(await teams.exists({ teamCode: 'r4' })).toBe(false)
  })
})
