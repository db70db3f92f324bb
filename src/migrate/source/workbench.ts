import type { StoredItem } from '../../schema/item-model.js'
import { defineTable } from '../../table/define-table.js'
import type { GlobalIndexDefinition, KeyAttribute, LocalIndexDefinition, Table } from '../../table/table-types.js'
import { isObject, readItem } from './item-forms.js'
import { fileError } from './json-values.js'

interface WorkbenchKey {
  readonly AttributeName: string
  readonly AttributeType?: string
}
interface WorkbenchKeys {
  readonly PartitionKey: WorkbenchKey
  readonly SortKey?: WorkbenchKey
}
interface WorkbenchIndex {
  readonly IndexName: string
  readonly KeyAttributes: WorkbenchKeys
  readonly Projection?: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] }
}
interface WorkbenchTable {
  readonly TableName: string
  readonly KeyAttributes: WorkbenchKeys
  readonly GlobalSecondaryIndexes?: readonly WorkbenchIndex[]
  readonly LocalSecondaryIndexes?: readonly WorkbenchIndex[]
  readonly TableData?: readonly unknown[]
  readonly TableFacets?: readonly { readonly TableData?: readonly unknown[] }[]
}

/** A table of a NoSQL Workbench model, with its items. */
export interface WorkbenchModel {
  readonly table: Table
  readonly items: readonly StoredItem[]
}

export const isWorkbench = (value: unknown): value is { readonly DataModel: readonly unknown[] } =>
  isObject(value) && Array.isArray(value.DataModel)

const isText = (value: unknown): value is string => typeof value === 'string'
const isList = (value: unknown, test: (element: unknown) => boolean = () => true): boolean =>
  value === undefined || (Array.isArray(value) && value.every(test))
const isKey = (value: unknown): value is WorkbenchKey => isObject(value) && isText(value.AttributeName)
const isKeys = (value: unknown): value is WorkbenchKeys =>
  isObject(value) && isKey(value.PartitionKey) && (!value.SortKey || isKey(value.SortKey))
const isIndex = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.IndexName) &&
  isKeys(value.KeyAttributes) &&
  (value.Projection === undefined || (isObject(value.Projection) && isList(value.Projection.NonKeyAttributes, isText)))
const isFacet = (value: unknown): boolean => isObject(value) && isList(value.TableData)

/** Something that has a name such as a table has. */
interface Named extends Readonly<Record<string, unknown>> {
  readonly TableName: string
}
const isNamed = (value: unknown): value is Named => isObject(value) && isText(value.TableName)

/** @throws MonotableError `file.invalid` where it is not what NoSQL Workbench writes of a table */
function readTable(value: Named, file: string): WorkbenchTable {
  const refuse = (reason: string) => fileError(file, undefined, reason)
  const { TableName, KeyAttributes, GlobalSecondaryIndexes, LocalSecondaryIndexes, TableData, TableFacets } = value
  if (!isKeys(KeyAttributes)) throw refuse(`its table '${TableName}' has no keys`)
  if (!isList(GlobalSecondaryIndexes, isIndex) || !isList(LocalSecondaryIndexes, isIndex))
    throw refuse(`its table '${TableName}' has an index without a name, keys or a projection`)
  if (!isList(TableData) || !isList(TableFacets, isFacet))
    throw refuse(`its table '${TableName}' has data that are no list`)
  return value as unknown as WorkbenchTable
}

/**
 * Reads one table of a NoSQL Workbench model: the items of its table and of its facets, each once.
 * @param wanted the table's name, where the model has several
 * @throws MonotableError `file.invalid`
 */
export function readWorkbench(
  { DataModel }: { readonly DataModel: readonly unknown[] },
  file: string,
  wanted: string | undefined,
): WorkbenchModel {
  if (!DataModel.every(isNamed)) throw fileError(file, undefined, "it has a table without a 'TableName'")
  const names = DataModel.map(table => `'${table.TableName}'`).join(', ')
  const [named, ...others] = DataModel.filter(table => wanted === undefined || table.TableName === wanted)
  if (named === undefined)
    throw fileError(file, undefined, `it has no table '${wanted}', but ${names || 'none at all'}`)
  if (others.length > 0)
    throw fileError(file, undefined, `it has several tables, ${names}: say which one with 'tableName'`)
  // Others may be unfinished yet.
  const found = readTable(named, file)
  const { KeyAttributes: keys, TableData = [], TableFacets = [] } = found
  const key = [keys.PartitionKey, ...(keys.SortKey ? [keys.SortKey] : [])].map(each => each.AttributeName)
  const items = new Map<string, StoredItem>()
  for (const each of [...TableData, ...TableFacets.flatMap(facet => facet.TableData ?? [])]) {
    const item = readItem(each, file, 1, true)
    const missing = key.find(name => item[name] === undefined)
    if (missing)
      throw fileError(file, undefined, `an item of '${found.TableName}' has no '${missing}', which is its key`)
    const identity = JSON.stringify(key.map(name => Object.entries(item[name]!)))
    // A facet shows the attributes that are its own: the whole item has all of them.
    items.set(identity, { ...item, ...items.get(identity) })
  }
  return { table: tableOf(found), items: [...items.values()] }
}

function tableOf({
  TableName,
  KeyAttributes,
  GlobalSecondaryIndexes = [],
  LocalSecondaryIndexes = [],
}: WorkbenchTable): Table {
  const projection = ({ Projection: { ProjectionType, NonKeyAttributes = [] } = {} }: WorkbenchIndex) =>
    ProjectionType === 'KEYS_ONLY'
      ? { projection: 'keysOnly' as const }
      : ProjectionType === 'INCLUDE'
        ? { projection: NonKeyAttributes }
        : {}
  const indexes: Record<string, GlobalIndexDefinition | LocalIndexDefinition> = {}
  for (const index of GlobalSecondaryIndexes)
    indexes[index.IndexName] = { ...keysOf(index.KeyAttributes), ...projection(index) }
  for (const index of LocalSecondaryIndexes)
    if (index.KeyAttributes.SortKey)
      indexes[index.IndexName] = { type: 'local', sortKey: keyOf(index.KeyAttributes.SortKey), ...projection(index) }
  return defineTable({ name: tableNameOf(TableName), ...keysOf(KeyAttributes), indexes }) as Table
}

/** A name that a table can have: a model may have spaces in it. */
export const tableNameOf = (text: string): string =>
  text
    .replace(/[^\w.-]+/g, '-')
    .padEnd(3, '_')
    .slice(0, 255)

const keysOf = ({ PartitionKey, SortKey }: WorkbenchKeys) => ({
  partitionKey: keyOf(PartitionKey),
  ...(SortKey && { sortKey: keyOf(SortKey) }),
})

function keyOf({ AttributeName: name, AttributeType: type }: WorkbenchKey): KeyAttribute {
  return type === 'N' ? { name, type: 'number' } : type === 'B' ? { name, type: 'binary' } : name
}
