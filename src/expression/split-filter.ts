import type { ItemModel } from '../schema/item-model.js'
import { findPlace } from './attribute-path.js'
import { allOf, type Condition, type Operand } from './condition.js'

/** A filter in two: what DynamoDB evaluates, and what the client must. */
export interface SplitFilter {
  readonly server: Condition | undefined
  readonly client: Condition | undefined
  /** The stored top-level attributes that it is about. */
  readonly roots: readonly string[]
}

/**
 * Parts a filter by whether DynamoDB takes it: it refuses the key attributes of what is read.
 * What `and` joins can be parted; anything else goes to the client as a whole when a path in it must.
 * @param onClient whether a stored top-level attribute is one that DynamoDB takes in no filter here
 */
export function splitFilter(
  condition: Condition | undefined,
  model: ItemModel,
  onClient: (storedName: string) => boolean,
): SplitFilter {
  const roots: string[] = []
  const server: Condition[] = []
  const client: Condition[] = []
  for (const part of condition ? partsOf(condition) : []) {
    const own = rootsOf(part, model)
    roots.push(...own)
    ;(own.some(onClient) ? client : server).push(part)
  }
  return { server: allOf(...server), client: allOf(...client), roots }
}

function rootsOf(node: Condition | Operand, model: ItemModel): readonly string[] {
  if ('operands' in node) return node.operands.flatMap(operand => rootsOf(operand, model))
  return 'segments' in node ? [String(findPlace(model, node).stored[0])] : []
}

const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? condition.operands.flatMap(partsOf) : [condition]
