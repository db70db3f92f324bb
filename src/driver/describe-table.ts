import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type TableDescription,
  type TimeToLiveDescription,
} from '@aws-sdk/client-dynamodb'
import { requestErrorName } from '../errors/outcome.js'
import type { DynamoDBClientLike } from './client-like.js'
import { translateError } from './translate-error.js'

/**
 * What DynamoDB says of a table.
 * @throws MonotableError `request.failed`, where there is no such table too; `request.aborted`
 */
export async function describeTable(
  client: DynamoDBClientLike,
  TableName: string,
  signal?: AbortSignal,
): Promise<TableDescription> {
  try {
    const { Table } = await (client as DynamoDBClient).send(
      new DescribeTableCommand({ TableName }),
      signal && { abortSignal: signal },
    )
    return Table!
  } catch (error) {
    throw translateError(error, 'DescribeTable', TableName, signal)
  }
}

/**
 * What DynamoDB says of a table's time-to-live.
 * @throws MonotableError `request.failed`, `request.aborted`
 */
export async function describeTimeToLive(
  client: DynamoDBClientLike,
  TableName: string,
  signal?: AbortSignal,
): Promise<TimeToLiveDescription | undefined> {
  try {
    const { TimeToLiveDescription } = await (client as DynamoDBClient).send(
      new DescribeTimeToLiveCommand({ TableName }),
      signal && { abortSignal: signal },
    )
    return TimeToLiveDescription
  } catch (error) {
    throw translateError(error, 'DescribeTimeToLive', TableName, signal)
  }
}

/** Whether a request failed because there is no such table. */
export const isMissingTable = (error: unknown): boolean => requestErrorName(error) === 'ResourceNotFoundException'
