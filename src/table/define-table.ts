import { DefinitionError } from '../errors/monotable-error.js'
import { createTableInput } from './create-table-input.js'
import type {
  GlobalIndexDefinition,
  IndexModels,
  KeyAttribute,
  KeyAttributeModel,
  LocalIndexDefinition,
  SortKeyType,
  Table,
  TableDefinition,
  TableIndex,
} from './table-types.js'

const MAX_KEY_ATTRIBUTES = 4

/**
 * Declares a DynamoDB table: its keys, its global and local indexes, its time-to-live attribute. Sends nothing.
 *
 * @throws DefinitionError when DynamoDB could not have such a table: a key attribute used with two types, a local
 *   index on a table without a sort key, an index key of more than four attributes, a name used twice.
 * @example
 * const AppTable = defineTable({
 *   name: 'app',
 *   partitionKey: 'pk',
 *   sortKey: 'sk',
 *   indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
 *   timeToLive: 'ttl',
 * })
 */
export function defineTable<
  const Sort extends KeyAttribute = never,
  const Indexes extends Readonly<Record<string, GlobalIndexDefinition | LocalIndexDefinition>> = {},
>(definition: TableDefinition<Sort, Indexes>): Table<SortKeyType<Sort>, IndexModels<Indexes>> {
  const { name } = definition
  const refuse = (reason: string) => new DefinitionError('definition.table', { table: name, reason })
  const partitionKey = settle(definition.partitionKey)
  const sortKey = definition.sortKey === undefined ? undefined : settle(definition.sortKey)
  const indexes = new Map<string, TableIndex>()
  for (const [indexName, index] of Object.entries(definition.indexes ?? {})) {
    indexes.set(indexName, settleIndex(indexName, index, partitionKey, sortKey, refuse))
  }

  if (sortKey?.name === partitionKey.name) throw refuse(`'${sortKey.name}' can't be partition key and sort key at once`)
  const types = new Map<string, string>()
  const keys = [partitionKey, ...(sortKey ? [sortKey] : []), ...[...indexes.values()].flatMap(indexKeys)]
  for (const key of keys) {
    const known = types.get(key.name)
    if (known !== undefined && known !== key.type)
      throw refuse(`the key attribute '${key.name}' is ${known} in one place and ${key.type} in another`)
    types.set(key.name, key.type)
  }
  const timeToLive = definition.timeToLive
  if (timeToLive !== undefined && types.has(timeToLive))
    throw refuse(`'${timeToLive}' is a key attribute, and can't be the time-to-live too`)

  const table = Object.freeze({
    name,
    partitionKey,
    sortKey,
    indexes,
    timeToLive,
    createTableInput: (options = {}) => createTableInput(table, options),
  } satisfies Omit<Table, '~'>) as unknown as Table<SortKeyType<Sort>, IndexModels<Indexes>>
  return table
}

/** All key attributes of an index, in order. */
export const indexKeys = (index: TableIndex): readonly KeyAttributeModel[] => [...index.partitionKey, ...index.sortKey]

const settle = (key: KeyAttribute): KeyAttributeModel =>
  Object.freeze(
    typeof key === 'string' ? { name: key, type: 'string' } : { name: key.name, type: key.type ?? 'string' },
  )

const settleAll = (keys: KeyAttribute | readonly KeyAttribute[] | undefined): readonly KeyAttributeModel[] =>
  keys === undefined ? [] : isList(keys) ? keys.map(settle) : [settle(keys)]

const isList = (keys: KeyAttribute | readonly KeyAttribute[]): keys is readonly KeyAttribute[] => Array.isArray(keys)

function settleIndex(
  name: string,
  index: GlobalIndexDefinition | LocalIndexDefinition,
  tablePartitionKey: KeyAttributeModel,
  tableSortKey: KeyAttributeModel | undefined,
  refuse: (reason: string) => DefinitionError,
): TableIndex {
  const local = index.type === 'local'
  if (local && tableSortKey === undefined) throw refuse(`the local index '${name}' needs a table with a sort key`)
  const partitionKey = local ? [tablePartitionKey] : settleAll(index.partitionKey)
  const sortKey = settleAll(index.sortKey)
  for (const [role, keys] of [
    ['partition', partitionKey],
    ['sort', sortKey],
  ] as const) {
    if (keys.length > MAX_KEY_ATTRIBUTES)
      throw refuse(
        `the ${role} key of index '${name}' has ${keys.length} attributes; DynamoDB allows ${MAX_KEY_ATTRIBUTES}`,
      )
  }
  const names = [...partitionKey, ...sortKey].map(key => key.name)
  if (partitionKey.length === 0 || new Set(names).size !== names.length)
    throw refuse(`the key of index '${name}' needs a partition key, and each attribute once`)
  return Object.freeze({
    name,
    kind: local ? 'local' : 'global',
    partitionKey,
    sortKey,
    projection: index.projection ?? 'all',
  })
}
