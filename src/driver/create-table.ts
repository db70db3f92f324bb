import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateTableCommand, UpdateTimeToLiveCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import type { DynamoDBClientLike } from './client-like.js'
import { translateError } from './translate-error.js'

/** Waiting for a new table, in seconds. */
const MAX_WAIT = 600

/**
 * Makes a table, waits until it is active, and sets its time-to-live.
 * @throws MonotableError `request.failed`, also where the table is there already
 */
export async function createTable(
  client: DynamoDBClientLike,
  input: CreateTableCommandInput,
  timeToLive: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sdk = client as DynamoDBClient
  const options = signal ? { abortSignal: signal } : {}
  const TableName = input.TableName
  const step = async <T>(operation: string, work: Promise<T>) => {
    try {
      return await work
    } catch (error) {
      throw translateError(error, operation, TableName, signal)
    }
  }
  await step('CreateTable', sdk.send(new CreateTableCommand(input), options))
  await step(
    'DescribeTable',
    waitUntilTableExists({ client: sdk, maxWaitTime: MAX_WAIT, minDelay: 1, maxDelay: 10, ...options }, { TableName }),
  )
  if (timeToLive === undefined) return
  const TimeToLiveSpecification = { AttributeName: timeToLive, Enabled: true }
  await step('UpdateTimeToLive', sdk.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }), options))
}
