import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { CreateTableOptions } from 'monotable'

/** What makes its table: a database, a store. */
interface Maker {
  createTable(options?: CreateTableOptions): PromiseLike<unknown>
}

/** Makes a table, and deletes it afterwards: the DynamoDB may be one that stays (`DYNAMODB_URL`). */
export async function withTable(
  client: DynamoDBClient,
  maker: Maker,
  table: { readonly name: string },
  work: () => Promise<void>,
  options?: CreateTableOptions,
): Promise<void> {
  await maker.createTable(options)
  try {
    await work()
  } finally {
    await client.send(new DeleteTableCommand({ TableName: table.name }))
  }
}
