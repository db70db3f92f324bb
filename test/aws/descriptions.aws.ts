import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { check, tableSource } from '../../src/migrate/index.js'
import { ids, Note, note, onLocal, useTable } from './support.js'
import { tags, target } from './target.js'

const table = useTable('descriptions')
const { db, client, name: TableName } = table
const team = 'docs'
const describeTable = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table!

describe('a table', () => {
  beforeAll(async () => {
    await table.create()
    await db.notes.putMany(ids(40).map(id => ({ team, id, text: '' })))
  })

  it('is as it is defined as soon as it is made, with its time-to-live', async () => {
    expect(await db.checkTable()).toEqual({ matches: true, differences: [] })
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }))
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'ttl' })
    expect(['ENABLING', 'ENABLED']).toContain(TimeToLiveDescription?.TimeToLiveStatus)
  })

  it('has nothing that was not asked for, and what was', async () => {
    const described = await describeTable()
    expect(described.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST')
    expect([described.DeletionProtectionEnabled ?? false, described.StreamSpecification]).toEqual([false, undefined])
    await unlessUnknown('it has no tags.', async () => {
      const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: described.TableArn }))
      expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject(tags)
    })
    await unlessUnknown('it has no backups to describe.', async () => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }))
      expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED')
    })
  })

  it('counts its items late, and what goes through it counts for itself', async () => {
    const { ItemCount } = await describeTable()
    note(`DescribeTable counts ${ItemCount} of 40 items.`)
    onLocal('it counts at once; AWS does every six hours.')
    const report = await check(await tableSource(client, TableName), { notes: Note })
    expect(report).toMatchObject({ read: 40 })
  })

  it('keeps an item whose time is over until it gets to it; nobody reads it', async () => {
    const session = { team, id: 's', ttl: Math.floor(Date.now() / 1000) - 60 }
    const key = { pk: { S: `team#${team}` }, sk: { S: 'session#s' } }
    await db.sessions.put(session)
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))
    note(`The item ${Item ? 'is still there' : 'is gone'} a minute after its time.`)
    expect(await db.sessions.get({ team, id: 's' }).consistent()).toBeUndefined()
    expect(await db.sessions.query({ team }).consistent().all()).toEqual([])
  })
})

/** What DynamoDB Local knows no operation for is not looked at there. */
async function unlessUnknown(text: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!target.isLocal || (error as Error).name !== 'UnknownOperationException') throw error
    onLocal(text)
  }
}
