import type { DynamoDBClientLike } from '../driver/client-like.js'
import { describeTable } from '../driver/describe-table.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { actualKey } from '../table/drift.js'

/** What the keys of a table are called that a store needs: a partition key and a sort key. */
export interface KeyNames {
  readonly partitionKey: string
  readonly sortKey: string
}

/**
 * Reads what the keys of a table are called (DescribeTable).
 * @throws DefinitionError `definition.table` where they are not two strings; MonotableError `request.failed`
 */
export async function readKeyNames(client: DynamoDBClientLike, tableName: string): Promise<KeyNames> {
  const described = await describeTable(client, tableName)
  const { KeySchema, AttributeDefinitions } = described
  const nameOf = (role: 'HASH' | 'RANGE') => {
    const name = KeySchema?.find(({ KeyType }) => KeyType === role)?.AttributeName
    const type = AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType
    if (name !== undefined && type === 'S') return name
    throw new DefinitionError('definition.table', {
      table: tableName,
      reason: `a key-value store needs a partition key and a sort key that are strings, and this has ${actualKey(KeySchema, described)}`,
    })
  }
  return { partitionKey: nameOf('HASH'), sortKey: nameOf('RANGE') }
}
