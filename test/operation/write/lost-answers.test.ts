import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { betweenAttempts } from '../../support/between-attempts.js'
import { type FaultProxy, type ProxyFault, startFaultProxy } from '../../support/fault-proxy.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

/* Answers that are lost: SEMANTICS 'Lost answers'. What DynamoDB holds afterwards is read past the proxy. */

const Counter = defineEntity({
  name: 'Counter',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    kind: z.string(),
    size: z.int().default(0),
    n: z.int().default(0),
    a: z.string().optional(),
    b: z.string().optional(),
    log: z.array(z.string()).default([]),
    tags: z.set(z.string()).optional(),
  }),
  key: { partitionKey: 'counter#<id>', sortKey: 'counter' },
  indexes: { byKind: { index: 'gsi1', partitionKey: 'kind#<kind>', sortKey: '<size:pad(4)>#<id>' } },
})
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.string(), visits: z.int().default(0) }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  unique: ['email:lower'],
})
const Draft = defineEntity({
  name: 'Draft',
  table: AppTable,
  schema: z.object({ id: z.string(), version: z.int() }),
  key: { partitionKey: 'draft#<id>', sortKey: 'draft' },
  version: 'version',
  schemaVersion: 2,
  upgrades: { 1: item => item },
  writeBack: true,
})
const entities = { agents: Agent, teams: Team, counters: Counter, users: User, drafts: Draft }

const server = useServer('lost-answers')
const direct = createDatabase({ ...server.options, entities })
type Db = typeof direct
let proxy: FaultProxy
let db: Db

beforeAll(async () => {
  proxy = await startFaultProxy()
  await direct.createTable()
  // The first request takes its time.
  await direct.agents.create(agent('first'))
})
/** What goes through the proxy. A client that has met many failures tries no more, so that each test has its own. */
const open = (requestHandler = {}) =>
  createDatabase({ client: proxy.client({ requestHandler }), tableName: server.options.tableName, entities })
beforeEach(() => {
  db = open()
})
afterAll(() => proxy.stop())

let ids = 0
const nextId = () => `id-${ids++}`
const before: readonly ProxyFault[] = ['drop before', '500 before']
const after: readonly ProxyFault[] = ['drop after', 'slow after', '500 after']
const lost = [...before, ...after]

/** The operations that reached the proxy. */
const sent = () => proxy.seen.map(({ operation }) => operation)
const once = (on: string, fault: ProxyFault) => {
  proxy.plan([{ on, fault }])
  // Less than the proxy holds an answer back.
  if (fault === 'slow after') db = open({ requestTimeout: 300, throwOnRequestTimeout: true })
}
const agentKey = (id: string) => ({ teamCode, id })
const newAgent = async (id: string) => direct.agents.create(agent(id))
const newCounter = async (id: string) => direct.counters.create({ id, kind: 'k' })
const newUser = async (id: string) => direct.users.create({ id, email: `${id}@Example.com` })

/** A write that can be sent again: what it gives, and what is there afterwards. */
interface Case {
  readonly on: string
  readonly seed?: (id: string) => Promise<unknown>
  readonly write: (db: Db, id: string) => PromiseLike<unknown>
  readonly read: (id: string) => PromiseLike<unknown>
  /** What the write gives, where that is not what is read afterwards. */
  readonly gives?: object | undefined
  readonly leaves: object | undefined
}

const repeatable: Record<string, Case> = {
  create: {
    on: 'PutItem',
    write: (db, id) => db.agents.create(agent(id)),
    read: id => direct.agents.get(agentKey(id)),
    leaves: { version: 1 },
  },
  'put without a version': {
    on: 'PutItem',
    write: (db, id) => db.teams.put({ teamCode: id, title: 'New' }),
    read: id => direct.teams.get({ teamCode: id }),
    leaves: { title: 'New' },
  },
  'put of a new item of a versioned entity': {
    on: 'PutItem',
    write: (db, id) => db.agents.put(agent(id)),
    read: id => direct.agents.get(agentKey(id)),
    leaves: { version: 1 },
  },
  'put with a version': {
    on: 'PutItem',
    seed: newAgent,
    write: (db, id) => db.agents.put({ ...agent(id, { name: 'new' }), version: 1 }),
    read: id => direct.agents.get(agentKey(id)),
    leaves: { name: 'new', version: 2 },
  },
  'update with ifVersion': {
    on: 'UpdateItem',
    seed: newAgent,
    write: (db, id) => db.agents.update(agentKey(id)).set({ name: 'new' }).ifVersion(1),
    read: id => direct.agents.get(agentKey(id)),
    leaves: { name: 'new', version: 2 },
  },
  'update of a set with ifVersion': {
    on: 'UpdateItem',
    seed: newAgent,
    write: (db, id) =>
      db.agents
        .update(agentKey(id))
        .add({ tags: new Set(['x']) })
        .ifVersion(1),
    read: id => direct.agents.get(agentKey(id)),
    leaves: { tags: new Set(['x']), version: 2 },
  },
  'update that sets': {
    on: 'UpdateItem',
    seed: newCounter,
    write: (db, id) => db.counters.update({ id }).set({ a: 'x' }),
    read: id => direct.counters.get({ id }),
    leaves: { a: 'x' },
  },
  'update on a condition that it takes away': {
    on: 'UpdateItem',
    seed: newCounter,
    write: (db, id) =>
      db.counters
        .update({ id })
        .set({ a: 'x' })
        .condition((item, { notExists }) => notExists(item.a)),
    read: id => direct.counters.get({ id }),
    leaves: { a: 'x' },
  },
  'update that has read': {
    on: 'UpdateItem',
    seed: newCounter,
    write: (db, id) => db.counters.update({ id }).refresh().set({ kind: 'other' }),
    read: id => direct.counters.get({ id }),
    leaves: { kind: 'other' },
  },
  'increment of what an index key is made of': {
    on: 'UpdateItem',
    seed: newCounter,
    write: (db, id) => db.counters.update({ id }).refresh().add({ size: 3 }),
    read: id => direct.counters.get({ id }),
    leaves: { size: 3 },
  },
  modify: {
    on: 'UpdateItem',
    seed: newCounter,
    write: (db, id) => db.counters.modify({ id }, item => ({ ...item, n: item.n + 1 })),
    read: id => direct.counters.get({ id }),
    leaves: { n: 1 },
  },
  upsert: {
    on: 'UpdateItem',
    write: (db, id) => db.counters.upsert({ id }).set({ kind: 'k', size: 0 }),
    read: id => direct.counters.get({ id }),
    leaves: { kind: 'k' },
  },
  'delete with ifVersion': {
    on: 'DeleteItem',
    seed: newAgent,
    write: (db, id) => db.agents.delete(agentKey(id)).ifVersion(1).returning('none'),
    read: id => direct.agents.get(agentKey(id)),
    leaves: undefined,
  },
  'delete of what must be there': {
    on: 'DeleteItem',
    seed: newAgent,
    write: (db, id) => db.agents.delete(agentKey(id)).ifExists().returning('none'),
    read: id => direct.agents.get(agentKey(id)),
    leaves: undefined,
  },
  'increment that is made exactly once': {
    on: 'TransactWriteItems',
    seed: newCounter,
    write: (db, id) => db.counters.update({ id }).add({ n: 1 }).exactlyOnce(),
    read: id => direct.counters.get({ id }),
    leaves: { n: 1 },
  },
  'append that is made exactly once': {
    on: 'TransactWriteItems',
    seed: newCounter,
    write: (db, id) =>
      db.counters
        .update({ id })
        .set({ log: (item, { append }) => append(item.log, ['x']) })
        .exactlyOnce(),
    read: id => direct.counters.get({ id }),
    leaves: { log: ['x'] },
  },
  'create with a unique value': {
    on: 'TransactWriteItems',
    write: (db, id) => db.users.create({ id, email: `${id}@example.com` }),
    read: id => direct.users.get({ id }),
    leaves: { visits: 0 },
  },
  'update of a unique value beside an increment': {
    on: 'TransactWriteItems',
    seed: newUser,
    write: (db, id) =>
      db.users
        .update({ id })
        .set({ email: `${id}@new.com` })
        .add({ visits: 1 }),
    read: id => direct.users.get({ id }),
    leaves: { visits: 1 },
  },
  'delete of a unique value': {
    on: 'TransactWriteItems',
    seed: newUser,
    write: (db, id) => db.users.delete({ id }).returning('none'),
    read: id => direct.users.get({ id }),
    leaves: undefined,
  },
  transaction: {
    on: 'TransactWriteItems',
    seed: newCounter,
    write: async (db, id) => {
      await db.transactWrite([db.counters.update({ id }).add({ n: 1 }), db.teams.put({ teamCode: id, title: 'x' })])
      return direct.counters.get({ id })
    },
    read: id => direct.counters.get({ id }),
    leaves: { n: 1 },
  },
}

describe.each(Object.entries(repeatable))('%s', (_, { on, seed, write, read, leaves }) => {
  it.each([...lost, 'throttle' as const])('is made once when its answer is lost: %s', async fault => {
    const id = nextId()
    await seed?.(id)
    once(on, fault)
    const given = await write(db, id)
    await proxy.settled()
    const left = await read(id)
    if (leaves) expect(left).toMatchObject(leaves)
    else expect(left).toBeUndefined()
    expect(given).toEqual(left)
    // The second attempt may be too slow as well, on a busy machine.
    const attempts = sent().filter(operation => operation === on).length
    if (fault === 'slow after') expect(attempts).toBeGreaterThan(1)
    else expect(attempts).toBe(2)
  })
})

describe('an update that is not the same when it is made twice', () => {
  const updates: Record<string, [write: (db: Db, id: string) => PromiseLike<unknown>, made: object, not: object]> = {
    add: [(db, id) => db.counters.update({ id }).add({ n: 1 }), { n: 1 }, { n: 0 }],
    plus: [(db, id) => db.counters.update({ id }).set({ n: (item, { plus }) => plus(item.n, 1) }), { n: 1 }, { n: 0 }],
    append: [
      (db, id) => db.counters.update({ id }).set({ log: (item, { append }) => append(item.log, ['x']) }),
      { log: ['x'] },
      { log: [] },
    ],
    'add behind refresh, where no version guards it': [
      (db, id) => db.counters.update({ id }).refresh().set({ kind: 'k' }).add({ n: 1 }),
      { n: 1 },
      { n: 0 },
    ],
    'add in an upsert': [
      (db, id) => db.counters.upsert({ id }).set({ kind: 'k', size: 0 }).add({ n: 1 }),
      { n: 1 },
      { n: 0 },
    ],
    'add on a condition': [
      (db, id) =>
        db.counters
          .update({ id })
          .add({ n: 1 })
          .condition((item, { lt }) => lt(item.n, 5)),
      { n: 1 },
      { n: 0 },
    ],
  }
  const cases = Object.entries(updates).flatMap(([name, rest]) => lost.map(fault => [name, fault, ...rest] as const))

  it.each(cases)('%s is not sent again, and ends in doubt: %s', async (_, fault, write, made, not) => {
    const id = nextId()
    await newCounter(id)
    once('UpdateItem', fault)
    const error = await failure(write(db, id))
    await proxy.settled()
    expect(error).toMatchObject({ code: 'request.failed', details: { operation: 'UpdateItem', outcome: 'unknown' } })
    expect(await direct.counters.get({ id })).toMatchObject(after.includes(fault) ? made : not)
    expect(sent().filter(operation => operation === 'UpdateItem')).toHaveLength(1)
  })

  it.each(Object.entries(updates))('%s is sent again where it was throttled', async (_, [write, made]) => {
    const id = nextId()
    await newCounter(id)
    proxy.plan([{ on: 'UpdateItem', fault: 'throttle', times: 2 }])
    await write(db, id)
    expect(await direct.counters.get({ id })).toMatchObject(made)
    expect(sent().filter(operation => operation === 'UpdateItem')).toHaveLength(3)
  })

  it('two places that are swapped are such an update', async () => {
    const id = nextId()
    await direct.counters.create({ id, kind: 'k', a: 'left', b: 'right' })
    const swap = (on: Db) => on.counters.update({ id }).set({ a: item => item.b as never, b: item => item.a as never })
    once('UpdateItem', 'drop after')
    expect((await failure(swap(db))).details).toMatchObject({ outcome: 'unknown' })
    expect(await direct.counters.get({ id })).toMatchObject({ a: 'right', b: 'left' })
  })
})

describe('an increment on a version', () => {
  const write = (id: string) => db.agents.update(agentKey(id)).add({ logins: 1 }).ifVersion(1)

  it.each(before)('is sent again: %s', async fault => {
    const id = nextId()
    await newAgent(id)
    once('UpdateItem', fault)
    expect(await write(id)).toMatchObject({ logins: 1, version: 2 })
  })

  it.each(after)('is made once, and in doubt where nothing tells whose work version 2 is: %s', async fault => {
    const id = nextId()
    await newAgent(id)
    once('UpdateItem', fault)
    expect((await failure(write(id))).details).toMatchObject({ outcome: 'unknown' })
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ logins: 1, version: 2 })
  })

  it('is no success where another was first', async () => {
    const id = nextId()
    await newAgent(id)
    const other = () => direct.agents.update(agentKey(id)).add({ logins: 5 }).ifVersion(1)
    await betweenAttempts(proxy, 'UpdateItem', 'drop before', other)
    expect((await failure(write(id))).details).toMatchObject({ outcome: 'unknown' })
    expect(await direct.agents.get(agentKey(id))).toMatchObject({ logins: 5, version: 2 })
  })
})

describe('the item as it was', () => {
  it.each(after)('is lost with the answer: a delete gives nothing: %s', async fault => {
    const id = nextId()
    await newAgent(id)
    once('DeleteItem', fault)
    expect(await db.agents.delete(agentKey(id))).toBeUndefined()
    expect(await direct.agents.get(agentKey(id))).toBeUndefined()
  })

  it.each(before)('is not lost where nothing was done: %s', async fault => {
    const id = nextId()
    const item = await newAgent(id)
    once('DeleteItem', fault)
    expect(await db.agents.delete(agentKey(id))).toEqual(item)
  })

  it('is as the first attempt left it for returning("old")', async () => {
    const id = nextId()
    await newAgent(id)
    once('UpdateItem', 'drop after')
    const old = await db.agents.update(agentKey(id)).set({ name: 'new' }).ifVersion(1).returning('old')
    expect(old).toMatchObject({ name: 'new', version: 2 })
  })

  it('is known where it was read', async () => {
    const id = nextId()
    const item = await newUser(id)
    once('TransactWriteItems', 'drop after')
    expect(await db.users.delete({ id })).toEqual(item)
    await newCounter(nextId())
    const counter = await newCounter(nextId())
    once('TransactWriteItems', 'drop after')
    const old = await db.counters.update({ id: counter.id }).add({ n: 1 }).exactlyOnce().returning('old')
    expect(old).toEqual(counter)
  })
})

describe('a read', () => {
  it.each(lost)('is sent again: %s', async fault => {
    const id = nextId()
    const item = await newAgent(id)
    for (const [on, read] of [
      ['GetItem', () => db.agents.get(agentKey(id))],
      ['Query', () => db.agents.query({ teamCode }).eq({ id }).first()],
    ] as const) {
      once(on, fault)
      expect(await read()).toEqual(item)
      expect(sent().length).toBeGreaterThan(1)
    }
  })

  it('that fails each time says that nothing was written', async () => {
    proxy.plan([{ on: 'GetItem', fault: 'drop after', times: 9 }])
    expect((await failure(db.agents.get(agentKey('x')))).details).toMatchObject({ outcome: 'not written' })
  })

  it('that follows a write says that the write was made', async () => {
    const id = nextId()
    await newCounter(id)
    proxy.plan([{ on: 'GetItem', fault: 'drop before', times: 9 }])
    const error = await failure(db.counters.update({ id }).add({ n: 1 }).exactlyOnce())
    expect(error).toMatchObject({ code: 'request.failed', details: { outcome: 'written', written: true } })
    expect(error.message).toContain('The write before it was made.')
    expect(await direct.counters.get({ id })).toMatchObject({ n: 1 })
  })
})

it.each(after)('a read gives the item as it has written it back: %s', async fault => {
  const id = nextId()
  await server.store({ ...texts({ pk: `draft#${id}`, sk: 'draft', entity: 'Draft', id }), version: { N: '1' } })
  once('PutItem', fault)
  expect(await db.drafts.get({ id })).toEqual({ id, version: 2 })
  expect(await direct.drafts.get({ id })).toEqual({ id, version: 2 })
})

describe('a write that is never answered', () => {
  it.each([
    ['PutItem', (id: string) => db.agents.create(agent(id))],
    ['DeleteItem', (id: string) => db.agents.delete(agentKey(id))],
    ['TransactWriteItems', (id: string) => db.users.create({ id, email: `${id}@example.com` })],
  ] as const)('ends in doubt: %s', async (on, write) => {
    proxy.plan([{ on, fault: 'drop after', times: 9 }])
    expect((await failure(write(nextId()))).details).toMatchObject({ outcome: 'unknown' })
  })

  it('is not written where it was throttled each time', async () => {
    const id = nextId()
    await newCounter(id)
    proxy.plan([{ on: 'UpdateItem', fault: 'throttle', times: 9 }])
    const error = await failure(db.counters.update({ id }).add({ n: 1 }))
    expect(error.details).toMatchObject({ outcome: 'not written' })
    expect(await direct.counters.get({ id })).toMatchObject({ n: 0 })
  })
})

describe('a conflict with a transaction', () => {
  it('has a transaction sent again with its token', async () => {
    const id = nextId()
    proxy.plan([{ on: 'TransactWriteItems', fault: 'conflict', times: 2 }])
    await db.users.create({ id, email: `${id}@example.com` })
    expect(new Set(proxy.seen.map(({ input }) => input.ClientRequestToken)).size).toBe(1)
    expect(sent()).toHaveLength(3)
  })

  it('has a single write sent again', async () => {
    const id = nextId()
    await newCounter(id)
    proxy.plan([{ on: 'UpdateItem', fault: 'conflict', times: 2 }])
    expect(await db.counters.update({ id }).add({ n: 1 })).toMatchObject({ n: 1 })
    expect(sent()).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem'])
  })
})

it('several writers lose and double nothing, whatever becomes of their requests', async () => {
  const id = nextId()
  await newCounter(id)
  const faults: readonly ProxyFault[] = [
    'pass',
    'pass',
    'drop before',
    'drop after',
    '500 after',
    'throttle',
    'conflict',
  ]
  let turn = 0
  proxy.plan(() => faults[(turn++ * 5) % faults.length]!)
  const add = async (n: number) => {
    const log = [`${n}`]
    await db.counters
      .update({ id })
      .set({ log: (item, { append }) => append(item.log, log) })
      .exactlyOnce()
      .returning('none')
    return n
  }
  const settled = await Promise.allSettled([...Array(16).keys()].map(add))
  await proxy.settled()
  const made = settled.flatMap(each => (each.status === 'fulfilled' ? [`${each.value}`] : []))
  const { log } = await direct.counters.getOrThrow({ id })
  expect(new Set(log).size).toBe(log.length)
  expect(log).toEqual(expect.arrayContaining(made))
  expect(made.length).toBeGreaterThan(0)
})
