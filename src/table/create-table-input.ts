import type {
  AttributeDefinition,
  CreateTableCommandInput,
  KeySchemaElement,
  Projection,
} from '@aws-sdk/client-dynamodb'
import { DefinitionError } from '../errors/monotable-error.js'
import type { KeyType } from '../key/template-types.js'
import type { CreateTableOptions, KeyAttributeModel, Table, TableIndex, Throughput } from './table-types.js'

const scalarTypes = { string: 'S', number: 'N', binary: 'B' } as const satisfies Record<KeyType, string>

/** The CreateTable input of a table: see `Table.createTableInput`. */
export function createTableInput(table: Omit<Table, '~'>, options: CreateTableOptions): CreateTableCommandInput {
  const indexes = [...table.indexes.values()]
  const sortKey = table.sortKey === undefined ? [] : [table.sortKey]
  const attributes = new Map<string, KeyType>()
  for (const key of [
    table.partitionKey,
    ...sortKey,
    ...indexes.flatMap(index => [...index.partitionKey, ...index.sortKey]),
  ])
    attributes.set(key.name, key.type)

  const provisioned = options.billingMode === 'PROVISIONED'
  if (provisioned !== (options.throughput !== undefined))
    throw new DefinitionError('definition.table', {
      table: table.name,
      reason: "throughput goes with billingMode: 'PROVISIONED', and only with it",
    })
  const local = indexes.filter(index => index.kind === 'local')
  const global = indexes.filter(index => index.kind === 'global')
  return {
    TableName: options.tableName ?? table.name,
    AttributeDefinitions: [...attributes].map(
      ([AttributeName, type]): AttributeDefinition => ({ AttributeName, AttributeType: scalarTypes[type] }),
    ),
    KeySchema: keySchema([table.partitionKey], sortKey),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map(describeIndex) }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map(index => ({
        ...describeIndex(index),
        ...(options.throughput && provision(options.indexThroughput?.[index.name] ?? options.throughput)),
      })),
    }),
    BillingMode: options.billingMode ?? 'PAY_PER_REQUEST',
    ...(options.throughput && provision(options.throughput)),
    ...(options.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: options.stream } }),
    ...(options.deletionProtection !== undefined && { DeletionProtectionEnabled: options.deletionProtection }),
    ...(options.tableClass && { TableClass: options.tableClass }),
    ...(options.tags && { Tags: Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value })) }),
  }
}

const keySchema = (partitionKey: readonly KeyAttributeModel[], sortKey: readonly KeyAttributeModel[]) => [
  ...partitionKey.map((key): KeySchemaElement => ({ AttributeName: key.name, KeyType: 'HASH' })),
  ...sortKey.map((key): KeySchemaElement => ({ AttributeName: key.name, KeyType: 'RANGE' })),
]

const describeIndex = (index: TableIndex) => ({
  IndexName: index.name,
  KeySchema: keySchema(index.partitionKey, index.sortKey),
  Projection: projection(index),
})

function projection({ projection }: TableIndex): Projection {
  if (projection === 'all') return { ProjectionType: 'ALL' }
  if (projection === 'keysOnly') return { ProjectionType: 'KEYS_ONLY' }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] }
}

const provision = ({ readCapacityUnits, writeCapacityUnits }: Throughput) => ({
  ProvisionedThroughput: { ReadCapacityUnits: readCapacityUnits, WriteCapacityUnits: writeCapacityUnits },
})
