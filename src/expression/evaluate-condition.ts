import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import { findPlace } from './attribute-path.js'
import { type BoundCondition, bindCondition } from './bind-condition.js'
import type { BoundOperand } from './bind-operand.js'
import type { Condition } from './condition.js'
import { beginsWith, compareStored, contains, equalStored, missing, ownPart, sizeOf } from './stored-values.js'

type Answer = (...operands: any[]) => boolean | AttributeValue

/** What nodes make of their operands. What is missing equals nothing, differs from everything and has no order. */
const answers: Readonly<Record<BoundCondition['kind'] | 'size', Answer>> = {
  and: (...conditions) => conditions.every(Boolean),
  or: (...conditions) => conditions.some(Boolean),
  not: condition => !condition,
  eq: equalStored,
  ne: (a, b) => !equalStored(a, b),
  lt: (a, b) => compareStored(a, b) < 0,
  lte: (a, b) => compareStored(a, b) <= 0,
  gt: (a, b) => compareStored(a, b) > 0,
  gte: (a, b) => compareStored(a, b) >= 0,
  between: (a, low, high) => compareStored(a, low) >= 0 && compareStored(a, high) <= 0,
  in: (a, ...values) => values.some(value => equalStored(a, value)),
  beginsWith,
  contains,
  exists: a => a !== missing,
  notExists: a => a === missing,
  type: (a, type) => typeOf(a) === type.S,
  size: sizeOf,
}

/**
 * Makes of a condition a function that says of stored items what DynamoDB would say.
 * Attributes that are kept in the key alone must have been put into the items, or they are missing.
 * @throws MonotableError `expression.unknownPath`, `expression.invalidValue`
 */
export function createPredicate(condition: Condition, model: ItemModel): (item: StoredItem) => boolean {
  const bound = bindCondition(condition, path => findPlace(model, path))
  return item => evaluate(bound, item) === true
}

/** Whether a condition holds of a stored item, as DynamoDB sees it. For many items, make a predicate. */
export const evaluateCondition = (condition: Condition, model: ItemModel, item: StoredItem): boolean =>
  createPredicate(condition, model)(item)

function evaluate(node: BoundCondition | BoundOperand, item: StoredItem): boolean | AttributeValue {
  if (node.kind === 'raw') return node.value
  if (node.kind === 'stored') return lookUp(item, node.segments)
  return answers[node.kind as keyof typeof answers](...node.operands.map(operand => evaluate(operand, item)))
}

/** What is at a path of a stored item; `missing` where nothing is. */
export function lookUp(item: StoredItem, path: Path): AttributeValue {
  let found: AttributeValue | undefined = { M: item }
  for (const segment of path) found = ownPart(typeof segment === 'number' ? found?.L : found?.M, segment)
  return found ?? missing
}
