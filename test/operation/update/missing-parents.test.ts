import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, ItemNotFoundError, VersionConflictError } from '../../../src/index.js'
import { localClient } from '../../support/local.js'
import { AppTable } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('parents')
const Profile = defineEntity({
  name: 'Profile',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    settings: z
      .object({
        theme: z.string().optional(),
        mail: z.object({ weekly: z.boolean().optional(), daily: z.boolean().optional() }).optional(),
      })
      .optional(),
    address: z.object({ street: z.string(), city: z.string() }).optional(),
    counters: z.record(z.string(), z.number()).optional(),
    steps: z.array(z.string()).optional(),
    plan: z.object({ name: z.string().optional() }).nullable().optional(),
    open: z.any().optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'profile#<id>', sortKey: 'profile' },
  version: 'version',
})
const db = createDatabase({ ...server.options, entities: { profiles: Profile } })
beforeAll(() => db.createTable())

describe('a path whose parents are not there', () => {
  it('is set with them, by the same update, on condition that they are missing still', async () => {
    await db.profiles.create({ id: '1' })
    const operation = db.profiles.update({ id: '1' }).setPath('settings.mail.weekly', true).ifVersion(1)
    const sent = await server.sentBy(() => operation)
    expect(sent.map(({ operation }) => operation)).toEqual(['UpdateItem', 'GetItem', 'UpdateItem'])
    expect(sent[0]!.input).toEqual(operation.compile())
    expect(sent[1]!.input).toMatchObject({ ConsistentRead: true, Key: texts({ pk: 'profile#1', sk: 'profile' }) })
    expect(sent[2]!.input).toMatchObject({
      ConditionExpression: expect.stringContaining('attribute_not_exists('),
    })
    expect(Object.values(sent[2]!.input.ExpressionAttributeValues)).toContainEqual({
      M: { mail: { M: { weekly: { BOOL: true } } } },
    })
    expect(await operation).toEqual({ id: '1', settings: { mail: { weekly: true } }, version: 2 })
  })

  it('is one parent for several paths, and only what is missing of them', async () => {
    await db.profiles.create({ id: '2', settings: { theme: 'dark' } })
    const updated = await db.profiles
      .update({ id: '2' })
      .setPath('settings.mail.weekly', true)
      .setPath('settings.mail.daily', false)
      .setPath('counters.visits', 1)
    expect(updated).toEqual({
      id: '2',
      settings: { theme: 'dark', mail: { weekly: true, daily: false } },
      counters: { visits: 1 },
      version: 2,
    })
  })

  it('is an error where the schema does not allow the parent with it alone', async () => {
    const created = await db.profiles.create({ id: '3' })
    const street = await failure(db.profiles.update({ id: '3' }).setPath('address.street', 'x'))
    expect(street.code).toBe('update.missingParent')
    expect(street.message).toContain("'address'")
    const both = db.profiles.update({ id: '3' }).setPath('address.street', 'x').setPath('address.city', 'y')
    expect(await both).toMatchObject({ address: { street: 'x', city: 'y' }, version: 2 })
    const step = await failure(db.profiles.update({ id: '3' }).setPath('steps[0]', 'x'))
    expect(step.code).toBe('update.missingParent')
    const computed = db.profiles
      .update({ id: '3' })
      .setPath('counters.visits', (item, { ifNotExists }) => ifNotExists(item.counters.visits, 1) as never)
    const address = { street: 'x', city: 'y' }
    expect(await computed).toEqual({ ...created, address, counters: { visits: 1 }, version: 3 })
  })

  it('is set to what is computed of nothing', async () => {
    const created = await db.profiles.create({ id: '10' })
    const counted = db.profiles
      .update({ id: '10' })
      .setPath('counters.visits', (item, { plus, ifNotExists }) => plus(ifNotExists(item.counters.visits!, 0), 2))
    expect(await counted).toEqual({ ...created, counters: { visits: 2 }, version: 2 })
    const again = await db.profiles
      .update({ id: '10' })
      .setPath('counters.visits', (item, { plus, ifNotExists }) => plus(ifNotExists(item.counters.visits!, 0), 2))
    expect(again).toMatchObject({ counters: { visits: 4 } })
  })

  it('is removed already', async () => {
    const created = await db.profiles.create({ id: '9' })
    const removing = db.profiles.update({ id: '9' }).remove('settings.mail.weekly', 'settings.theme', 'steps[0]')
    expect(await removing).toEqual({ ...created, version: 2 })
    const both = db.profiles.update({ id: '9' }).remove('settings.mail.weekly').setPath('settings.theme', 'dark')
    expect(await both).toEqual({ ...created, settings: { theme: 'dark' }, version: 3 })
  })

  it('is an error where null is in their place', async () => {
    await db.profiles.create({ id: '8', plan: null })
    const update = db.profiles.update({ id: '8' }).setPath('plan.name', 'x')
    expect((await failure(update)).code).toBe('update.missingParent')
    expect(await db.profiles.update({ id: '8' }).set({ plan: { name: 'x' } })).toMatchObject({ plan: { name: 'x' } })
  })

  it('is an error where a list is in the place of a map, and the other way round', async () => {
    await db.profiles.create({ id: '11', open: { list: ['a'], map: { a: 'a' } } })
    for (const path of ['open.list.x', 'open.map[0]', 'open.list[0].x']) {
      // The compiler knows no paths in what may be anything.
      const update: any = db.profiles.update({ id: '11' })
      expect((await failure(update.setPath(path, 'x'))).code).toBe('update.missingParent')
      expect((await failure(update.remove(path))).code).toBe('update.missingParent')
    }
  })

  it('is found again where another writer makes the parent meanwhile', async () => {
    await db.profiles.create({ id: '4' })
    const writers = ['theme', 'weekly', 'daily'] as const
    await Promise.all(
      writers.map(name =>
        name === 'theme'
          ? db.profiles.update({ id: '4' }).setPath('settings.theme', 'dark')
          : db.profiles.update({ id: '4' }).setPath(`settings.mail.${name}`, true),
      ),
    )
    expect(await db.profiles.get({ id: '4' })).toEqual({
      id: '4',
      settings: { theme: 'dark', mail: { weekly: true, daily: true } },
      version: 4,
    })
  })

  it('is set inside the parent that was made between the reading and the writing', async () => {
    await db.profiles.create({ id: '7' })
    const real = localClient()
    let overtaken = 0
    const client = {
      config: real.config,
      async send(command: object, options?: object) {
        const answer = await real.send(command as GetItemCommand, options)
        if (command instanceof GetItemCommand && overtaken++ === 0)
          await db.profiles.update({ id: '7' }).set({ settings: { theme: 'first' } })
        return answer
      },
    }
    const slow = createDatabase({ ...server.options, client, entities: { profiles: Profile } })
    expect(await slow.profiles.update({ id: '7' }).setPath('settings.mail.weekly', true)).toEqual({
      id: '7',
      settings: { theme: 'first', mail: { weekly: true } },
      version: 3,
    })
    expect(overtaken).toBe(2)
  })

  it('keeps the conditions of the update', async () => {
    await db.profiles.create({ id: '5' })
    const update = db.profiles.update({ id: '5' }).setPath('settings.theme', 'dark')
    expect(await failure(update.ifVersion(9))).toBeInstanceOf(VersionConflictError)
    expect((await failure(update.condition((item, { exists }) => exists(item.counters)))).code).toBe('condition.failed')
    expect(await failure(db.profiles.update({ id: 'none' }).setPath('settings.theme', 'x'))).toBeInstanceOf(
      ItemNotFoundError,
    )
    await server.store(texts({ pk: 'profile#F', sk: 'profile', entity: 'Robot' }))
    expect((await failure(db.profiles.update({ id: 'F' }).setPath('settings.theme', 'x'))).code).toBe('item.foreign')
    expect(await server.stored(texts({ pk: 'profile#F', sk: 'profile' }))).not.toHaveProperty('settings')
  })

  it('is made by an upsert too, for an item that is new and one that is not', async () => {
    const upsert = () => db.profiles.upsert({ id: '6' }).set({}).setPath('settings.mail.weekly', true)
    expect(await upsert()).toEqual({ id: '6', settings: { mail: { weekly: true } }, version: 1 })
    expect(await upsert()).toMatchObject({ version: 2 })
  })
})
