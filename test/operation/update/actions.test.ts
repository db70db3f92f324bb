import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('actions')
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    name: z.string(),
    nickname: z.string().optional(),
    visits: z.number(),
    streak: z.number().optional(),
    credit: z.bigint(),
    seenAt: isoDate.optional(),
    roles: z.set(z.string()),
    scores: z.set(z.number()).optional(),
    topics: z.set(z.string().toLowerCase()).optional(),
    history: z.array(z.string()),
    drafts: z.array(z.string()).optional(),
    settings: z.object({
      theme: z.string(),
      sizes: z.array(z.number()),
      labels: z.record(z.string(), z.string()),
      beta: z.boolean().optional(),
    }),
  }),
  key: { partitionKey: 'user#<id>', sortKey: 'profile' },
  discriminator: false,
})
const db = createDatabase({ ...server.options, entities: { users: User } })
const key = { id: 'U-1' }
const Key = texts({ pk: 'user#U-1', sk: 'profile' })
const user = {
  id: 'U-1',
  name: 'Ada',
  visits: 5,
  credit: 2n ** 64n,
  roles: new Set(['admin', 'author']),
  history: ['a', 'b', 'c'],
  settings: { theme: 'dark', sizes: [1, 2, 3], labels: { 'a.b': 'dot', plain: 'p' } },
}
beforeAll(() => db.createTable())
beforeEach(() => db.users.put(user))
const update = () => db.users.update(key)

describe('set', () => {
  it('sets plain values, encoded by their codecs', async () => {
    const seenAt = new Date('2026-05-06T07:08:09.000Z')
    const operation = update().set({ name: 'Grace', seenAt, roles: new Set(['reader']) })
    expect(operation.compile()).toMatchObject({
      UpdateExpression: 'SET #n0 = :v0, #n1 = :v1, #n2 = :v2',
      ExpressionAttributeValues: {
        ':v0': { S: 'Grace' },
        ':v1': { S: '2026-05-06T07:08:09.000Z' },
        ':v2': { SS: ['reader'] },
      },
      ConditionExpression: 'attribute_exists(#n3)',
    })
    expect(await operation).toEqual({ ...user, name: 'Grace', seenAt, roles: new Set(['reader']) })
  })

  it.each<[string, (item: any, ops: any) => unknown, string, number]>([
    ['plus', (item, { plus }) => plus(item.visits, 2), '#n0 + :v0', 7],
    ['minus', (item, { minus }) => minus(item.visits, 2), '#n0 - :v0', 3],
    ['minus from a value', (item, { minus }) => minus(100, item.visits), ':v0 - #n0', 95],
    ['ifNotExists, there', (item, { ifNotExists }) => ifNotExists(item.visits, 1), 'if_not_exists(#n0, :v0)', 5],
    ['ifNotExists, missing', (item, { ifNotExists }) => ifNotExists(item.streak, 1), 'if_not_exists(#n1, :v0)', 1],
    [
      'plus of ifNotExists',
      (item, { plus, ifNotExists }) => plus(ifNotExists(item.streak, 10), 1),
      'if_not_exists(#n1, :v0) + :v1',
      11,
    ],
    ['another attribute', item => item.settings.sizes[2], '#n1.#n2[2]', 3],
  ])('computes a number: %s', async (_, visits, expression, result) => {
    const operation = update().set({ visits } as never)
    expect(operation.compile().UpdateExpression).toBe(`SET #n0 = ${expression}`)
    expect(await operation).toEqual({ ...user, visits: result })
  })

  it('appends and prepends to lists, also to ones that are not there', async () => {
    const append = update().set({ history: (item, { append }) => append(item.history, ['d']) })
    expect(append.compile().UpdateExpression).toBe('SET #n0 = list_append(#n0, :v0)')
    expect((await append).history).toEqual(['a', 'b', 'c', 'd'])
    const prepend = update().set({ history: (item, { prepend }) => prepend(item.history, ['z']) })
    expect(prepend.compile().UpdateExpression).toBe('SET #n0 = list_append(:v0, #n0)')
    expect((await prepend).history).toEqual(['z', 'a', 'b', 'c', 'd'])
    const first = update().set({
      drafts: (item, { append, ifNotExists }) => append(ifNotExists(item.drafts, []), ['x']),
    })
    expect((await first).drafts).toEqual(['x'])
  })

  it('computes bigints without losing a digit', async () => {
    const operation = update().set({ credit: (item, { plus }) => plus(item.credit, 1n) })
    expect((await operation).credit).toBe(2n ** 64n + 1n)
  })

  it('copies another attribute', async () => {
    expect((await update().set({ nickname: item => item.name })).nickname).toBe('Ada')
  })

  it('fails where what it computes with is missing', async () => {
    const error = await failure(update().set({ streak: (item: any, { plus }: any) => plus(item.streak, 1) }))
    expect(error.code).toBe('update.invalid')
    expect(error.message).toContain('it computes with an attribute that is not there')
    expect(error.cause).toMatchObject({ details: { name: 'ValidationException', outcome: 'not written' } })
  })
})

describe('setPath', () => {
  it.each<[string, unknown, object]>([
    ['settings.theme', 'light', { theme: 'light' }],
    ['settings.sizes[1]', 20, { sizes: [1, 20, 3] }],
    ['settings.labels.plain', 'q', { labels: { 'a.b': 'dot', plain: 'q' } }],
    ['settings.labels.constructor', 'c', { labels: { 'a.b': 'dot', plain: 'p', constructor: 'c' } }],
    ['settings.beta', true, { beta: true }],
  ])('sets what is at %s', async (path, value, settings) => {
    const updated = await update().setPath(path as 'settings.theme', value as string)
    expect(updated).toEqual({ ...user, settings: { ...user.settings, ...settings } })
  })

  it('writes the path with placeholders, name by name', () => {
    expect(update().setPath('settings.sizes[1]', 20).compile()).toMatchObject({
      UpdateExpression: 'SET #n0.#n1[1] = :v0',
      ExpressionAttributeNames: { '#n0': 'settings', '#n1': 'sizes' },
    })
  })

  it('computes there too', async () => {
    const operation = update().setPath('settings.sizes[0]', (item, { plus }) => plus(item.settings.sizes[0]!, 41))
    expect((await operation).settings.sizes).toEqual([42, 2, 3])
  })

  it('appends behind the last element of a list', async () => {
    expect((await update().setPath('history[99]', 'end')).history).toEqual(['a', 'b', 'c', 'end'])
  })
})

describe('add', () => {
  it('adds to numbers and bigints, where they are missing to 0', async () => {
    const operation = update().add({ visits: 2, streak: 1, credit: 5n })
    expect(operation.compile().UpdateExpression).toBe('ADD #n0 :v0, #n1 :v1, #n2 :v2')
    expect(await operation).toEqual({ ...user, visits: 7, streak: 1, credit: 2n ** 64n + 5n })
    expect((await update().add({ visits: -7 })).visits).toBe(0)
  })

  it('adds elements to sets', async () => {
    const updated = await update().add({ roles: new Set(['editor', 'admin']), scores: new Set([1, 2]) })
    expect(updated.roles).toEqual(new Set(['admin', 'author', 'editor']))
    expect(updated.scores).toEqual(new Set([1, 2]))
  })
})

describe('add and delete', () => {
  it('take elements that the schema makes equal as one', async () => {
    const topics = new Set(['News', 'news'])
    expect(await update().add({ topics })).toMatchObject({ topics: new Set(['news']) })
    expect(await update().delete({ topics })).not.toHaveProperty('topics')
  })
})

describe('delete', () => {
  it('takes elements out of sets', async () => {
    const operation = update().delete({ roles: new Set(['author', 'unknown']) })
    expect(operation.compile()).toMatchObject({
      UpdateExpression: 'DELETE #n0 :v0',
      ExpressionAttributeValues: { ':v0': { SS: ['author', 'unknown'] } },
    })
    expect((await operation).roles).toEqual(new Set(['admin']))
  })

  it('leaves a required set empty with its last element, and an optional one missing', async () => {
    await update().add({ scores: new Set([1]) })
    const updated = await update().delete({ roles: user.roles, scores: new Set([1]) })
    expect(updated.roles).toEqual(new Set())
    expect(updated).not.toHaveProperty('scores')
    expect(await server.stored(Key)).not.toHaveProperty('roles')
    expect((await db.users.getOrThrow(key)).roles).toEqual(new Set())
    expect(await db.users.get(key).project('roles')).toEqual({ roles: new Set() })
  })
})

describe('remove', () => {
  it('removes optional attributes, and what is at a path', async () => {
    await update().set({ nickname: 'x' }).setPath('settings.beta', true)
    const operation = update().remove('nickname', 'settings.beta', 'history[0]', 'settings.labels.plain')
    expect(operation.compile().UpdateExpression).toBe('REMOVE #n0, #n1.#n2, #n3[0], #n1.#n4.#n5')
    expect(await operation).toEqual({
      ...user,
      history: ['b', 'c'],
      settings: { ...user.settings, labels: { 'a.b': 'dot' } },
    })
  })

  it('is no error for what is not there', async () => {
    expect(await update().remove('nickname', 'settings.beta')).toEqual(user)
  })
})

describe('all together', () => {
  it('go in one update, computed from the item as it was', async () => {
    const operation = update()
      .set({ visits: (item, { plus }) => plus(item.visits, 1), nickname: item => item.name })
      .setPath('settings.theme', 'light')
      .add({ streak: 3 })
      .delete({ roles: new Set(['admin']) })
      .remove('drafts')
    const sent = await server.sentBy(() => operation)
    expect(sent).toHaveLength(1)
    expect(operation.compile().UpdateExpression).toBe(
      'SET #n0 = #n0 + :v0, #n1 = #n2, #n3.#n4 = :v1 REMOVE #n5 ADD #n6 :v2 DELETE #n7 :v3',
    )
    expect(await operation).toEqual({
      ...user,
      visits: 6,
      nickname: 'Ada',
      streak: 3,
      roles: new Set(['author']),
      settings: { ...user.settings, theme: 'light' },
    })
  })
})
