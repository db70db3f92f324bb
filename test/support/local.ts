import { randomUUID } from 'node:crypto'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'

let shared: DynamoDBClient | undefined

/** The client of this test file for the run's DynamoDB Local. */
export function localClient(): DynamoDBClient {
  shared ??= createLocalClient()
  return shared
}

/** Another client for the run's DynamoDB Local, for a test that configures or breaks it. */
export function createLocalClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: inject('dynamodbEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...config,
  })
}

/** A table name that no other test uses. */
export function tableName(prefix: string): string {
  return `${prefix}-${randomUUID()}`
}
