import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb'
import { DefinitionError } from '../errors/monotable-error.js'
import type { KeyType } from '../key/template-types.js'
import type { CreateTableInputOptions, KeyAttributeModel, Table, TableIndex, Throughput } from './table-types.js'

/** DynamoDB's names of the types that a key can be. */
export const scalarTypes = { string: 'S', number: 'N', binary: 'B' } as const satisfies Record<KeyType, string>

/** The CreateTable input of a table: see `Table.createTableInput`. `types` are those of its key attributes, by name. */
export function createTableInput(
  { name, partitionKey, sortKey, indexes }: Omit<Table, '~'>,
  types: ReadonlyMap<string, KeyType>,
  options: CreateTableInputOptions,
): CreateTableCommandInput {
  const { throughput, stream, tags } = options
  const indexesOf = (kind: TableIndex['kind']) => {
    const described = [...indexes.values()].flatMap(index =>
      index.kind === kind
        ? [
            {
              ...describeIndex(index),
              ...(kind === 'global' && provision(options.indexThroughput?.[index.name] ?? throughput)),
            },
          ]
        : [],
    )
    return described.length > 0 ? described : undefined
  }
  for (const index of Object.keys(options.indexThroughput ?? {}))
    if (indexes.get(index)?.kind !== 'global')
      throw new DefinitionError('definition.table', { table: name, reason: `'${index}' is no global index of it` })
  const input: CreateTableCommandInput = {
    TableName: options.tableName ?? name,
    AttributeDefinitions: Array.from(types, ([AttributeName, type]) => ({
      AttributeName,
      AttributeType: scalarTypes[type],
    })),
    KeySchema: keySchema([partitionKey], sortKey ? [sortKey] : []),
    LocalSecondaryIndexes: indexesOf('local'),
    GlobalSecondaryIndexes: indexesOf('global'),
    BillingMode: options.billingMode ?? 'PAY_PER_REQUEST',
    ...provision(throughput),
    StreamSpecification: stream && { StreamEnabled: true, StreamViewType: stream },
    DeletionProtectionEnabled: options.deletionProtection,
    TableClass: options.tableClass,
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as typeof input
}

const keySchema = (...keys: (readonly KeyAttributeModel[])[]) =>
  keys.flatMap((attributes, at) =>
    attributes.map(({ name }): KeySchemaElement => ({ AttributeName: name, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
  )

const describeIndex = ({ name, partitionKey, sortKey, projection }: TableIndex) => ({
  IndexName: name,
  KeySchema: keySchema(partitionKey, sortKey),
  Projection:
    typeof projection === 'string'
      ? { ProjectionType: projection === 'all' ? ('ALL' as const) : ('KEYS_ONLY' as const) }
      : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projection] },
})

const provision = (throughput: Throughput | undefined) =>
  throughput && {
    ProvisionedThroughput: {
      ReadCapacityUnits: throughput.readCapacityUnits,
      WriteCapacityUnits: throughput.writeCapacityUnits,
    },
  }
