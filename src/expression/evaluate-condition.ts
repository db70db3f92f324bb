import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import { findPlace } from './attribute-path.js'
import { type BoundCondition, type BoundOperand, bindCondition } from './bind-condition.js'
import type { Comparison, Condition } from './condition.js'
import { beginsWith, compareStored, contains, equalStored, memberOf, sizeOf } from './stored-values.js'

/**
 * Makes of a condition a function that says of stored items what DynamoDB would say.
 * Attributes that are kept in the key alone must have been put into the items, or they are missing.
 * @throws MonotableError `expression.unknownPath`, `expression.invalidValue`
 */
export function createPredicate(condition: Condition, model: ItemModel): (item: StoredItem) => boolean {
  const bound = bindCondition(condition, model, findPlace)
  return item => holds(bound, item)
}

/** Whether a condition holds of a stored item, as DynamoDB sees it. For many items, make a predicate. */
export function evaluateCondition(condition: Condition, model: ItemModel, item: StoredItem): boolean {
  return createPredicate(condition, model)(item)
}

function holds(condition: BoundCondition, item: StoredItem): boolean {
  const value = (operand: BoundOperand) => read(operand, item)
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every(inner => holds(inner, item))
    case 'or':
      return condition.conditions.some(inner => holds(inner, item))
    case 'not':
      return !holds(condition.condition, item)
    case 'compare':
      return compare(condition.operator, value(condition.left), value(condition.right))
    case 'between': {
      const operand = value(condition.operand)
      return compare('gte', operand, value(condition.low)) && compare('lte', operand, value(condition.high))
    }
    case 'in': {
      const operand = value(condition.operand)
      return condition.values.some(one => compare('eq', operand, value(one)))
    }
    case 'beginsWith':
    case 'contains': {
      const whole = lookUp(item, condition.path)
      const part = value(condition.value)
      if (whole === undefined || part === undefined) return false
      return condition.kind === 'contains' ? contains(whole, part) : beginsWith(whole, part)
    }
    case 'exists':
      return lookUp(item, condition.path) !== undefined
    case 'notExists':
      return lookUp(item, condition.path) === undefined
    case 'type': {
      const found = lookUp(item, condition.path)
      return found !== undefined && typeOf(found) === condition.type
    }
  }
}

/** What is missing equals nothing, and differs from everything. */
function compare(operator: Comparison, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return operator === 'ne'
  if (operator === 'eq') return equalStored(a, b)
  if (operator === 'ne') return !equalStored(a, b)
  const order = compareStored(a, b)
  if (order === undefined) return false
  switch (operator) {
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
  }
}

function read(operand: BoundOperand, item: StoredItem): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value
  const found = lookUp(item, operand.path)
  if (operand.kind === 'path' || found === undefined) return found
  const size = sizeOf(found)
  return size === undefined ? undefined : { N: String(size) }
}

function lookUp(item: StoredItem, path: Path): AttributeValue | undefined {
  let found: AttributeValue | undefined = { M: item }
  for (const segment of path) {
    if (typeof segment === 'number') found = found.L?.[segment]
    else found = found.M && memberOf(found.M, segment)
    if (found === undefined) return undefined
  }
  return found
}
