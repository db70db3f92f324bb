import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { primaryKey } from '../../entity/compiled-entity.js'
import { encodeKeyAttributes } from '../../entity/encode-key.js'
import { encodeKeyPart } from '../../entity/key-part.js'
import { compileCondition } from '../../expression/compile-condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { allOf, own } from '../guards.js'
import type { ReadPlan } from '../pages/read-plan.js'
import { createVisibility } from '../pages/visibility.js'
import { type KeyTest, ownTests, sortTests } from './key-condition.js'
import type { QueryNode } from './query-node.js'

/**
 * Compiles a query to Query. `counting` asks for the number of items alone.
 * @throws InvalidKeyError, MonotableError `query.invalid`, `expression.*`
 */
export function compileQuery({ entity, tableName }: Context, node: QueryNode, counting = false): ReadPlan {
  const { pattern, descending } = node
  const partitionParts = pattern?.partitionKey ?? [entity.partitionKey]
  const sortParts = pattern?.sortKey ?? (entity.sortKey ? [entity.sortKey] : [])
  const encoded = encodeKeyAttributes(partitionParts, node.partition)
  const partition = partitionParts.map(
    (part): KeyTest => ({ name: part.name, kind: 'equal', value: encodeKeyPart(part, name => encoded.get(name)) }),
  )
  const sort = node.sort ? sortTests(sortParts, node.sort) : ownTests(sortParts)
  const indexKeys = [...partitionParts, ...sortParts].map(part => part.name)
  const keyNames = [...new Set([...primaryKey(entity).map(part => part.name), ...indexKeys])]
  const visibility = createVisibility(entity, pattern, indexKeys, keyNames, node)

  const placeholders = new Placeholders()
  const tests = [...partition, ...sort.tests].filter(test => test.kind !== 'all')
  // DynamoDB counts other entities' items too, unless a filter leaves them out.
  const exclusive = visibility.discriminated || primaryKey(entity).every(part => part.own)
  const countable = counting && exclusive && !visibility.accepts && !sort.accepts
  const filter = allOf(countable && visibility.discriminated ? own(entity) : undefined, visibility.filter)
  const projection = countable ? undefined : visibility.projection(placeholders)
  const input: QueryCommandInput = {
    TableName: tableName,
    ...(pattern && { IndexName: pattern.index.name }),
    KeyConditionExpression: tests.map(test => compileTest(test, placeholders)).join(' AND '),
    ...(filter && { FilterExpression: compileCondition(filter, entity.model, placeholders) }),
    ...(projection && { ProjectionExpression: projection }),
    ...expressionAttributes(placeholders),
    ...(node.consistent && { ConsistentRead: true }),
    ...(descending && { ScanIndexForward: false }),
    ...(countable && { Select: 'COUNT' }),
  }
  return {
    command: 'Query',
    input,
    segments: 1,
    impossible: tests.some(test => test.kind === 'none'),
    selective: visibility.filter !== undefined || visibility.accepts !== undefined || sort.accepts !== undefined,
    keyNames,
    binding: JSON.stringify(['Query', tableName, pattern?.index.name, descending, tests, sort.asked]),
    accepts: both(sort.accepts, visibility.accepts),
    decode: visibility.decode,
    notes: [
      ...(sort.accepts ? ['The range holds other items too: what is not meant is left out by the client.'] : []),
      ...(visibility.accepts
        ? ['Part of the filter is about key attributes, which DynamoDB refuses: the client evaluates it.']
        : []),
    ],
  }
}

type Accepts = ReadPlan['accepts']
const both = (first: Accepts, second: Accepts): Accepts =>
  first && second ? stored => first(stored) && second(stored) : (first ?? second)

const comparators = { equal: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function compileTest(test: KeyTest, placeholders: Placeholders): string {
  const name = placeholders.name(test.name)
  switch (test.kind) {
    case 'all':
    case 'none':
      return ''
    case 'between':
      return `${name} BETWEEN ${placeholders.value(test.low)} AND ${placeholders.value(test.high)}`
    case 'beginsWith':
      return `begins_with(${name}, ${placeholders.value(test.value)})`
    default:
      return `${name} ${comparators[test.kind]} ${placeholders.value(test.value)}`
  }
}
