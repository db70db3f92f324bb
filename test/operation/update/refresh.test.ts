import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  defineTable,
  ItemNotFoundError,
  MonotableError,
  VersionConflictError,
} from '../../../src/index.js'
import { failure, named, texts, useServer } from '../../support/server.js'

const server = useServer('refresh')
const Table = defineTable({
  name: 'refresh',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  },
})
const schema = z.object({
  board: z.string(),
  id: z.string(),
  state: z.string(),
  rank: z.int().default(0),
  owner: z.string().optional(),
  due: z.string().optional(),
  note: z.string().optional(),
  labels: z.set(z.string()).optional(),
  createdAt: z.iso.datetime(),
  version: z.int(),
})
const common = {
  table: Table,
  schema,
  key: { partitionKey: 'board#<board>', sortKey: 'task#<id>' },
  indexes: {
    byState: { index: 'gsi1', partitionKey: 'state#<state>', sortKey: '<rank:pad(4)>#<createdAt>' },
    byOwner: { index: 'gsi2', partitionKey: 'owner#<owner>', sortKey: 'due#<due>' },
  },
  timestamps: { createdAt: 'createdAt' },
} as const
const Task = defineEntity({ ...common, name: 'Task', version: 'version' })
/** The same without a version: what was read guards the write. */
const Plain = defineEntity({
  ...common,
  name: 'Plain',
  schema: schema.omit({ version: true }),
  key: { partitionKey: 'plain#<board>', sortKey: 'task#<id>' },
})
const db = createDatabase({
  ...server.options,
  entities: { tasks: Task, plain: Plain },
  now: () => new Date('2026-02-02T00:00:00.000Z'),
})
const createdAt = '2026-01-01T00:00:00.000Z'
const key = (id: string) => ({ board: 'B', id })
const stored = (id: string) => server.stored(texts({ pk: 'board#B', sk: `task#${id}` }))
const make = (id: string, more: { owner?: string; due?: string; rank?: number; note?: string } = {}) =>
  db.tasks.create({ ...key(id), state: 'open', createdAt, ...more })

beforeAll(() => db.createTable())

describe('refresh', () => {
  it('reads the item, and makes the index key of what is there', async () => {
    await make('1', { rank: 7 })
    const update = db.tasks.update(key('1')).refresh().set({ state: 'done' })
    expect(update.compile()).toMatchObject({ Key: texts({ pk: 'board#B', sk: 'task#1' }), ConsistentRead: true })
    expect(update.explain()).toContain('The item is read first')
    const [read, write, ...more] = await server.sentBy(() => update)
    expect(more).toEqual([])
    expect(read).toMatchObject({ operation: 'GetItem', input: update.compile() })
    expect(write!.operation).toBe('UpdateItem')
    expect(named(write!.input.UpdateExpression, write!.input.ExpressionAttributeNames)).toBe(
      'SET state = :v0, version = if_not_exists(version, :v1) + :v2, gsi1pk = :v3, gsi1sk = :v4',
    )
    expect(named(write!.input.ConditionExpression, write!.input.ExpressionAttributeNames)).toMatch(
      /version = :v\d.* state = :v\d|state = :v\d.* version = :v\d/,
    )
    expect(await update).toEqual({ ...key('1'), state: 'done', rank: 7, createdAt, version: 2 })
    expect(await stored('1')).toMatchObject(texts({ gsi1pk: 'state#done', gsi1sk: `0007#${createdAt}` }))
  })

  it('computes what index keys are made of, and counts on in them', async () => {
    await make('2', { rank: 7 })
    const update = db.tasks.update(key('2')).refresh().add({ rank: 5 })
    const [, write] = await server.sentBy(() => update)
    expect(write!.input.UpdateExpression).not.toContain('ADD')
    expect(Object.values(write!.input.ExpressionAttributeValues)).toContainEqual({ N: '12' })
    expect(await stored('2')).toMatchObject({ rank: { N: '12' }, ...texts({ gsi1sk: `0012#${createdAt}` }) })
    await db.tasks
      .update(key('2'))
      .refresh()
      .set({ rank: (task, { minus }) => minus(task.rank, 2), note: task => task.state })
    expect(await stored('2')).toMatchObject({
      rank: { N: '10' },
      ...texts({ gsi1sk: `0010#${createdAt}`, note: 'open' }),
    })
  })

  it('counts from 0 where nothing is, and refuses to compute with what is not there', async () => {
    await make('3')
    const error = await failure(
      db.tasks
        .update(key('3'))
        .refresh()
        .set({ due: task => task.owner as any }),
    )
    expect(error.code).toBe('update.invalid')
    expect(error.message).toContain('ifNotExists')
    await server.store({ ...(await stored('3'))!, rank: { NULL: true } })
    expect((await failure(db.tasks.update(key('3')).refresh().add({ rank: 1 }))).code).toMatch(/^(update|item)\./)
  })

  it('writes sparse keys when the last of their attributes comes, and drops them when the first goes', async () => {
    await make('4')
    await db.tasks.update(key('4')).refresh().set({ owner: 'ada' })
    expect(await stored('4')).not.toHaveProperty('gsi2pk')
    await db.tasks.update(key('4')).refresh().set({ due: '2026-05' })
    expect(await stored('4')).toMatchObject(texts({ gsi2pk: 'owner#ada', gsi2sk: 'due#2026-05' }))
    expect((await db.tasks.query.byOwner({ owner: 'ada' })).count).toBe(1)
    await db.tasks.update(key('4')).refresh().remove('owner').set({ note: 'n' })
    for (const name of ['owner', 'gsi2pk', 'gsi2sk']) expect(await stored('4')).not.toHaveProperty(name)
    expect(await stored('4')).toMatchObject(texts({ due: '2026-05', note: 'n' }))
  })

  it('is on condition that what it used is as it was, absence too', async () => {
    const plain = (id: string) => server.stored(texts({ pk: 'plain#B', sk: `task#${id}` }))
    await db.plain.create({ ...key('5'), state: 'open', createdAt })
    const [, write] = await server.sentBy(() => db.plain.update(key('5')).refresh().set({ owner: 'ada' }))
    const condition = named(write!.input.ConditionExpression, write!.input.ExpressionAttributeNames)
    expect(condition).toContain('attribute_not_exists(owner)')
    expect(condition).toContain('attribute_not_exists(due)')
    expect(condition).not.toContain('state')
    expect(await plain('5')).toMatchObject(texts({ owner: 'ada' }))
  })

  it('is made anew where what it used has changed meanwhile', async () => {
    await db.plain.create({ ...key('6'), state: 'open', createdAt, due: '2026-05' })
    let raced = 0
    const racing = createDatabase({
      ...server.options,
      entities: { plain: Plain },
      hooks: {
        onRequest: async ({ operation }) => {
          if (operation === 'UpdateItem') raced++
        },
      },
    })
    // Between the read and the write another writer is there first: both run at once, and one of them must go again.
    const owners = ['a', 'b', 'c', 'd']
    await Promise.all([
      ...owners.map(owner => racing.plain.update(key('6')).refresh().set({ owner })),
      ...[1, 2, 3].map(() => racing.plain.update(key('6')).refresh().add({ rank: 1 })),
    ])
    const item = (await server.stored(texts({ pk: 'plain#B', sk: 'task#6' })))!
    expect(item).toMatchObject({ rank: { N: '3' }, gsi1sk: { S: `0003#${createdAt}` } })
    expect(item.gsi2pk).toEqual({ S: `owner#${item.owner!.S}` })
    expect(raced).toBeGreaterThanOrEqual(7)
  })

  it("is not made anew for the caller's own condition", async () => {
    await make('7')
    const update = db.tasks
      .update(key('7'))
      .refresh()
      .set({ state: 'done' })
      .condition((task, { eq }) => eq(task.note, 'x'))
    const sent = await server.sentBy(async () => expect(await failure(update)).toBeInstanceOf(ConditionFailedError))
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'UpdateItem'])
    const old = await failure(db.tasks.update(key('7')).refresh().set({ state: 'done' }).ifVersion(3))
    expect(old).toBeInstanceOf(VersionConflictError)
    expect(old.details).toMatchObject({ expected: 3, current: 1 })
  })

  it('finds nothing to change where there is no item, and another entity’s item foreign', async () => {
    const sent = await server.sentBy(async () =>
      expect(await failure(db.tasks.update(key('404')).refresh().set({ state: 'done' }))).toBeInstanceOf(
        ItemNotFoundError,
      ),
    )
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem'])
    await server.store(texts({ pk: 'board#B', sk: 'task#8', entity: 'Other' }))
    const error = await failure(db.tasks.update(key('8')).refresh().add({ rank: 1 }))
    expect(error).toBeInstanceOf(MonotableError)
    expect(error.code).toBe('item.foreign')
  })
})

describe('refresh of an upsert', () => {
  it('makes a new item whole', async () => {
    const item = await db.tasks.upsert(key('9')).refresh().set({ state: 'open', owner: 'ada', due: '2026-05' })
    expect(item).toMatchObject({ rank: 0, createdAt: '2026-02-02T00:00:00.000Z', version: 1 })
    const made = await stored('9')
    await db.tasks.delete(key('9'))
    await db.tasks.create({ ...key('9'), state: 'open', owner: 'ada', due: '2026-05' })
    expect(made).toEqual(await stored('9'))
  })

  it('keeps the time of its making where it is there, in the index key too', async () => {
    await make('10', { rank: 3 })
    const item = await db.tasks.upsert(key('10')).refresh().set({ state: 'done' })
    expect(item).toMatchObject({ state: 'done', rank: 3, createdAt, version: 2 })
    expect(await stored('10')).toMatchObject(texts({ gsi1pk: 'state#done', gsi1sk: `0003#${createdAt}` }))
  })
})
