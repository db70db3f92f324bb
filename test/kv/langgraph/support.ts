import { randomBytes } from 'node:crypto'
import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb'
import {
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointTuple,
  emptyCheckpoint,
  uuid6,
} from '@langchain/langgraph-checkpoint'
import { DynamoDBSaver, type DynamoDBSaverOptions } from '../../../src/kv/langgraph/index.js'
import { localClient } from '../../support/local.js'
import { useServer } from '../../support/server.js'

let step = 0

/** A checkpoint with these channels, newer than those before it. */
export const checkpointOf = (channel_values: Record<string, unknown> = {}): Checkpoint => ({
  ...emptyCheckpoint(),
  id: uuid6(step++),
  channel_values,
  channel_versions: Object.fromEntries(Object.keys(channel_values).map(name => [name, 1])),
})

export const metadataOf = (step = 0, more: object = {}): CheckpointMetadata => ({
  source: 'loop',
  step,
  parents: {},
  ...more,
})

export const thread = (thread_id: string, checkpoint_ns = '', checkpoint_id?: string) => ({
  configurable: { thread_id, checkpoint_ns, ...(checkpoint_id !== undefined && { checkpoint_id }) },
})

/** A text of as many bytes as this, and no two alike. */
export const noise = (bytes: number): string => randomBytes(bytes / 2).toString('hex')

export async function collect(tuples: AsyncIterable<CheckpointTuple>): Promise<CheckpointTuple[]> {
  const all: CheckpointTuple[] = []
  for await (const tuple of tuples) all.push(tuple)
  return all
}

/** A table of a test file, savers for it, and what is in it. */
export function useSaver(name: string, options: Partial<DynamoDBSaverOptions> = {}) {
  const server = useServer(name)
  const { tableName } = server.options
  const openSaver = (more: Partial<DynamoDBSaverOptions> = {}) =>
    new DynamoDBSaver({ ...server.options, ...options, ...more })
  return {
    server,
    tableName,
    openSaver,
    saver: openSaver(),
    /** The sort keys of a partition as they are stored. */
    async keysOf(partition: string): Promise<string[]> {
      const keys: string[] = []
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined
      do {
        const page = await localClient().send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: partition } },
            ConsistentRead: true,
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          }),
        )
        keys.push(...(page.Items ?? []).map(item => item.sk!.S!))
        ExclusiveStartKey = page.LastEvaluatedKey
      } while (ExclusiveStartKey)
      return keys
    },
  }
}
