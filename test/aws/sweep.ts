import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteTableCommand,
  type DynamoDBClient,
  paginateListTables,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'

/** A table that is still being made or deleted can't be deleted; it is tried again, for so many times five seconds. */
const TRIES = 60

/**
 * Deletes all tables whose names begin so, and waits until they are gone.
 * @returns their names
 */
export async function sweep(client: DynamoDBClient, beginning: string): Promise<readonly string[]> {
  const found: string[] = []
  const after = { ExclusiveStartTableName: beginning.slice(0, -1) }
  for await (const { TableNames = [] } of paginateListTables({ client }, after)) {
    found.push(...TableNames.filter(name => name.startsWith(beginning)))
    // They come in the order of their names.
    if (TableNames.some(name => name > beginning && !name.startsWith(beginning))) break
  }
  for (const TableName of found) await remove(client, TableName)
  for (const TableName of found)
    await waitUntilTableNotExists({ client, minDelay: 1, maxDelay: 10, maxWaitTime: 600 }, { TableName })
  return found
}

async function remove(client: DynamoDBClient, TableName: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await client.send(new DeleteTableCommand({ TableName }))
      return
    } catch (error) {
      const { name } = error as Error
      if (name === 'ResourceNotFoundException') return
      if (left === 0 || !/^(ResourceInUse|LimitExceeded)Exception$/.test(name)) throw error
      await sleep(5_000)
    }
  }
}
