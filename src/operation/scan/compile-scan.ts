import type { ScanCommandInput } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, primaryKey } from '../../entity/compiled-entity.js'
import { compileCondition } from '../../expression/compile-condition.js'
import type { Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import { ownRange } from '../../key/range.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { allOf, own, storedPath } from '../guards.js'
import type { ReadPlan } from '../pages/read-plan.js'
import { createVisibility } from '../pages/visibility.js'
import type { ScanNode } from './scan-node.js'

/**
 * Compiles a scan to Scan: of the whole table, with a filter for the entity's own items.
 * @throws MonotableError `expression.*`
 */
export function compileScan({ entity, tableName }: Context, node: ScanNode, counting = false): ReadPlan {
  const keyNames = primaryKey(entity).map(part => part.name)
  const visibility = createVisibility(entity, undefined, [], keyNames, node)
  const exclusive = entity.discriminator !== undefined || primaryKey(entity).every(part => part.own)
  const countable = counting && exclusive && !visibility.accepts
  const filter = allOf(own(entity) ?? ownKeys(entity), visibility.filter)
  const placeholders = new Placeholders()
  const projection = countable ? undefined : visibility.projection(placeholders)
  const input: ScanCommandInput = {
    TableName: tableName,
    ...(filter && { FilterExpression: compileCondition(filter, entity.model, placeholders) }),
    ...(projection && { ProjectionExpression: projection }),
    ...expressionAttributes(placeholders),
    ...(node.consistent && { ConsistentRead: true }),
    ...(countable && { Select: 'COUNT' }),
  }
  return {
    command: 'Scan',
    input,
    segments: node.segments,
    impossible: false,
    selective: filter !== undefined || visibility.accepts !== undefined,
    keyNames,
    binding: JSON.stringify(['Scan', tableName, node.segments]),
    accepts: visibility.accepts,
    decode: visibility.decode,
    notes: ['A scan reads the whole table, and is charged for all of it, whatever it finds.'],
  }
}

/** Without a discriminator, the beginnings of the keys tell most of the other entities' items. */
function ownKeys(entity: CompiledEntity): Condition | undefined {
  return allOf(
    ...primaryKey(entity).map((part): Condition | undefined => {
      const range = part.format && ownRange(part.format)
      if (range?.kind !== 'equal' && range?.kind !== 'beginsWith') return undefined
      const path = storedPath(part.name)
      const value = { kind: 'raw', value: { S: range.text } } as const
      return range.kind === 'equal'
        ? { kind: 'compare', operator: 'eq', left: path, right: value }
        : { kind: 'beginsWith', path, value }
    }),
  )
}
