import { CreateTableCommand, DescribeTimeToLiveCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, type DynamoDBClientLike, defineEntity, defineTable } from '../../src/index.js'
import { faultyClient } from '../support/faults.js'
import { localClient, tableName, useOwnServer } from '../support/local.js'
import { Agent } from '../support/models.js'
import { failure } from '../support/server.js'

await useOwnServer()
const client = localClient()
const Typed = defineTable({
  name: 'typed',
  partitionKey: { name: 'id', type: 'number' },
  sortKey: { name: 'digest', type: 'binary' },
  indexes: {
    some: { partitionKey: 'title', projection: ['size', 'age'] },
    keys: { partitionKey: 'title', projection: 'keysOnly' },
    regional: { partitionKey: ['tenant', 'region'], sortKey: ['day', { name: 'score', type: 'number' }] },
    local: { type: 'local', sortKey: 'lsi1sk' },
  },
})
const Blob = defineEntity({
  name: 'Blob',
  table: Typed,
  schema: z.object({ id: z.number(), digest: z.instanceof(Uint8Array) }),
  key: { partitionKey: '<id>', sortKey: '<digest>' },
})
const open = () => createDatabase({ client, tableName: tableName('checked'), entities: { agents: Agent } })
const nameOf = (db: ReturnType<typeof open>) => (db.agents.scan().compile() as { TableName: string }).TableName

describe('db.checkTable', () => {
  it('finds nothing in a table that it has made', async () => {
    const db = open()
    await db.createTable()
    expect(await db.checkTable()).toEqual({ matches: true, differences: [] })
    const typed = createDatabase({ client, tableName: tableName('typed'), entities: { blobs: Blob } })
    await typed.createTable()
    expect(await typed.checkTable()).toEqual({ matches: true, differences: [] })
  })

  it('says that there is no table', async () => {
    const { matches, differences } = await open().checkTable()
    expect(matches).toBe(false)
    expect(differences).toMatchObject([{ subject: 'the table', severity: 'breaks' }])
    expect(differences[0]!.text).toMatch(/^There is no table 'checked-[-\w]+': db\.createTable\(\) makes it\.$/)
  })

  it('says what differs in a table that others have made', async () => {
    const name = tableName('differs')
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'other'].map(AttributeName => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: ['gsi1', 'more'].map(IndexName => ({
          IndexName,
          KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
      }),
    )
    const db = createDatabase({ client, tableName: name, entities: { agents: Agent } })
    const { matches, differences } = await db.checkTable()
    expect(matches).toBe(false)
    expect(differences.map(({ subject, severity, actual }) => [subject, severity, actual])).toEqual([
      ["index 'gsi1'", 'breaks', "partition key 'other' (string)"],
      ["index 'gsi1'", 'breaks', 'the keys'],
      ["index 'gsi2'", 'breaks', undefined],
      ["index 'byAge'", 'breaks', undefined],
      ["index 'more'", 'additional', "partition key 'other' (string)"],
      ['time-to-live', 'breaks', undefined],
    ])
  })

  it('matches where there is something more', async () => {
    const db = open()
    await db.createTable()
    await client.send(
      new UpdateTableCommand({
        TableName: nameOf(db),
        AttributeDefinitions: [{ AttributeName: 'more', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: 'more',
              KeySchema: [{ AttributeName: 'more', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          },
        ],
      }),
    )
    const { matches, differences } = await db.checkTable()
    expect(matches).toBe(true)
    expect(differences).toMatchObject([{ subject: "index 'more'", severity: 'additional', defined: undefined }])
  })

  it('fails where DynamoDB does not answer', async () => {
    const faulty = createDatabase({ client: faultyClient(['internal']).client, entities: { agents: Agent } })
    const error = await failure(faulty.checkTable())
    expect(error.details).toMatchObject({ operation: 'DescribeTable', outcome: 'not written' })
    const denied: DynamoDBClientLike = {
      config: client.config,
      send: async command => {
        if (!(command instanceof DescribeTimeToLiveCommand)) return client.send(command)
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } })
      },
    }
    const db = createDatabase({ client: denied, tableName: tableName('denied'), entities: { agents: Agent } })
    await createDatabase({ client, tableName: nameOf(db), entities: { agents: Agent } }).createTable()
    const { details } = await failure(db.checkTable())
    expect(details).toMatchObject({ operation: 'DescribeTimeToLive', name: 'AccessDeniedException' })
    expect((await failure(open().checkTable({ signal: AbortSignal.abort() }))).code).toBe('request.aborted')
  })
})
