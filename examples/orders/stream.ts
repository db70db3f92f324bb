import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import type { StreamRecord } from './totals.js'

/** All records of a table's stream so far. In production a Lambda function is called with them. */
export async function readStream(client: DynamoDBClient, tableName: string): Promise<readonly StreamRecord[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  const StreamArn = Table?.LatestStreamArn
  const { endpoint, credentials, region } = client.config
  const streams = new DynamoDBStreamsClient({ ...(endpoint && { endpoint }), credentials, region })
  try {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
    const records: StreamRecord[] = []
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand(start))
      const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }))
      records.push(...Records)
    }
    return records
  } finally {
    streams.destroy()
  }
}
