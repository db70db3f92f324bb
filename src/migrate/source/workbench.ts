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

export const isWorkbench = (value: unknown): value is { readonly DataModel: readonly WorkbenchTable[] } =>
  isObject(value) && Array.isArray(value.DataModel)

/**
 * Reads one table of a NoSQL Workbench model: the items of its table and of its facets, each once.
 * @param wanted the table's name, where the model has several
 * @throws MonotableError `file.invalid`
 */
export function readWorkbench(
  { DataModel: tables }: { readonly DataModel: readonly WorkbenchTable[] },
  file: string,
  wanted: string | undefined,
): WorkbenchModel {
  const names = tables.map(table => `'${table.TableName}'`).join(', ')
  const [found, ...others] = tables.filter(table => wanted === undefined || table.TableName === wanted)
  if (found === undefined)
    throw fileError(file, undefined, `it has no table '${wanted}', but ${names || 'none at all'}`)
  if (others.length > 0) throw fileError(file, undefined, `it has several tables, ${names}: say which one with 'table'`)
  const { KeyAttributes: keys, TableData = [], TableFacets = [] } = found
  if (!isObject(keys) || !isObject(keys.PartitionKey))
    throw fileError(file, undefined, `its table '${found.TableName}' has no keys`)
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
export const tableNameOf = (text: string): string => text.replace(/[^\w.-]+/g, '-').padEnd(3, '_')

const keysOf = ({ PartitionKey, SortKey }: WorkbenchKeys) => ({
  partitionKey: keyOf(PartitionKey),
  ...(SortKey && { sortKey: keyOf(SortKey) }),
})

function keyOf({ AttributeName: name, AttributeType: type }: WorkbenchKey): KeyAttribute {
  return type === 'N' ? { name, type: 'number' } : type === 'B' ? { name, type: 'binary' } : name
}
