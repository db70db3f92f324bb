import type { KeySchemaElement, Projection, TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb'
import { scalarTypes } from './create-table-input.js'
import type { KeyAttributeModel, Table, TableIndex } from './table-types.js'

/** One thing in which a table is not as it is defined. */
export interface TableDifference {
  /** What it is about: `the table`, `index 'gsi1'`, `time-to-live`. */
  readonly subject: string
  /** `breaks`: operations fail, or do less than they say. `additional`: the table has something more, which nothing here uses. */
  readonly severity: 'breaks' | 'additional'
  /** What differs, and what comes of it, in a sentence. */
  readonly text: string
  /** What the definition says; undefined where it says nothing of it. */
  readonly defined: string | undefined
  /** What is there; undefined where nothing is. */
  readonly actual: string | undefined
}

/** How a table compares with its definition. */
export interface TableDrift {
  /** Whether nothing breaks; what is there in addition may be among the differences. */
  readonly matches: boolean
  /** What differs, one by one. */
  readonly differences: readonly TableDifference[]
}

/** Compares a definition with what DynamoDB says of the table; `actual` is undefined where there is none. */
export function compareTable(
  table: Table,
  tableName: string,
  actual: TableDescription | undefined,
  timeToLive: TimeToLiveDescription | undefined,
): TableDrift {
  const differences = actual
    ? [
        ...compareStatus(tableName, actual),
        ...compareKeys('the table', [table.partitionKey], table.sortKey ? [table.sortKey] : [], actual, actual),
        ...compareIndexes(table, actual),
        ...compareTimeToLive(table.timeToLive, timeToLive),
      ]
    : [breaks('the table', `There is no table '${tableName}': db.createTable() makes it.`, tableName, undefined)]
  return { matches: differences.every(({ severity }) => severity === 'additional'), differences }
}

const difference =
  (severity: TableDifference['severity']) =>
  (subject: string, text: string, defined: string | undefined, actual: string | undefined): TableDifference => ({
    subject,
    severity,
    text,
    defined,
    actual,
  })
const breaks = difference('breaks')
const additional = difference('additional')

/** In these a table or an index does its work. */
const working: readonly (string | undefined)[] = ['ACTIVE', 'UPDATING', undefined]

const compareStatus = (tableName: string, { TableStatus: status }: TableDescription) =>
  working.includes(status)
    ? []
    : [breaks('the table', `The table '${tableName}' can't be used: it is ${status}.`, 'ACTIVE', status)]

type Described = {
  readonly IndexName?: string | undefined
  readonly KeySchema?: readonly KeySchemaElement[] | undefined
  readonly Projection?: Projection | undefined
  readonly IndexStatus?: string | undefined
  readonly Backfilling?: boolean | undefined
}

function compareIndexes({ indexes }: Table, actual: TableDescription): readonly TableDifference[] {
  const found = new Map<string, Described & { readonly kind: TableIndex['kind'] }>()
  for (const index of actual.GlobalSecondaryIndexes ?? []) found.set(index.IndexName!, { ...index, kind: 'global' })
  for (const index of actual.LocalSecondaryIndexes ?? []) found.set(index.IndexName!, { ...index, kind: 'local' })
  const more = [...found].filter(([name]) => !indexes.has(name))
  return [
    ...[...indexes.values()].flatMap(index => compareIndex(index, found.get(index.name), actual)),
    ...more.map(([name, index]) =>
      additional(
        `index '${name}'`,
        `The table has an index '${name}' that is not defined: writes are charged for it, and nothing reads it.`,
        undefined,
        actualKey(index.KeySchema, actual),
      ),
    ),
  ]
}

function compareIndex(
  { name, kind, partitionKey, sortKey, projection }: TableIndex,
  found: (Described & { readonly kind: TableIndex['kind'] }) | undefined,
  table: TableDescription,
): readonly TableDifference[] {
  const subject = `index '${name}'`
  if (!found)
    return [
      breaks(
        subject,
        `The ${kind} index '${name}' is missing: queries of it fail.`,
        definedKey(partitionKey, sortKey),
        undefined,
      ),
    ]
  const differences: TableDifference[] = []
  if (found.kind !== kind)
    differences.push(breaks(subject, `The index '${name}' is ${found.kind}, not ${kind}.`, kind, found.kind))
  differences.push(...compareKeys(subject, partitionKey, sortKey, found, table))
  differences.push(...compareProjection(name, projection, found.Projection))
  const { IndexStatus: status, Backfilling: filling } = found
  if (!working.includes(status)) {
    const being =
      status === 'CREATING'
        ? `is still being built${filling ? ' from the items that are there' : ''}: queries of it fail until it is active`
        : `can't be used: it is ${status}`
    differences.push(breaks(subject, `The index '${name}' ${being}.`, 'ACTIVE', status))
  }
  return differences
}

function compareKeys(
  subject: string,
  partitionKey: readonly KeyAttributeModel[],
  sortKey: readonly KeyAttributeModel[],
  { KeySchema }: Described,
  table: TableDescription,
): readonly TableDifference[] {
  const [defined, actual] = [definedKey(partitionKey, sortKey), actualKey(KeySchema, table)]
  return defined === actual
    ? []
    : [breaks(subject, `The key of ${subject} is ${actual}, and not ${defined} as it is defined.`, defined, actual)]
}

/** A key in words, so that two are the same where their words are. */
const keyText = (partitionKey: readonly string[], sortKey: readonly string[]) =>
  `partition key ${partitionKey.join(', ')}${sortKey.length > 0 ? `; sort key ${sortKey.join(', ')}` : ''}`

function definedKey(partitionKey: readonly KeyAttributeModel[], sortKey: readonly KeyAttributeModel[]): string {
  const text = ({ name, type }: KeyAttributeModel) => `'${name}' (${type})`
  return keyText(partitionKey.map(text), sortKey.map(text))
}

/** The key of a table or an index as DynamoDB describes it, in words. */
export function actualKey(
  schema: readonly KeySchemaElement[] = [],
  { AttributeDefinitions = [] }: TableDescription,
): string {
  const part = (role: string) =>
    schema.flatMap(({ AttributeName: name, KeyType }) => {
      const tag = AttributeDefinitions.find(each => each.AttributeName === name)?.AttributeType
      const type = Object.entries(scalarTypes).find(([, scalar]) => scalar === tag)?.[0] ?? tag
      return KeyType === role ? [`'${name}' (${type})`] : []
    })
  return keyText(part('HASH'), part('RANGE'))
}

function compareProjection(
  index: string,
  projection: TableIndex['projection'],
  { ProjectionType: type, NonKeyAttributes = [] }: Projection = {},
): readonly TableDifference[] {
  const wanted = typeof projection === 'string' ? [] : projection
  const text = (all: boolean, names: readonly string[]) =>
    all ? 'all attributes' : names.length > 0 ? `the keys, ${[...names].sort().join(', ')}` : 'the keys'
  const defined = text(projection === 'all', wanted)
  const actual = text(type === 'ALL', NonKeyAttributes)
  if (defined === actual) return []
  const lacks =
    projection === 'all' ? type !== 'ALL' : type !== 'ALL' && wanted.some(name => !NonKeyAttributes.includes(name))
  const sentence = `The index '${index}' holds ${actual}, and is defined to hold ${defined}`
  return lacks
    ? [breaks(`index '${index}'`, `${sentence}: reads of it lack attributes.`, defined, actual)]
    : [additional(`index '${index}'`, `${sentence}: what is more is not read.`, defined, actual)]
}

function compareTimeToLive(
  defined: string | undefined,
  { TimeToLiveStatus: status = 'DISABLED', AttributeName }: TimeToLiveDescription = {},
): readonly TableDifference[] {
  const actual = status === 'ENABLED' || status === 'ENABLING' ? AttributeName : undefined
  if (actual === defined) return []
  if (defined === undefined)
    return [
      additional(
        'time-to-live',
        `DynamoDB deletes items by the attribute '${actual}', which is not defined as the time-to-live.`,
        defined,
        actual,
      ),
    ]
  const by = actual === undefined ? 'not at all: it is off' : `by '${actual}'`
  return [
    breaks('time-to-live', `Items are to be deleted by the attribute '${defined}', and are ${by}.`, defined, actual),
  ]
}
