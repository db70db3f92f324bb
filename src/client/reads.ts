import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/lib-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import { wholeNumber } from '../operation/whole-number.js'
import { checkKey, KEY_ATTRIBUTES } from './check-key.js'
import { sending, type TableContext } from './context.js'
import { Expressions } from './expressions.js'
import { writeKeyCondition } from './key-condition.js'
import type { ConditionOf, GetOptions, QueryOptions } from './options.js'
import { writeProjection } from './projection.js'
import type { Page } from './results.js'

/** Reads one item, or nothing. */
export async function readItem(
  { documents, tableName, table }: TableContext,
  key: object,
  options: GetOptions<unknown> = {},
): Promise<Record<string, any> | undefined> {
  checkKey(key, KEY_ATTRIBUTES, table.knownKeyNames)
  const expressions = new Expressions()
  const projection = writeProjection(options.projection, expressions)
  const { Item } = await documents.send(
    'GetItem',
    {
      TableName: tableName,
      Key: key,
      ...(projection && { ProjectionExpression: projection }),
      ...(options.consistent && { ConsistentRead: true }),
      ...expressions.attributes(),
    },
    sending(options),
  )
  return Item
}

/** What is read: a partition by a query, or all by a scan. */
export interface Reading extends Omit<QueryOptions<any, unknown>, 'filter' | 'sortKey'> {
  readonly partition?: object | undefined
  readonly sortKey?: object | undefined
  readonly filter?: object | string | undefined
  /** Whether the items are counted, and not returned. */
  readonly counts?: boolean | undefined
}

/** Makes one request. */
export async function readPage({ documents, tableName }: TableContext, reading: Reading): Promise<Page<any>> {
  const input = { TableName: tableName, ...compileRead(reading) }
  const output = reading.partition
    ? await documents.send('Query', input, sending(reading))
    : await documents.send('Scan', input, sending(reading))
  const { Items: items = [], Count: count = 0, ScannedCount: scannedCount = 0, LastEvaluatedKey: lastKey } = output
  return { items, count, scannedCount, ...(lastKey && { lastKey }) }
}

/** What queries and scans have in common, without the table. @throws MonotableError `query.invalid`, `expression.*`, `key.*` */
function compileRead(reading: Reading): Omit<QueryCommandInput & ScanCommandInput, 'TableName'> {
  const { partition, sortKey, filter, index, limit, startKey, consistent, descending, counts } = reading
  if (sortKey && !partition)
    throw new MonotableError('query.invalid', {
      reason: 'A sortKey needs its partition: nothing else is ordered by it.',
    })
  const expressions = new Expressions()
  const keyCondition = partition && writeKeyCondition(partition, sortKey, expressions)
  const condition = filter === undefined ? undefined : expressions.condition(filter as ConditionOf<unknown>)
  const projection = writeProjection(reading.projection, expressions)
  if (limit !== undefined) wholeNumber('query.invalid', 'limit', limit)
  return {
    ...(index !== undefined && { IndexName: index }),
    ...(keyCondition && { KeyConditionExpression: keyCondition }),
    ...(condition && { FilterExpression: condition }),
    ...(projection && { ProjectionExpression: projection }),
    ...expressions.attributes(),
    ...(limit !== undefined && { Limit: limit }),
    ...(startKey && { ExclusiveStartKey: startKey }),
    ...(consistent && { ConsistentRead: true }),
    ...(descending && { ScanIndexForward: false }),
    ...(counts && { Select: 'COUNT' }),
  }
}
