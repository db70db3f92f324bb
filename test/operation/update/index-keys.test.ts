import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, InvalidKeyError, MonotableError } from '../../../src/index.js'
import { Agent, agent, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('index-keys')
const db = createDatabase({ ...server.options, entities: { agents: Agent } })
const createdAt = '2026-01-01T00:00:00.000Z'
const stored = (id: string) => server.stored(texts({ pk: 'team#AT-001', sk: `agent#${id}` }))

/** Two indexes with one partition key attribute, one over the table's keys, one over an attribute of the schema. */
const tasks = useServer('shared-keys')
const TaskTable = defineTable({
  name: 'tasks',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi1pk', sortKey: 'gsi2sk' },
    inverted: { partitionKey: 'sk', sortKey: 'pk' },
    byOwner: { partitionKey: 'owner', sortKey: { name: 'rank', type: 'number' } },
  },
})
const Task = defineEntity({
  name: 'Task',
  table: TaskTable,
  schema: z.object({
    board: z.string(),
    id: z.string(),
    state: z.string(),
    due: z.string().optional(),
    label: z.string().optional(),
    owner: z.string().optional(),
    rank: z.number().optional(),
  }),
  key: { partitionKey: 'board#<board>', sortKey: 'task#<id>' },
  indexes: {
    byDue: { index: 'gsi1', partitionKey: 'state#<state>', sortKey: 'due#<due>' },
    byLabel: { index: 'gsi2', partitionKey: 'state#<state>', sortKey: 'label#<label>' },
    byId: { index: 'inverted', partitionKey: 'task#<id>', sortKey: 'board#<board>' },
    byOwner: { index: 'byOwner', partitionKey: '<owner>', sortKey: '<rank>' },
  },
})
const taskDb = createDatabase({ ...tasks.options, entities: { tasks: Task } })
const task = (id: string) => tasks.stored(texts({ pk: 'board#B', sk: `task#${id}` }))
const key = (id: string) => ({ board: 'B', id })

beforeAll(() => Promise.all([db.createTable(), taskDb.createTable()]))

describe('an update of an attribute of an index key', () => {
  it('rewrites that key', async () => {
    await db.agents.create(agent('AG-1', { domain: 'legal' }))
    const operation = db.agents
      .update({ teamCode, id: 'AG-1' })
      .set({ type: 'Retrieval', domain: 'medical', createdAt })
    expect(operation.compile().ExpressionAttributeValues).toMatchObject({
      ':v0': { S: 'Retrieval' },
      ':v1': { S: 'medical' },
    })
    await operation
    expect(await stored('AG-1')).toMatchObject(
      texts({
        gsi1pk: 'type#Retrieval',
        gsi1sk: '2026-01-01T00:00:00.000Z#AG-1',
        gsi2pk: 'domain#medical',
        gsi2sk: 'AG-1',
      }),
    )
    expect((await db.agents.query.byType({ type: 'Retrieval' })).items.map(item => item.id)).toEqual(['AG-1'])
    expect((await db.agents.query.byDomain({ domain: 'legal' })).count).toBe(0)
  })

  it('drops the key when the attribute goes, and writes it when it comes', async () => {
    await db.agents.create(agent('AG-2', { domain: 'legal' }))
    await db.agents.update({ teamCode, id: 'AG-2' }).remove('domain')
    for (const name of ['domain', 'gsi2pk', 'gsi2sk']) expect(await stored('AG-2')).not.toHaveProperty(name)
    await db.agents.update({ teamCode, id: 'AG-2' }).set({ domain: 'medical' })
    expect(await stored('AG-2')).toMatchObject(texts({ gsi2pk: 'domain#medical', gsi2sk: 'AG-2' }))
  })

  it('leaves the keys alone that it does not touch', () => {
    const { ExpressionAttributeNames } = db.agents.update({ teamCode, id: 'AG-1' }).set({ name: 'x' }).compile()
    expect(Object.values(ExpressionAttributeNames ?? {})).toEqual(['name', 'version', 'entity'])
  })

  it('refuses a value that the key cannot hold, before anything is sent', async () => {
    const update = db.agents.update({ teamCode, id: 'AG-1' })
    const error = await server.refusal(() => update.set({ type: '', createdAt }))
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error.code).toBe('key.emptyValue')
    const long = await server.refusal(() => update.set({ type: 'x'.repeat(2050), createdAt }))
    expect(long.code).toBe('key.tooLong')
  })

  it('needs to know the whole of the key, and refuses else', async () => {
    const untyped = db.agents.update({ teamCode, id: 'AG-1' }) as any
    const computed = await server.refusal(() => untyped.set({ type: (item: any) => item.name }))
    expect(computed).toBeInstanceOf(MonotableError)
    expect(computed.code).toBe('update.indexKey')
    expect(computed.details).toEqual({ entity: 'Agent', pattern: 'byType', missing: ['type', 'createdAt'] })
    expect(computed.message).toContain("'byType'")
    const part = await server.refusal(() => untyped.set({ type: 'Plain' }))
    expect(part.details).toEqual({ entity: 'Agent', pattern: 'byType', missing: ['createdAt'] })
  })
})

describe('index attributes that are shared', () => {
  it('stay while one index needs them, and go with the last', async () => {
    await taskDb.tasks.put({ ...key('1'), state: 'open', due: '2026-05-01', label: 'red' })
    await taskDb.tasks.update(key('1')).remove('due')
    expect(await task('1')).toMatchObject(texts({ gsi1pk: 'state#open', gsi2sk: 'label#red' }))
    expect(await task('1')).not.toHaveProperty('gsi1sk')
    expect((await taskDb.tasks.query.byLabel({ state: 'open' })).items.map(item => item.id)).toEqual(['1'])
  })

  it('are rewritten together', async () => {
    await taskDb.tasks.put({ ...key('2'), state: 'open', due: '2026-05-01', label: 'red' })
    const half = await tasks.refusal(() => (taskDb.tasks.update(key('2')) as any).set({ state: 'done' }))
    expect(half.code).toBe('update.indexKey')
    expect(half.details).toMatchObject({ missing: ['due'] })
    await taskDb.tasks.update(key('2')).set({ state: 'done', due: '2026-05-02', label: 'red' })
    expect(await task('2')).toMatchObject(
      texts({ gsi1pk: 'state#done', gsi1sk: 'due#2026-05-02', gsi2sk: 'label#red' }),
    )
  })

  it("are never the table's own keys", async () => {
    await taskDb.tasks.put({ ...key('3'), state: 'open' })
    await taskDb.tasks.upsert(key('3')).set({ state: 'closed', due: 'd', label: 'l', owner: 'o', rank: 1 })
    expect(await task('3')).toMatchObject(texts({ pk: 'board#B', sk: 'task#3' }))
    const query = taskDb.tasks.query.byId({ id: '3' })
    expect(query.compile()).toMatchObject({
      IndexName: 'inverted',
      KeyConditionExpression: '#n0 = :v0 AND begins_with(#n1, :v1)',
      ExpressionAttributeNames: { '#n0': 'sk', '#n1': 'pk' },
    })
    expect((await query).items).toMatchObject([{ ...key('3'), state: 'closed' }])
  })
})

describe('index keys that are attributes of the schema', () => {
  it('are set and removed as what they are', async () => {
    await taskDb.tasks.put({ ...key('4'), state: 'open', owner: 'Ada', rank: 1.5 })
    expect(await task('4')).toMatchObject({ owner: { S: 'Ada' }, rank: { N: '1.5' } })
    const update = taskDb.tasks.update(key('4')).set({ owner: 'Bob' })
    expect(update.compile().UpdateExpression).toBe('SET #n0 = :v0')
    await update
    expect((await taskDb.tasks.query.byOwner({ owner: 'Bob' }).gte({ rank: 1 })).count).toBe(1)
    await taskDb.tasks.update(key('4')).remove('rank')
    expect(await task('4')).toMatchObject({ owner: { S: 'Bob' } })
    expect((await taskDb.tasks.query.byOwner({ owner: 'Bob' })).count).toBe(0)
  })

  it('are computed as others are', async () => {
    await taskDb.tasks.put({ ...key('6'), state: 'open', owner: 'Ada', rank: 1 })
    expect(await taskDb.tasks.update(key('6')).add({ rank: 2 })).toMatchObject({ rank: 3 })
    const doubled = taskDb.tasks.update(key('6')).set({ rank: (task, { plus }) => plus(task.rank, task.rank) })
    expect(await doubled).toMatchObject({ rank: 6 })
    expect((await taskDb.tasks.query.byOwner({ owner: 'Ada' }).eq({ rank: 6 })).count).toBe(1)
  })

  it('are checked as keys also where the rest of the key is missing', async () => {
    const error = await failure(taskDb.tasks.put({ ...key('5'), state: 'open', owner: '' }))
    expect(error.code).toBe('key.emptyValue')
    const update = await tasks.refusal(() => taskDb.tasks.update(key('4')).set({ owner: '' }))
    expect(update.code).toBe('key.emptyValue')
  })
})

describe('refresh', () => {
  it('reads the item, so that one attribute of an index key can be changed alone', async () => {
    await db.agents.create(agent('AG-5'))
    const update = db.agents.update({ teamCode, id: 'AG-5' }).refresh().set({ type: 'Retrieval' })
    const sent = await server.sentBy(() => update)
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'UpdateItem'])
    expect(sent[0]!.input).toMatchObject({ ConsistentRead: true })
    expect(await stored('AG-5')).toMatchObject(texts({ gsi1pk: 'type#Retrieval', gsi1sk: `${createdAt}#AG-5` }))
    expect((await db.agents.query.byType({ type: 'Retrieval' })).items).toContainEqual(await update)
  })

  it('lets what an index key is made of be computed', async () => {
    await taskDb.tasks.put({ ...key('7'), state: 'open', due: '2026-05-01', label: 'red' })
    const moved = taskDb.tasks
      .update(key('7'))
      .refresh()
      .set({ state: task => task.label })
    expect(await moved).toMatchObject({ state: 'red', due: '2026-05-01' })
    expect(await task('7')).toMatchObject(texts({ gsi1pk: 'state#red', gsi1sk: 'due#2026-05-01' }))
  })

  it('drops the key with one attribute, and makes it with one', async () => {
    await taskDb.tasks.put({ ...key('8'), state: 'open', due: '2026-05-01' })
    await taskDb.tasks.update(key('8')).refresh().remove('due')
    expect(await task('8')).not.toHaveProperty('gsi1sk')
    await taskDb.tasks.update(key('8')).refresh().set({ due: '2026-06-01' })
    expect(await task('8')).toMatchObject(texts({ gsi1pk: 'state#open', gsi1sk: 'due#2026-06-01' }))
  })

  it('finds no item where there is none', async () => {
    const error = await failure(taskDb.tasks.update(key('none')).refresh().set({ due: '2026-06-01' }))
    expect(error.code).toBe('item.notFound')
  })
})
