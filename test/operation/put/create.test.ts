import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  createDatabase,
  defineEntity,
  InvalidItemError,
  InvalidKeyError,
  ItemExistsError,
  MonotableError,
} from '../../../src/index.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('create')
let made = 0
const Ticket = defineEntity({
  name: 'Ticket',
  table: AppTable,
  schema: z.object({
    id: z.string().default(() => `T-${++made}`),
    title: z.string().trim(),
    priority: z.number().default(3),
    labels: z.array(z.string()).default(() => []),
  }),
  key: { partitionKey: 'ticket#<id>', sortKey: 'ticket' },
})
const day = z.codec(z.iso.date(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString().slice(0, 10),
})
const Event = defineEntity({
  name: 'Event',
  table: AppTable,
  schema: z.object({ on: day, place: z.object({ since: day, name: z.string().trim() }) }),
  key: { partitionKey: 'event#<on>', sortKey: 'event' },
  keyOnly: ['on'],
})
const now = new Date('2026-03-04T05:06:07.089Z')
const db = createDatabase({
  ...server.options,
  now: () => now,
  entities: { agents: Agent, teams: Team, tickets: Ticket, events: Event },
})
beforeAll(() => db.createTable())

describe('create', () => {
  it('sends what it showed, generated values and all', async () => {
    made = 100
    const operation = db.tickets.create({ title: 'Leak' })
    const { Item } = operation.compile()
    expect(Item).toMatchObject(texts({ id: (await operation).id, pk: `ticket#${(await operation).id}` }))
  })

  it('puts the whole item with its keys, index keys and discriminator, where none is', async () => {
    const operation = db.agents.create(agent('AG-1', { tags: new Set(['new']) }))
    const Item = {
      ...texts({ pk: 'team#AT-001', sk: 'agent#AG-1', entity: 'Agent' }),
      ...texts({ gsi1pk: 'type#Reasoning', gsi1sk: '2026-01-01T00:00:00.000Z#AG-1' }),
      ...texts({ lsi1sk: 'age#2026-01-01T00:00:00.000Z' }),
      ...texts({ teamCode, id: 'AG-1', name: 'document_analysis', type: 'Reasoning' }),
      active: { BOOL: true },
      capability: {
        M: {
          domain: { S: 'documents' },
          confidenceScore: { N: '0.85' },
          skills: { L: [{ S: 'pdf' }, { S: 'summary' }] },
        },
      },
      tags: { SS: ['new'] },
      logins: { N: '0' },
      createdAt: { S: '2026-01-01T00:00:00.000Z' },
      version: { N: '1' },
    }
    expect(operation.compile()).toEqual({
      TableName: server.options.tableName,
      Item,
      ConditionExpression: 'attribute_not_exists(#n0)',
      ExpressionAttributeNames: { '#n0': 'pk' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const created = await operation
    expect(created).toEqual({ ...agent('AG-1'), tags: new Set(['new']), version: 1 })
    expect(await server.stored(texts({ pk: 'team#AT-001', sk: 'agent#AG-1' }))).toEqual(Item)
    expect(await db.agents.get({ teamCode, id: 'AG-1' })).toEqual(created)
  })

  it('refuses a second item with the key, and shows the first on the error', async () => {
    const first = await db.agents.create(agent('AG-2'))
    const error = await failure(db.agents.create(agent('AG-2', { name: 'other' })))
    expect(error).toBeInstanceOf(ItemExistsError)
    expect(error.code).toBe('item.exists')
    expect(error.message).toContain('with this key is there already')
    expect(error.item).toEqual(first)
    expect(error.key).toEqual({ teamCode, id: 'AG-2' })
    expect(await db.agents.get({ teamCode, id: 'AG-2' })).toEqual(first)
  })

  it("never lands on another entity's item", async () => {
    await server.store({ ...texts({ pk: 'team#AT-001', sk: 'agent#AG-F', entity: 'Robot', secret: 'x' }) })
    const error = await failure(db.agents.create(agent('AG-F')))
    expect(error).toBeInstanceOf(MonotableError)
    expect(error.code).toBe('item.foreign')
    expect(await server.stored(texts({ pk: 'team#AT-001', sk: 'agent#AG-F' }))).toMatchObject({ secret: { S: 'x' } })
  })

  it('fills in the time that is not given', async () => {
    const { createdAt: _, ...input } = agent('AG-3')
    expect(await db.agents.create(input)).toMatchObject({ createdAt: now.toISOString(), version: 1 })
    expect(await server.stored(texts({ pk: 'team#AT-001', sk: 'agent#AG-3' }))).toMatchObject({
      gsi1sk: { S: `${now.toISOString()}#AG-3` },
      lsi1sk: { S: `age#${now.toISOString()}` },
    })
  })

  it('calls the functions of defaults once, and gives back what validation made of the item', async () => {
    made = 0
    const operation = db.tickets.create({ title: '  Broken  ' })
    const [ticket, again] = [await operation, await operation]
    expect(made).toBe(1)
    expect(again).toBe(ticket)
    expect(ticket).toEqual({ id: 'T-1', title: 'Broken', priority: 3, labels: [] })
    expect(await db.tickets.get({ id: 'T-1' })).toEqual(ticket)
    const given = await db.tickets.create({ id: 'mine', title: 'x', priority: 1, labels: ['a'] })
    expect(given).toEqual({ id: 'mine', title: 'x', priority: 1, labels: ['a'] })
    expect(made).toBe(1)
  })

  it('gives back what codecs keep of the item, as a read does', async () => {
    const time = new Date('2026-01-02T03:04:05Z')
    const date = new Date('2026-01-02')
    const event = { on: date, place: { since: date, name: 'Hall' } }
    expect(await db.events.create({ on: time, place: { since: time, name: ' Hall ' } })).toEqual(event)
    expect(await db.events.get({ on: time })).toEqual(event)
  })

  it('leaves undefined out, and writes an index key only when all of it is there', async () => {
    await db.agents.create(agent('AG-4', { tags: undefined, domain: 'legal' } as object))
    const stored = await server.stored(texts({ pk: 'team#AT-001', sk: 'agent#AG-4' }))
    expect(stored).not.toHaveProperty('tags')
    expect(stored).toMatchObject(texts({ gsi2pk: 'domain#legal', gsi2sk: 'AG-4' }))
    await db.agents.create(agent('AG-5'))
    const sparse = await server.stored(texts({ pk: 'team#AT-001', sk: 'agent#AG-5' }))
    expect(sparse).not.toHaveProperty('gsi2pk')
    expect(sparse).not.toHaveProperty('gsi2sk')
  })
})

describe('create refuses, before anything is sent,', () => {
  const loose = (changes: object) => ({ ...agent('AG-9'), ...changes })
  const score = (confidenceScore: unknown) => ({ capability: { ...agent('x').capability, confidenceScore } })
  it.each<[string, object, RegExp]>([
    ['a wrong type', { name: 5 }, /name: .*expected string/],
    ['a missing attribute', { name: undefined }, /name: .*expected string/],
    ['an unknown attribute', { nickname: 'x' }, /nickname: is not an attribute of the schema/],
    ['a value out of bounds', score(2), /capability\.confidenceScore: /],
    ['NaN', score(Number.NaN), /capability\.confidenceScore: /],
    ['Infinity', score(Number.POSITIVE_INFINITY), /capability\.confidenceScore: /],
    ['an empty set', { tags: new Set() }, /tags: .*empty/],
    ['an ill-formed text', { name: 'a\ud800' }, /name: /],
    ['an unsafe integer', { logins: 2 ** 53 }, /logins: /],
  ])('%s', async (_, changes, text) => {
    const error = await server.refusal(() => db.agents.create(loose(changes) as never))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error).toMatchObject({ code: 'item.invalid', message: expect.stringMatching(text) })
    expect(error.message).toContain('was not written')
  })

  it('an item over 400 KB', async () => {
    const error = await server.refusal(() => db.agents.create(agent('AG-9', { name: 'é'.repeat(205_000) })))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error).toMatchObject({ code: 'item.tooLarge', details: { entity: 'Agent', limit: 409_600 } })
  })

  it.each<[string, object, string]>([
    ['an empty key attribute', { id: '' }, 'key.emptyValue'],
    ['an empty attribute of an index key', { type: '' }, 'key.emptyValue'],
    ['a key over 1,024 bytes', { id: 'x'.repeat(1020) }, 'key.tooLong'],
    ['a partition key over 2,048 bytes', { teamCode: 'x'.repeat(2045) }, 'key.tooLong'],
    ['an index key over 2,048 bytes', { type: 'x'.repeat(2045) }, 'key.tooLong'],
    ['what keys end with', { id: 'a\u{10ffff}' }, 'key.illFormedValue'],
  ])('%s', async (_, changes, code) => {
    const error = await server.refusal(() => db.agents.create(loose(changes) as never))
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error).toMatchObject({ code })
  })
})

describe('create as an operation', () => {
  it('sends nothing until it is awaited', async () => {
    const sent = await server.sentBy(() => {
      const operation = db.agents.create(agent('AG-6'))
      operation.compile()
      expect(operation.explain()).toContain('PutItem Agent in table')
      expect(operation.explain()).toContain('attribute_not_exists(pk)')
    })
    expect(sent).toEqual([])
    expect(await db.agents.exists({ teamCode, id: 'AG-6' })).toBe(false)
  })

  it('sends what it compiles, and once when it is awaited twice', async () => {
    const operation = db.agents.create(agent('AG-7'))
    const sent = await server.sentBy(() => Promise.all([operation, operation]))
    expect(sent).toEqual([{ operation: 'PutItem', input: operation.compile() }])
  })
})
