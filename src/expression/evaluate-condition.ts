import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import { findPlace } from './attribute-path.js'
import { type BoundCondition, bindCondition } from './bind-condition.js'
import type { BoundOperand } from './bind-operand.js'
import type { Condition, Test } from './condition.js'
import { beginsWith, compareStored, contains, equalStored, missing, ownPart, sizeOf } from './stored-values.js'

/** What is asked of stored values. What is missing equals nothing, differs from everything and has no order. */
const tests: Readonly<Record<Test, (...operands: AttributeValue[]) => boolean>> = {
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
}

/**
 * Makes of a condition a function that says of stored items what DynamoDB would say.
 * Attributes that are kept in the key alone must have been put into the items, or they are missing.
 * @throws MonotableError `expression.unknownPath`, `expression.invalidValue`
 */
export function createPredicate(condition: Condition, model: ItemModel): (item: StoredItem) => boolean {
  const bound = bindCondition(condition, path => findPlace(model, path))
  return item => holds(bound, item)
}

/** Whether a condition holds of a stored item, as DynamoDB sees it. For many items, make a predicate. */
export const evaluateCondition = (condition: Condition, model: ItemModel, item: StoredItem): boolean =>
  createPredicate(condition, model)(item)

function holds(condition: BoundCondition, item: StoredItem): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every(inner => holds(inner, item))
    case 'or':
      return condition.operands.some(inner => holds(inner, item))
    case 'not':
      return !holds(condition.operands[0]!, item)
    default:
      return tests[condition.kind](...condition.operands.map(operand => read(operand, item)))
  }
}

function read(operand: BoundOperand, item: StoredItem): AttributeValue {
  if (operand.kind === 'raw') return operand.value
  return operand.kind === 'stored' ? lookUp(item, operand.segments) : sizeOf(read(operand.operands[0]!, item))
}

/** What is at a path of a stored item; `missing` where nothing is. */
export function lookUp(item: StoredItem, path: Path): AttributeValue {
  let found: AttributeValue | undefined = { M: item }
  for (const segment of path) found = ownPart(typeof segment === 'number' ? found?.L : found?.M, segment)
  return found ?? missing
}
