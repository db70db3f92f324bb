import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  MonotableError,
  VersionConflictError,
} from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('upsert')
/** Nothing but its key, and nothing that tells it from others. */
const Mark = defineEntity({
  name: 'Mark',
  table: AppTable,
  schema: z.object({ id: z.string() }),
  key: { partitionKey: 'mark#<id>', sortKey: 'mark' },
  keyOnly: ['id'],
  discriminator: false,
})
let made = 0
const Session = defineEntity({
  name: 'Session',
  table: AppTable,
  schema: z.object({
    user: z.string(),
    id: z.string(),
    device: z.string(),
    token: z.string().default(() => `token-${++made}`),
    hits: z.int().default(0),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'user#<user>', sortKey: 'session#<id>' },
  indexes: { byDevice: { index: 'gsi1', partitionKey: 'device#<device>', sortKey: '<user>#<id>' } },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
})
/** What the library keeps has defaults of its own here, which never apply. */
const Draft = defineEntity({
  name: 'Draft',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    madeAt: z.iso.datetime().default('1999-01-01T00:00:00.000Z'),
    changedAt: z.iso.datetime().default('1999-01-01T00:00:00.000Z'),
    version: z.int().default(77),
  }),
  key: { partitionKey: 'draft#<id>', sortKey: 'draft' },
  version: 'version',
  timestamps: { createdAt: 'madeAt', updatedAt: 'changedAt' },
})
/** Its key has the time of making, and what is stored nowhere else. */
const Message = defineEntity({
  name: 'Message',
  table: AppTable,
  schema: z.object({ room: z.string().min(2), sentAt: z.iso.datetime(), text: z.string() }),
  key: { partitionKey: 'room#<room>', sortKey: 'message#<sentAt>' },
  keyOnly: ['room'],
  timestamps: { createdAt: 'sentAt' },
})
let time = '2026-01-01T00:00:00.000Z'
const db = createDatabase({
  ...server.options,
  now: () => new Date(time),
  entities: { sessions: Session, drafts: Draft, messages: Message, marks: Mark },
})
beforeAll(() => db.createTable())
const Key = (id: string) => texts({ pk: 'user#U', sk: `session#${id}` })

describe('upsert', () => {
  it('makes an item of its key alone', async () => {
    const operation = db.marks.upsert({ id: '1' }).set({})
    expect(operation.compile()).not.toHaveProperty('UpdateExpression')
    expect(await operation).toEqual({ id: '1' })
    expect(await db.marks.get({ id: '1' })).toEqual({ id: '1' })
  })

  it('makes what is not there whole: key, index keys, discriminator, defaults, times, version', async () => {
    time = '2026-01-01T00:00:00.000Z'
    made = 0
    const operation = db.sessions.upsert({ user: 'U', id: '1' }).set({ device: 'phone' })
    expect(await operation).toEqual({
      user: 'U',
      id: '1',
      device: 'phone',
      token: 'token-1',
      hits: 0,
      createdAt: time,
      updatedAt: time,
      version: 1,
    })
    expect(await server.stored(Key('1'))).toEqual({
      ...Key('1'),
      ...texts({ entity: 'Session', user: 'U', id: '1', device: 'phone', token: 'token-1' }),
      ...texts({ gsi1pk: 'device#phone', gsi1sk: 'U#1', createdAt: time, updatedAt: time }),
      hits: { N: '0' },
      version: { N: '1' },
    })
  })

  it('keeps of what is there all that it does not set', async () => {
    await db.sessions
      .upsert({ user: 'U', id: '2' })
      .set({ device: 'phone' })
      .add({ hits: 4 } as never)
    const first = await db.sessions.getOrThrow({ user: 'U', id: '2' })
    time = '2026-02-02T00:00:00.000Z'
    const second = await db.sessions.upsert({ user: 'U', id: '2' }).set({ device: 'laptop' })
    expect(second).toEqual({ ...first, device: 'laptop', updatedAt: time, version: 2 })
    expect(await server.stored(Key('2'))).toMatchObject(texts({ gsi1pk: 'device#laptop' }))
  })

  it('is one UpdateItem on condition that no other entity is there', () => {
    expect(db.sessions.upsert({ user: 'U', id: '3' }).set({ device: 'phone', token: 't', hits: 1 }).compile()).toEqual({
      TableName: server.options.tableName,
      Key: Key('3'),
      UpdateExpression: [
        'SET #n0 = :v0, #n1 = :v1, #n2 = :v2',
        '#n3 = if_not_exists(#n3, :v3) + :v2',
        '#n4 = :v4, #n5 = if_not_exists(#n5, :v4)',
        '#n6 = :v5, #n7 = :v6, #n8 = :v7, #n9 = :v8, #n10 = :v9',
      ].join(', '),
      ConditionExpression: 'attribute_not_exists(#n11) OR #n6 = :v5',
      ExpressionAttributeNames: {
        '#n0': 'device',
        '#n1': 'token',
        '#n2': 'hits',
        '#n3': 'version',
        '#n4': 'updatedAt',
        '#n5': 'createdAt',
        '#n6': 'entity',
        '#n7': 'user',
        '#n8': 'id',
        '#n9': 'gsi1pk',
        '#n10': 'gsi1sk',
        '#n11': 'pk',
      },
      ExpressionAttributeValues: {
        ...texts({ ':v0': 'phone', ':v1': 't', ':v4': time, ':v5': 'Session', ':v6': 'U', ':v7': '3' }),
        ...texts({ ':v8': 'device#phone', ':v9': 'U#3' }),
        ':v2': { N: '1' },
        ':v3': { N: '0' },
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
  })

  it("never changes another entity's item", async () => {
    const foreign = texts({ pk: 'user#U', sk: 'session#F', entity: 'Robot', device: 'x' })
    await server.store(foreign)
    const error = await failure(db.sessions.upsert({ user: 'U', id: 'F' }).set({ device: 'phone' }))
    expect(error).toBeInstanceOf(MonotableError)
    expect(error.code).toBe('item.foreign')
    expect(await server.stored(Key('F'))).toEqual(foreign)
  })

  it('takes conditions and a version', async () => {
    const key = { user: 'U', id: '4' }
    const upsert = db.sessions.upsert(key).set({ device: 'phone' })
    expect(await failure(upsert.ifVersion(3))).toBeInstanceOf(VersionConflictError)
    expect(await upsert.condition((item, { notExists }) => notExists(item.device))).toMatchObject({ version: 1 })
    const error = await failure(upsert.condition((item, { notExists }) => notExists(item.device)))
    expect(error).toBeInstanceOf(ConditionFailedError)
    expect(error.item).toMatchObject({ ...key, device: 'phone', version: 1 })
    expect(await upsert.ifVersion(1)).toMatchObject({ version: 2 })
  })

  it('takes the time of making that it is given', async () => {
    const createdAt = '2020-01-01T00:00:00.000Z'
    const made = await db.sessions.upsert({ user: 'U', id: '5' }).set({ device: 'phone', createdAt })
    expect(made).toMatchObject({ createdAt, updatedAt: time })
  })

  it('takes a time of making that is part of the key', async () => {
    const message = { room: 'R1', sentAt: '2020-01-01T00:00:00.000Z', text: 'hello' }
    const { text, ...key } = message
    expect(await db.messages.upsert(key).set({ text })).toEqual(message)
    expect(await db.messages.get(key)).toEqual(message)
  })

  it.each([
    ['an attribute that lives in it alone', { room: 'R', sentAt: '2020-01-01T00:00:00.000Z' }],
    ['one that is stored too', { room: 'R1', sentAt: 'yesterday' }],
  ])('makes no item of an invalid key: %s', async (_, key) => {
    expect((await server.refusal(() => db.messages.upsert(key).set({ text: 'x' }))).code).toBe('item.invalid')
  })

  it('keeps version and times itself, whatever their defaults', async () => {
    const made = { id: '1', madeAt: time, changedAt: time, version: 1 }
    expect(await db.drafts.upsert({ id: '1' }).set({})).toEqual(made)
    expect(await db.drafts.create({ id: '2' })).toEqual({ ...made, id: '2' })
  })

  it('lets many writers at once make one item', async () => {
    const key = { user: 'U', id: '6' }
    const upserts = ['a', 'b', 'c'].map(device => db.sessions.upsert(key).set({ device }))
    const versions = (await Promise.all(upserts)).map(item => item.version)
    expect(versions.sort()).toEqual([1, 2, 3])
  })
})
