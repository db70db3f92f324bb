import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { identifying } from '../../entity/compiled-entity.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import { Placeholders } from '../../expression/placeholders.js'
import { type ProjectionPlan, planProjection } from '../../expression/projection.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { projectionExpression } from '../projection-expression.js'
import type { GetNode } from './get-node.js'

/** The command, and how to decode what it reads where that is not the whole item. */
export interface CompiledGet {
  readonly input: GetItemCommandInput
  readonly plan: ProjectionPlan | undefined
}

/**
 * Compiles `get`, `getOrThrow` and `exists` to GetItem.
 * @throws InvalidKeyError, MonotableError `expression.unknownPath`
 */
export function compileGet({ entity, tableName }: Context, node: GetNode): CompiledGet {
  const plan = node.projection && planProjection(entity.model, node.projection)
  const placeholders = new Placeholders()
  const fetched = node.kind === 'exists' ? [] : plan?.fetch
  // Upgrades need the whole of an item, whatever is asked for.
  const narrowed = node.kind === 'exists' || !entity.evolution
  const projection =
    fetched && narrowed ? projectionExpression(fetched, new Set(identifying(entity)), placeholders) : undefined
  const input: GetItemCommandInput = {
    TableName: tableName,
    Key: encodePrimaryKey(entity, node.key),
    ...expressionAttributes(placeholders, { ProjectionExpression: projection }),
    ...(node.consistent && { ConsistentRead: true }),
  }
  return { input, plan }
}
