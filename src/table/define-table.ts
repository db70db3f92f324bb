import { DefinitionError } from '../errors/monotable-error.js'
import type { KeyType } from '../key/template-types.js'
import { createTableInput } from './create-table-input.js'
import type {
  GlobalIndexDefinition,
  IndexModelOf,
  KeyAttribute,
  KeyAttributeModel,
  LocalIndexDefinition,
  SortKeyType,
  Table,
  TableDefinition,
  TableIndex,
} from './table-types.js'

/**
 * Declares a DynamoDB table: its keys, its global and local indexes, its time-to-live attribute. Sends nothing.
 *
 * @param definition A key attribute is the name of a string, or `{ name, type: 'string' | 'number' | 'binary' }`. A key of a
 *   global index may be a list of up to four of them on each side.
 * @throws DefinitionError when DynamoDB could not have such a table: a name that it does not take, a key attribute used with two types, a local
 *   index on a table without a sort key, an index key of more than four attributes, a key with one attribute twice.
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
  const Name extends string,
  const Sort extends KeyAttribute = never,
  const Indexes extends Readonly<Record<string, GlobalIndexDefinition | LocalIndexDefinition>> = {},
  const TimeToLive extends string = never,
>(
  definition: TableDefinition<Name, Sort, Indexes, TimeToLive>,
): Table<Name, SortKeyType<Sort>, { [I in keyof Indexes]: IndexModelOf<I, Indexes[I]> }[keyof Indexes], TimeToLive> {
  const { name, timeToLive } = definition
  const check = (right: unknown, reason: string) => {
    if (!right) throw new DefinitionError('definition.table', { table: name, reason })
  }
  for (const each of [name, ...Object.keys(definition.indexes ?? {})])
    check(
      /^[\w.-]{3,255}$/.test(each),
      `the name '${each}' must have 3 to 255 of the characters a-z, A-Z, 0-9, _, . and -`,
    )
  const [partitionKey] = settle(definition.partitionKey) as [KeyAttributeModel]
  const [sortKey] = settle(definition.sortKey)
  const indexes = new Map<string, TableIndex>()
  for (const [name, index] of Object.entries(definition.indexes ?? {})) {
    const kind = index.type ?? 'global'
    check(kind === 'global' || sortKey, `the local index '${name}' needs a table with a sort key`)
    const keys = {
      partitionKey: 'partitionKey' in index ? settle(index.partitionKey) : [partitionKey],
      sortKey: settle(index.sortKey),
    }
    indexes.set(name, { name, kind, ...keys, projection: index.projection ?? 'all' })
  }

  const types = new Map<string, KeyType>()
  const primary = { name: '', partitionKey: [partitionKey], sortKey: sortKey ? [sortKey] : [] }
  for (const { name, partitionKey, sortKey } of [primary, ...indexes.values()]) {
    const keys = [...partitionKey, ...sortKey]
    check(
      partitionKey.length > 0 &&
        partitionKey.length < 5 &&
        sortKey.length < 5 &&
        new Set(keys.map(key => key.name)).size === keys.length,
      `the key of ${name ? `index '${name}'` : 'the table'} takes 1 to 4 partition attributes, up to 4 sort attributes, and each once`,
    )
    for (const { name, type } of keys) {
      const known = types.get(name) ?? type
      check(known === type, `the key attribute '${name}' is ${known} in one place and ${type} in another`)
      types.set(name, type)
    }
  }
  check(!types.has(timeToLive ?? ''), `'${timeToLive}' is a key attribute, and can't be the time-to-live too`)

  const table = Object.freeze({
    name,
    partitionKey,
    sortKey,
    indexes,
    timeToLive,
    createTableInput: (options = {}) => createTableInput(table, types, options),
  } satisfies Omit<Table, '~'>) as unknown as Table<Name, any, any, any>
  return table
}

const settle = (keys: KeyAttribute | readonly KeyAttribute[] = []): readonly KeyAttributeModel[] =>
  [keys].flat().map(key => ({ type: 'string', ...(typeof key === 'string' ? { name: key } : key) }))
