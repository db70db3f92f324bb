import { DescribeTableCommand, DescribeTimeToLiveCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../src/index.js'
import { createLocalClient, localClient, tableName } from '../support/local.js'
import { Agent } from '../support/models.js'
import { failure } from '../support/server.js'

const client = localClient()
const describeTable = async (TableName: string, from: DynamoDBClient = client) =>
  (await from.send(new DescribeTableCommand({ TableName }))).Table!

describe('db.createTable', () => {
  it('makes the table, waits for it, and sets its time-to-live', async () => {
    const name = tableName('made')
    const db = createDatabase({ client, tableName: name, entities: { agents: Agent } })
    await db.createTable()
    const table = await describeTable(name)
    expect(table.TableStatus).toBe('ACTIVE')
    expect(table.GlobalSecondaryIndexes?.map(index => index.IndexName).sort()).toEqual(['gsi1', 'gsi2'])
    expect(table.LocalSecondaryIndexes?.map(index => index.IndexName)).toEqual(['byAge'])
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
    expect(TimeToLiveDescription).toEqual({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' })
    expect(await db.agents.get({ teamCode: 'AT-001', id: 'AG-1' })).toBeUndefined()
  })

  it('makes it with the options it is given, and of all key types and projections', async () => {
    const name = tableName('options')
    const Table = defineTable({
      name: 'options',
      partitionKey: { name: 'id', type: 'number' },
      sortKey: { name: 'digest', type: 'binary' },
      indexes: {
        some: { partitionKey: 'title', projection: ['size'] },
        regional: { partitionKey: ['tenant', 'region'], sortKey: ['day', { name: 'score', type: 'number' }] },
      },
    })
    const Blob = defineEntity({
      name: 'Blob',
      table: Table,
      schema: z.object({ id: z.number(), digest: z.instanceof(Uint8Array) }),
      key: { partitionKey: '<id>', sortKey: '<digest>' },
    })
    const db = createDatabase({ client, tableName: name, entities: { blobs: Blob } })
    await db.createTable({
      billingMode: 'PROVISIONED',
      throughput: { readCapacityUnits: 3, writeCapacityUnits: 4 },
      indexThroughput: { some: { readCapacityUnits: 5, writeCapacityUnits: 6 } },
      stream: 'NEW_IMAGE',
      deletionProtection: false,
    })
    const table = await describeTable(name)
    expect(table).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    })
    const some = table.GlobalSecondaryIndexes?.find(index => index.IndexName === 'some')
    expect(some).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['size'] },
    })
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
    expect(TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED')
  })

  it('fails where the table is there already', async () => {
    const db = createDatabase({ client, tableName: tableName('twice'), entities: { agents: Agent } })
    await db.createTable()
    const error = await failure(db.createTable())
    expect(error.code).toBe('request.failed')
    expect(error.details).toMatchObject({
      operation: 'CreateTable',
      name: 'ResourceInUseException',
      outcome: 'not written',
    })
    expect(error.cause).toMatchObject({ name: 'ResourceInUseException' })
  })

  it('stops when it is told to', async () => {
    const name = tableName('aborted')
    const db = createDatabase({ client: createLocalClient(), tableName: name, entities: { agents: Agent } })
    expect((await failure(db.createTable({ signal: AbortSignal.abort() }))).code).toBe('request.aborted')
    await expect(describeTable(name)).rejects.toThrow('non-existent')
  })
})
