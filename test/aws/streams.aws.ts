import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually, note, useTable } from './support.js'
import { target } from './target.js'

const table = useTable('streams')
const { db } = table
const team = 'docs'
const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB
const streams = new DynamoDBStreamsClient(target.isLocal && endpoint ? { endpoint } : {})

/** Reads a stream from its beginning, on from where it was read the last time. */
function createReader(StreamArn: string) {
  const iterators = new Map<string, string | undefined>()
  const records: _Record[] = []
  return async (): Promise<readonly _Record[]> => {
    for (const { ShardId } of await shardsOf(StreamArn)) {
      if (iterators.has(ShardId!)) continue
      const first = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
      iterators.set(ShardId!, (await streams.send(new GetShardIteratorCommand(first))).ShardIterator)
    }
    for (const [shard, ShardIterator] of iterators) {
      if (ShardIterator === undefined) continue
      const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }))
      records.push(...Records)
      iterators.set(shard, NextShardIterator)
    }
    return records
  }
}

async function shardsOf(StreamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = []
  let ExclusiveStartShardId: string | undefined
  do {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId }))
    shards.push(...(StreamDescription?.Shards ?? []))
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId
  } while (ExclusiveStartShardId)
  return shards
}

describe('a stream', () => {
  beforeAll(() => table.create({ stream: 'NEW_AND_OLD_IMAGES' }))

  it('tells of each change of an item, in their order, and of unique values apart', async () => {
    const key = { team, id: 'ada' }
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }))
    await db.users.create({ ...key, email: 'ada@example.com', plan: 'free' })
    await db.users.update(key).set({ plan: 'pro' })
    await db.notes.put({ team, id: 'n', text: 'a' })
    await db.users.delete(key)

    // Three of the user, two of its unique value, one of the note.
    const { found, waited } = await eventually(createReader(Table!.LatestStreamArn!), records => records.length >= 6)
    note(`All 6 records were there after ${waited} ms.`)
    const changes = found.map(record => db.decodeStreamRecord(record))
    const ofUsers = changes.flatMap(change => (change.entity === 'users' ? [change] : []))
    expect(ofUsers.map(({ event }) => event)).toEqual(['insert', 'modify', 'remove'])
    expect(ofUsers.map(change => [change.old?.plan, change.new?.plan])).toEqual([
      [undefined, 'free'],
      ['free', 'pro'],
      ['pro', undefined],
    ])
    expect(ofUsers.every(({ key: { team, id }, expired }) => team === 'docs' && id === 'ada' && !expired)).toBe(true)
    expect(changes.filter(change => change.entity === 'notes')).toMatchObject([{ event: 'insert', new: { text: 'a' } }])
    const others = changes.flatMap(change => (change.entity === undefined ? [change.reason] : []))
    expect(others).toEqual(['uniqueValue', 'uniqueValue'])
    expect(new Set(changes.map(({ sequenceNumber }) => sequenceNumber)).size).toBe(6)
  })
})
