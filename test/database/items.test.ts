import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, NumberValue } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, InvalidItemError, InvalidKeyError } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { Agent, AppTable, agent, Team, teamCode } from '../support/models.js'
import { failure, useServer } from '../support/server.js'

const client = localClient()
const { options, store } = useServer('items')
/** By its key alone, what keeps a unique value could be one. */
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.email() }),
  key: { partitionKey: '<id>', sortKey: 'unique' },
  discriminator: false,
  unique: ['email'],
})
const TypedTable = defineTable({
  name: 'typed',
  partitionKey: { name: 'no', type: 'number' },
  sortKey: { name: 'digest', type: 'binary' },
})
const Chunk = defineEntity({
  name: 'Chunk',
  table: TypedTable,
  schema: z.object({ no: z.int(), digest: z.instanceof(Uint8Array) }),
  key: { partitionKey: '<no>', sortKey: '<digest>' },
})

const db = createDatabase({ ...options, entities: { agents: Agent, teams: Team } })
const typed = createDatabase({ client, entities: { chunks: Chunk } })
const key = { pk: { S: `team#${teamCode}` }, sk: { S: 'agent#AG-1' } }
const item = { ...agent('AG-1'), version: 7, createdAt: '2020-01-01T00:00:00.000Z' }

/** An item of texts and maps without type tags. */
const plain = (stored: object) =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, Object.values(value)[0]]))

beforeAll(() => db.createTable())

describe('encode', () => {
  it('makes what create writes', async () => {
    const created = await db.agents.create(agent('AG-1'))
    const { Item } = await client.send(new GetItemCommand({ TableName: options.tableName, Key: key }))
    expect({ ...db.agents.encode(created) }).toEqual(Item)
  })

  it('leaves version and timestamps as they are, and sends nothing', async () => {
    const sent = await useServer('none').sentBy(() => {
      expect(db.agents.encode(item)).toMatchObject({
        ...key,
        entity: { S: 'Agent' },
        version: { N: '7' },
        createdAt: { S: '2020-01-01T00:00:00.000Z' },
        gsi1pk: { S: 'type#Reasoning' },
        gsi1sk: { S: '2020-01-01T00:00:00.000Z#AG-1' },
      })
    })
    expect(sent).toEqual([])
  })

  it('refuses what create refuses', async () => {
    expect(await failure(() => db.agents.encode({ ...item, logins: 1.5 }))).toBeInstanceOf(InvalidItemError)
    expect(await failure(() => db.agents.encode({ ...item, id: '' }))).toBeInstanceOf(InvalidKeyError)
  })
})

describe('decode', () => {
  it('gives back what encode took', () => expect(db.agents.decode(db.agents.encode(item))).toEqual(item))

  it('gives what get gives', async () => {
    await store(db.agents.encode(item) as never)
    const { Item } = await client.send(new GetItemCommand({ TableName: options.tableName, Key: key }))
    expect(db.agents.decode(Item!)).toEqual(await db.agents.get({ teamCode, id: 'AG-1' }))
  })

  it('refuses what get refuses', async () => {
    const foreign = await failure(() => db.agents.decode(db.teams.encode({ teamCode, title: 'Docs' })))
    expect(foreign.code).toBe('item.foreign')
    const invalid = await failure(() => db.agents.decode({ ...db.agents.encode(item), name: { N: '1' } }))
    expect(invalid).toBeInstanceOf(InvalidItemError)
    expect(invalid.details).toMatchObject({ issues: [{ path: ['name'] }] })
    expect(invalid.key).toEqual({ pk: 'team#AT-001', sk: 'agent#AG-1' })
  })
})

describe('entityOf', () => {
  const stored = db.agents.encode(item)

  it('knows stored items', () => {
    expect(db.entityOf(stored)).toBe('agents')
    expect(db.entityOf(db.teams.encode({ teamCode, title: 'Docs' }))).toBe('teams')
  })

  it('knows plain items, as the document client reads them', async () => {
    await client.send(new PutItemCommand({ TableName: options.tableName, Item: stored }))
    const document = DynamoDBDocumentClient.from(client)
    const { Item } = await document.send(new GetCommand({ TableName: options.tableName, Key: plain(key) }))
    expect(db.entityOf(Item!)).toBe('agents')
    expect(db.entityOf({ ...Item, more: undefined, S: 'x', N: null })).toBe('agents')
  })

  it('knows keys', () => {
    expect(db.entityOf(key)).toBe('agents')
    expect(db.entityOf(plain(key))).toBe('agents')
    expect(db.entityOf({ ...plain(key), gsi1pk: 'x' })).toBe('agents')
    expect(db.entityOf({ ...plain(key), entity: undefined })).toBe('agents')
  })

  it('knows keys that are numbers and bytes', () => {
    const digest = new Uint8Array([1, 2])
    expect(typed.entityOf(typed.chunks.encode({ no: 1, digest }))).toBe('chunks')
    expect(typed.entityOf({ no: 1, digest, entity: 'Chunk' })).toBe('chunks')
    expect(typed.entityOf({ no: 1n, digest })).toBe('chunks')
    expect(typed.entityOf({ no: NumberValue.from('1'), digest })).toBe('chunks')
    expect(typed.entityOf({ no: 'one', digest })).toBeUndefined()
  })

  it('looks at plain texts and bytes as they are, however long', () => {
    const [text, bytes] = ['x'.repeat(400_000), new Uint8Array(400_000)]
    const entries = vi.spyOn(Object, 'entries')
    expect(db.entityOf({ ...plain(key), entity: 'Agent', text, bytes })).toBe('agents')
    expect(db.entityOf({ ...stored, text, bytes })).toBe('agents')
    const most = Math.max(...entries.mock.results.map(({ value }) => value.length))
    entries.mockRestore()
    expect(most).toBeLessThan(50)
  })

  it('knows no others', () => {
    for (const nothing of [undefined, null, 'text']) expect(db.entityOf(nothing as never)).toBeUndefined()
    expect(db.entityOf({})).toBeUndefined()
    expect(db.entityOf({ pk: null, sk: 1 })).toBeUndefined()
    expect(db.entityOf({ ...stored, entity: { S: 'Other' } })).toBeUndefined()
    expect(db.entityOf({ ...stored, sk: { S: 'other' } })).toBeUndefined()
    const { entity: _, ...unnamed } = stored
    expect(db.entityOf(unnamed)).toBeUndefined()
    expect(db.entityOf(plain(unnamed))).toBeUndefined()
  })

  it('does not take what keeps a unique value for an item', async () => {
    const { options, sentBy } = useServer('unique')
    const users = createDatabase({ ...options, entities: { users: User } })
    await users.createTable()
    const [sent] = await sentBy(() => users.users.create({ id: 'ada', email: 'ada@example.com' }))
    const items = sent!.input.TransactItems.map(({ Put }: any) => Put.Item)
    const both = [undefined, 'users']
    expect(items.map(users.entityOf).sort()).toEqual(both.sort())
    expect(items.map((item: any) => users.entityOf(plain(item))).sort()).toEqual(both.sort())
  })
})
