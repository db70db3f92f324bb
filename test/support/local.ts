import { randomUUID } from 'node:crypto'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { afterAll, inject } from 'vitest'
import { startLocalDynamoDB } from '../../src/testing/index.js'

let shared: DynamoDBClient | undefined
let own: string | undefined

/** Where the DynamoDB Local of this test file listens: the run's, unless it has its own. */
export const localEndpoint = (): string => own ?? inject('dynamodbEndpoint')

/**
 * Gives this test file a DynamoDB Local of its own. One that makes indexes of tables which are there fails writes meanwhile, and
 * may take minutes for them where much is written.
 */
export async function useOwnServer(): Promise<void> {
  const { endpoint, stop } = await startLocalDynamoDB()
  own = endpoint
  afterAll(stop)
}

/** The client of this test file for its DynamoDB Local. */
export function localClient(): DynamoDBClient {
  shared ??= createLocalClient()
  return shared
}

/** Another client for it, for a test that configures or breaks it. */
export function createLocalClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: localEndpoint(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...config,
  })
}

/** A table name that no other test uses. */
export function tableName(prefix: string): string {
  return `${prefix}-${randomUUID()}`
}
