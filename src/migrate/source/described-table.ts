import type { Projection, TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb'
import { defineTable } from '../../table/define-table.js'
import type { GlobalIndexDefinition, KeyAttribute, LocalIndexDefinition, Table } from '../../table/table-types.js'

type KeySchema = TableDescription['KeySchema']

/** The definition of a table as DynamoDB describes it. */
export function describedTable(
  name: string,
  { KeySchema, AttributeDefinitions = [], GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDescription,
  { TimeToLiveStatus: status, AttributeName: timeToLive }: TimeToLiveDescription = {},
): Table {
  const part = (schema: KeySchema = [], role: string): KeyAttribute[] =>
    schema
      .filter(({ KeyType }) => KeyType === role)
      .map(({ AttributeName: name = '' }) => {
        const type = AttributeDefinitions.find(each => each.AttributeName === name)?.AttributeType
        return type === 'N' ? { name, type: 'number' } : type === 'B' ? { name, type: 'binary' } : name
      })
  const one = (keys: readonly KeyAttribute[]) => (keys.length === 1 ? keys[0]! : keys)
  const sort = (schema: KeySchema) => {
    const keys = part(schema, 'RANGE')
    return keys.length > 0 ? { sortKey: one(keys) } : {}
  }
  const indexes: Record<string, GlobalIndexDefinition | LocalIndexDefinition> = {}
  for (const { IndexName, KeySchema, Projection } of GlobalSecondaryIndexes)
    indexes[IndexName!] = { partitionKey: one(part(KeySchema, 'HASH')), ...sort(KeySchema), ...projection(Projection) }
  for (const { IndexName, KeySchema, Projection } of LocalSecondaryIndexes)
    indexes[IndexName!] = { type: 'local', sortKey: part(KeySchema, 'RANGE')[0]!, ...projection(Projection) }
  const [sortKey] = part(KeySchema, 'RANGE')
  return defineTable({
    name,
    partitionKey: part(KeySchema, 'HASH')[0]!,
    ...(sortKey && { sortKey }),
    indexes,
    ...(timeToLive && (status === 'ENABLED' || status === 'ENABLING') && { timeToLive }),
  }) as Table
}

const projection = ({ ProjectionType: type, NonKeyAttributes = [] }: Projection = {}) =>
  type === 'KEYS_ONLY'
    ? { projection: 'keysOnly' as const }
    : type === 'INCLUDE'
      ? { projection: NonKeyAttributes }
      : {}
