import { compareTable, type TableDrift } from '../table/drift.js'
import type { Table } from '../table/table-types.js'
import type { DynamoDBClientLike } from './client-like.js'
import { describeTable, describeTimeToLive, isMissingTable } from './describe-table.js'

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
  try {
    const described = await describeTable(client, TableName, signal)
    const timeToLive = await describeTimeToLive(client, TableName, signal)
    return compareTable(table, TableName, described, timeToLive)
  } catch (error) {
    // No table is what the check is to tell.
    if (isMissingTable(error)) return compareTable(table, TableName, undefined, undefined)
    throw error
  }
}
