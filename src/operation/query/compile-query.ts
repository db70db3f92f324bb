import { encodeKeyAttributes } from '../../entity/encode-key.js'
import { allOf } from '../../expression/condition.js'
import type { Context } from '../context.js'
import { compileRead } from '../pages/compile-read.js'
import { reachOf } from '../pages/reach.js'
import type { ReadPlan } from '../pages/read-plan.js'
import { createVisibility } from '../pages/visibility.js'
import { equalKeys, ownKeys, type SortKeys, sortKeys } from './key-condition.js'
import type { QueryNode } from './query-node.js'

/**
 * Compiles a query to Query.
 * @throws InvalidKeyError, MonotableError `query.invalid`, `expression.*`
 */
export function compileQuery(context: Context, node: QueryNode, counting?: boolean): ReadPlan {
  const { entity } = context
  const { pattern, descending } = node
  const reach = reachOf(entity, pattern)
  const { index, partitionKey, sortKey } = reach
  const partition = equalKeys(partitionKey, encodeKeyAttributes(partitionKey, node.partition))
  const sort: SortKeys = node.sort ? sortKeys(sortKey, node.sort) : { keys: ownKeys(sortKey) }
  const { keys = [], accepts, asked } = sort
  const conditions = [...partition, ...keys]
  const selection = {
    command: 'Query',
    input: {
      ...(index && { IndexName: index.name }),
      ...(descending && { ScanIndexForward: false }),
    },
    segments: 1,
    keys: allOf(...conditions),
    filter: undefined,
    impossible: sort.keys === undefined,
    reach,
    binding: () => [index?.name, descending, sort.keys && conditions, asked],
    accepts,
    notes: accepts ? ['The range holds other items too: the client leaves them out.'] : [],
  } as const
  return compileRead(
    context,
    node,
    selection,
    createVisibility(context, reach, [...partitionKey, ...sortKey], node),
    counting,
  )
}
