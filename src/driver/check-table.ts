import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { compareTable, type TableDrift } from '../table/drift.js'
import type { Table } from '../table/table-types.js'
import type { DynamoDBClientLike } from './client-like.js'
import { errorName, translateError } from './translate-error.js'

/**
 * Compares a table with its definition.
 * @throws MonotableError `request.failed`, `request.aborted`
 */
export async function checkTable(
  client: DynamoDBClientLike,
  table: Table,
  TableName: string,
  signal: AbortSignal | undefined,
): Promise<TableDrift> {
  const sdk = client as DynamoDBClient
  const options = signal ? { abortSignal: signal } : {}
  let operation = 'DescribeTable'
  try {
    const { Table } = await sdk.send(new DescribeTableCommand({ TableName }), options)
    operation = 'DescribeTimeToLive'
    const { TimeToLiveDescription } = await sdk.send(new DescribeTimeToLiveCommand({ TableName }), options)
    return compareTable(table, TableName, Table, TimeToLiveDescription)
  } catch (error) {
    // No table is what the check is to tell.
    if (errorName(error) === 'ResourceNotFoundException') return compareTable(table, TableName, undefined, undefined)
    throw translateError(error, operation, TableName, signal)
  }
}
