import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { CreateOptions, DatabaseMethods, Table } from 'monotable'

/** Makes a table, and deletes it afterwards: the DynamoDB may be one that stays (`DYNAMODB_URL`). */
export async function withTable(
  client: DynamoDBClient,
  db: Pick<DatabaseMethods, 'createTable'>,
  table: Pick<Table, 'name'>,
  work: () => Promise<void>,
  options?: CreateOptions,
): Promise<void> {
  await db.createTable(options)
  try {
    await work()
  } finally {
    await client.send(new DeleteTableCommand({ TableName: table.name }))
  }
}
