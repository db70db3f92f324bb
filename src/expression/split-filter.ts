import type { ItemModel } from '../schema/item-model.js'
import { findPlace } from './attribute-path.js'
import { allOf, type Condition, type Operand } from './condition.js'

/** A filter in two: what DynamoDB evaluates, and what the client must. */
export interface SplitFilter {
  readonly server: Condition | undefined
  readonly client: Condition | undefined
}

/**
 * Parts a filter by whether DynamoDB takes it: it refuses the key attributes of what is read.
 * What `and` joins can be parted; anything else goes to the client as a whole when a path in it must.
 * @param onClient whether a stored top-level attribute is one that DynamoDB takes in no filter here
 */
export function splitFilter(
  condition: Condition,
  model: ItemModel,
  onClient: (storedName: string) => boolean,
): SplitFilter {
  const parts = partsOf(condition)
  const must = (part: Condition) => rootsOf(part, model).some(onClient)
  return { server: allOf(...parts.filter(part => !must(part))), client: allOf(...parts.filter(must)) }
}

/** The stored top-level attributes that a condition is about. */
export function rootsOf(node: Condition | Operand, model: ItemModel): readonly string[] {
  if ('operands' in node) return node.operands.flatMap(operand => rootsOf(operand, model))
  return 'segments' in node ? [String(findPlace(model, node).stored[0])] : []
}

const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? condition.operands.flatMap(partsOf) : [condition]
