import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, VersionConflictError } from '../../../src/index.js'
import { betweenAttempts } from '../../support/between-attempts.js'
import { type FaultProxy, type ProxyFault, startFaultProxy } from '../../support/fault-proxy.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, useServer } from '../../support/server.js'

/*
 * An answer is lost, and before the request is sent again somebody else writes. What is there then tells that the write was made, or that
 * it was not; or it is in doubt, and neither is said.
 */

const Counter = defineEntity({
  name: 'Counter',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    kind: z.string(),
    size: z.int().default(0),
    a: z.string().optional(),
    place: z.object({ city: z.string(), street: z.string().optional() }).optional(),
  }),
  key: { partitionKey: 'counter#<id>', sortKey: 'counter' },
  indexes: { byKind: { index: 'gsi1', partitionKey: 'kind#<kind>', sortKey: '<size:pad(4)>#<id>' } },
})
const Session = defineEntity({
  name: 'Session',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    user: z.string(),
    note: z.string().optional(),
    visits: z.int().default(0),
    ends: z.int(),
    version: z.int(),
  }),
  key: { partitionKey: 'session#<id>', sortKey: 'session' },
  version: 'version',
  timeToLive: 'ends',
})
const Member = defineEntity({
  name: 'Member',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.string().optional(), version: z.int() }),
  key: { partitionKey: 'member#<id>', sortKey: 'member' },
  version: 'version',
  unique: ['email'],
})
const entities = { agents: Agent, teams: Team, counters: Counter, sessions: Session, members: Member }

const server = useServer('others-after-loss')
const direct = createDatabase({ ...server.options, entities })
let proxy: FaultProxy
let db: typeof direct

beforeAll(async () => {
  proxy = await startFaultProxy()
  await direct.createTable()
})
// A client that has met many failures tries no more, so that each test has its own.
beforeEach(() => {
  db = createDatabase({ client: proxy.client(), tableName: server.options.tableName, entities })
})
afterAll(() => proxy.stop())

let ids = 0
const nextId = () => `id-${ids++}`
const agentKey = (id: string) => ({ teamCode, id })
const afterFirst = (on: string, fault: ProxyFault, other: () => PromiseLike<unknown>) =>
  betweenAttempts(proxy, on, fault, other)
const unknown = { code: 'request.failed', details: { outcome: 'unknown' } }
/** The item is deleted and made again. */
const again = async (id: string, name = 'theirs') => {
  await direct.agents.delete(agentKey(id))
  await direct.agents.create(agent(id, { name }))
}
/** An agent at a version. */
const agentAt = async (id: string, version: number) => {
  await direct.agents.create(agent(id))
  for (let at = 1; at < version; at++) await direct.agents.update(agentKey(id)).set({ name: `at ${at}` })
}

describe('a create', () => {
  it('finds the other item', async () => {
    const id = nextId()
    await afterFirst('PutItem', 'drop before', () => direct.agents.create(agent(id, { name: 'theirs' })))
    expect((await failure(db.agents.create(agent(id)))).code).toBe('item.exists')
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ name: 'theirs' })
  })

  it.each(['drop before', 'drop after'] as const)('without a version is in doubt: %s', async fault => {
    const id = nextId()
    await afterFirst('PutItem', fault, () => direct.teams.put({ teamCode: id, title: 'theirs' }))
    const error = await failure(db.teams.create({ teamCode: id, title: 'ours' }))
    expect(error).toMatchObject(unknown)
    expect(error.item).toMatchObject({ title: { S: 'theirs' } })
  })
})

describe('a put', () => {
  it('of a version is in doubt where its item is gone', async () => {
    const id = nextId()
    await agentAt(id, 2)
    await afterFirst('PutItem', 'drop after', () => direct.agents.delete(agentKey(id)))
    expect(await failure(db.agents.put({ ...agent(id), version: 2 }))).toMatchObject(unknown)
  })

  it('of what must be there is in doubt where its item is gone', async () => {
    const id = nextId()
    await direct.teams.create({ teamCode: id, title: 'old' })
    await afterFirst('PutItem', 'drop after', () => direct.teams.delete({ teamCode: id }))
    expect(await failure(db.teams.put({ teamCode: id, title: 'ours' }).ifExists())).toMatchObject(unknown)
  })

  it('of a version is in doubt where the version went back', async () => {
    const id = nextId()
    await agentAt(id, 4)
    await afterFirst('PutItem', 'drop after', () => again(id))
    expect(await failure(db.agents.put({ ...agent(id), version: 4 }))).toMatchObject(unknown)
  })

  it('of a version finds what another made of it', async () => {
    const id = nextId()
    await agentAt(id, 2)
    await afterFirst('PutItem', 'drop before', () => direct.agents.update(agentKey(id)).set({ name: 'theirs' }))
    const error = await failure(db.agents.put({ ...agent(id), version: 2 }))
    expect(error).toMatchObject({ code: 'version.conflict', details: { expected: 2, current: 3 } })
  })
})

describe('an update of a version', () => {
  const write = (id: string, version = 1) => db.agents.update(agentKey(id)).set({ name: 'ours' }).ifVersion(version)

  it('finds the other one', async () => {
    const id = nextId()
    await agentAt(id, 1)
    await afterFirst('UpdateItem', 'drop before', () => direct.agents.update(agentKey(id)).set({ name: 'theirs' }))
    const error = await failure(write(id))
    expect(error).toBeInstanceOf(VersionConflictError)
    expect(error.item).toMatchObject({ name: 'theirs', version: 2 })
  })

  it('is in doubt where two others have been there', async () => {
    const id = nextId()
    await agentAt(id, 1)
    await afterFirst('UpdateItem', 'drop before', async () => {
      await direct.agents.update(agentKey(id)).set({ name: 'theirs' })
      await direct.agents.update(agentKey(id)).set({ name: 'theirs' })
    })
    const error = await failure(write(id))
    expect(error).toMatchObject(unknown)
    expect(error.item).toMatchObject({ version: { N: '3' } })
  })

  it('is in doubt where the version went back', async () => {
    const id = nextId()
    await agentAt(id, 5)
    await afterFirst('UpdateItem', 'drop after', () => again(id))
    expect(await failure(write(id, 5))).toMatchObject(unknown)
  })

  it('is not made where a condition beside it did not hold', async () => {
    const id = nextId()
    await agentAt(id, 2)
    await afterFirst('UpdateItem', 'drop before', async () => {})
    const error = await failure(write(id, 2).condition((item, { eq }) => eq(item.active, false)))
    expect(error.code).toBe('condition.failed')
  })
})

describe('an update without a version', () => {
  it('is in doubt where the item is gone', async () => {
    const id = nextId()
    await direct.teams.create({ teamCode: id, title: 'old' })
    await afterFirst('UpdateItem', 'drop after', () => direct.teams.delete({ teamCode: id }))
    expect(await failure(db.teams.update({ teamCode: id }).set({ title: 'ours' }))).toMatchObject(unknown)
  })

  const changes: Record<string, (id: string) => PromiseLike<unknown>> = {
    'a place inside': id => db.counters.update({ id }).setPath('place.street', 'ours'),
    'what it copies': id => db.counters.update({ id }).set({ a: item => item.place.city as never }),
  }
  it.each(Object.entries(changes))('is in doubt where %s was taken away', async (_, write) => {
    const id = nextId()
    await direct.counters.create({ id, kind: 'k', place: { city: 'Berlin' } })
    await afterFirst('UpdateItem', 'drop after', () => direct.counters.update({ id }).remove('place'))
    expect(await failure(write(id))).toMatchObject(unknown)
    // What they have taken away is not made again.
    expect(await direct.counters.get({ id })).not.toHaveProperty('place')
  })
})

describe('an update that has read', () => {
  it.each(['drop before', 'drop after'] as const)('is not made of the other item as well: %s', async fault => {
    const id = nextId()
    await direct.counters.create({ id, kind: 'k' })
    await afterFirst('UpdateItem', fault, () => direct.counters.update({ id }).set({ size: 7, kind: 'k' }))
    expect(await failure(db.counters.update({ id }).refresh().add({ size: 1 }))).toMatchObject(unknown)
    expect(await direct.counters.get({ id })).toMatchObject({ size: 7 })
  })

  it.each(['drop before', 'drop after'] as const)('is not made again where it sets: %s', async fault => {
    const id = nextId()
    await direct.counters.create({ id, kind: 'k' })
    await afterFirst('UpdateItem', fault, () => direct.counters.update({ id }).set({ size: 7, kind: 'theirs' }))
    expect(await failure(db.counters.update({ id }).refresh().set({ kind: 'ours' }))).toMatchObject(unknown)
    expect(await direct.counters.get({ id })).toMatchObject({ kind: 'theirs', size: 7 })
  })

  it('is not told by a condition that it has taken away itself', async () => {
    const id = nextId()
    await direct.counters.create({ id, kind: 'k', a: 'old' })
    await afterFirst('UpdateItem', 'drop after', () => direct.counters.update({ id }).set({ size: 7, kind: 'k' }))
    const write = db.counters
      .update({ id })
      .refresh()
      .set({ kind: 'ours', a: 'new' })
      .condition((item, { eq }) => eq(item.a, 'old'))
    expect(await failure(write)).toMatchObject(unknown)
  })

  it('nor by the item that it has made itself', async () => {
    const id = nextId()
    await afterFirst('UpdateItem', 'drop after', () => direct.counters.update({ id }).set({ a: 'theirs' }))
    const write = db.counters.upsert({ id }).refresh().set({ kind: 'k', size: 0 }).ifNotExists()
    expect(await failure(write)).toMatchObject(unknown)
  })

  it('is made anew where a version tells that it was not made', async () => {
    const id = nextId()
    await agentAt(id, 2)
    await afterFirst('UpdateItem', 'drop before', () => direct.agents.update(agentKey(id)).set({ logins: 7 }))
    const made = await db.agents.update(agentKey(id)).refresh().set({ name: 'ours' })
    expect(made).toMatchObject({ name: 'ours', logins: 7, version: 4 })
  })

  it('is in doubt where a version says that two have written', async () => {
    const id = nextId()
    await agentAt(id, 1)
    await afterFirst('UpdateItem', 'drop after', () => direct.agents.update(agentKey(id)).set({ name: 'theirs' }))
    expect(await failure(db.agents.update(agentKey(id)).refresh().set({ name: 'ours' }))).toMatchObject(unknown)
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ name: 'theirs', version: 3 })
  })

  it('is in doubt where a version went back', async () => {
    const id = nextId()
    await agentAt(id, 3)
    await afterFirst('UpdateItem', 'drop after', () => again(id))
    expect(await failure(db.agents.update(agentKey(id)).refresh().set({ name: 'ours' }))).toMatchObject(unknown)
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ name: 'theirs', version: 1 })
  })
})

describe('an upsert in the place of an expired item', () => {
  const now = () => new Date('2026-01-01')
  const seed = async (id: string) =>
    server.store({
      ...(await direct.sessions.encode({ id, user: 'old', visits: 0, ends: 1, version: 4 })),
    })
  const open = () =>
    createDatabase({ client: proxy.client(), tableName: server.options.tableName, entities, now }).sessions
  const upsert = (id: string) => open().upsert({ id }).set({ user: 'ours', ends: 4_000_000_000 }).add({ visits: 1 })

  it('is not made twice', async () => {
    const id = nextId()
    await seed(id)
    await afterFirst('PutItem', 'drop after', () => direct.sessions.update({ id }).set({ user: 'theirs' }))
    expect(await failure(upsert(id))).toMatchObject(unknown)
    expect(await direct.sessions.get({ id })).toMatchObject({ user: 'theirs', visits: 1, version: 2 })
  })

  it('is in doubt where its item is gone', async () => {
    const id = nextId()
    await seed(id)
    await afterFirst('PutItem', 'drop after', () => direct.sessions.delete({ id }))
    expect(await failure(upsert(id))).toMatchObject(unknown)
    expect(await direct.sessions.get({ id })).toBeUndefined()
  })

  it.each(['drop before', 'drop after'] as const)('is made once where nobody else writes: %s', async fault => {
    const id = nextId()
    await seed(id)
    await afterFirst('PutItem', fault, async () => {})
    expect(await upsert(id)).toMatchObject({ user: 'ours', visits: 1, version: 1 })
    expect(await direct.sessions.get({ id })).toMatchObject({ user: 'ours', visits: 1, version: 1 })
  })

  it('was not made where the expired item is there still', async () => {
    const id = nextId()
    await seed(id)
    await afterFirst('PutItem', 'drop before', async () => {})
    const write = upsert(id).condition((item, { exists }) => exists(item.note))
    expect((await failure(write)).code).toBe('condition.failed')
  })
})

describe('a delete', () => {
  it.each([0, 3])('of version %i is in doubt where the item was made again', async version => {
    const id = nextId()
    if (version > 0) await agentAt(id, version)
    else await server.store({ ...(await direct.agents.encode({ ...agent(id), version })) })
    await afterFirst('DeleteItem', 'drop after', () => direct.agents.create(agent(id, { name: 'theirs' })))
    expect(await failure(db.agents.delete(agentKey(id)).ifVersion(version))).toMatchObject(unknown)
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ name: 'theirs' })
  })

  it('of a version is not made where the version has gone up', async () => {
    const id = nextId()
    await agentAt(id, 3)
    await afterFirst('DeleteItem', 'drop before', () => direct.agents.update(agentKey(id)).set({ name: 'theirs' }))
    const error = await failure(db.agents.delete(agentKey(id)).ifVersion(3))
    expect(error).toMatchObject({ code: 'version.conflict', details: { expected: 3, current: 4 } })
  })

  it('on a condition is in doubt where the item was made again', async () => {
    const id = nextId()
    await direct.teams.create({ teamCode: id, title: 'old' })
    await afterFirst('DeleteItem', 'drop after', () => direct.teams.create({ teamCode: id, title: 'theirs' }))
    const write = db.teams.delete({ teamCode: id }).condition((item, { eq }) => eq(item.title, 'old'))
    expect(await failure(write)).toMatchObject(unknown)
  })

  describe('that has read', () => {
    it('does not delete the item that was made again', async () => {
      const id = nextId()
      await direct.members.create({ id })
      await direct.members.update({ id }).set({})
      await afterFirst('DeleteItem', 'drop after', () => direct.members.create({ id }))
      expect(await failure(db.members.delete({ id }))).toMatchObject(unknown)
      expect(await direct.members.get({ id })).toEqual({ id, version: 1 })
    })

    it('deletes what another has changed', async () => {
      const id = nextId()
      await direct.members.create({ id })
      await afterFirst('DeleteItem', 'drop before', () => direct.members.update({ id }).set({}))
      expect(await db.members.delete({ id })).toEqual({ id, version: 2 })
      expect(await direct.members.get({ id })).toBeUndefined()
    })

    it('deletes what came where nothing was', async () => {
      const id = nextId()
      await afterFirst('DeleteItem', 'drop before', () => direct.members.create({ id }))
      expect(await db.members.delete({ id })).toEqual({ id, version: 1 })
    })
  })
})
