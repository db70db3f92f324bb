import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { ItemModel } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import type { AttributePath, Place } from './attribute-path.js'
import type { Condition, Operand } from './condition.js'
import { encodeHeld, encodeOperand, encodePrefix, encodeSize, invalidValue } from './encode-operand.js'
import { compareStored, isOrdered } from './stored-values.js'

/** What is compared, as it is stored. */
export type BoundOperand =
  | { readonly kind: 'path' | 'size'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }

/** A condition in terms of what is stored: ready to be written as an expression, or to be evaluated. */
export type BoundCondition = Condition<Path, BoundOperand>

/**
 * Binds a condition to a schema: finds its places, encodes its values, and refuses what DynamoDB would refuse.
 * `find` says which places there are.
 * @throws MonotableError `expression.unknownPath`, `expression.invalidValue`, and what `find` throws
 */
export function bindCondition(
  condition: Condition,
  model: ItemModel,
  find: (model: ItemModel, path: AttributePath) => Place,
): BoundCondition {
  const place = (path: AttributePath) => find(model, path)

  const bind = (condition: Condition): BoundCondition => {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return { kind: condition.kind, conditions: condition.conditions.map(bind) }
      case 'not':
        return { kind: 'not', condition: bind(condition.condition) }
      case 'exists':
      case 'notExists':
        return { kind: condition.kind, path: place(condition.path).stored }
      case 'type':
        return { kind: 'type', path: place(condition.path).stored, type: condition.type }
      case 'beginsWith':
      case 'contains': {
        const holder = place(condition.path)
        const encode = condition.kind === 'contains' ? encodeHeld : encodePrefix
        const value = bindOperand(condition.value, value => encode(value, holder, model.entity))
        refuseItself(condition.path, { kind: 'path', path: holder.stored }, [value])
        return { kind: condition.kind, path: holder.stored, value }
      }
      case 'compare': {
        const { operator } = condition
        const left = bindOperand(condition.left, encoderFor(condition.right))
        const right = bindOperand(condition.right, encoderFor(condition.left))
        if (operator !== 'eq' && operator !== 'ne') refuseUnordered(condition.left, [left, right])
        refuseItself(condition.left, left, [right])
        return { kind: 'compare', operator, left, right }
      }
      case 'in': {
        const encode = encoderFor(condition.operand)
        const operand = bindOperand(condition.operand, encode)
        const values = condition.values.map(value => bindOperand(value, encode))
        refuseItself(condition.operand, operand, values)
        return { kind: 'in', operand, values }
      }
      case 'between': {
        const encode = encoderFor(condition.operand)
        const operand = bindOperand(condition.operand, encode)
        const low = bindOperand(condition.low, encode)
        const high = bindOperand(condition.high, encode)
        refuseUnordered(condition.operand, [low, high])
        refuseItself(condition.operand, operand, [low, high])
        return between(operand, low, high)
      }
    }
  }

  const bindOperand = (operand: Operand, encode: (value: unknown) => AttributeValue): BoundOperand => {
    switch (operand.kind) {
      case 'value':
        return { kind: 'value', value: encode(operand.value) }
      case 'raw':
        return { kind: 'value', value: operand.value }
      case 'size':
        return { kind: 'size', path: place(operand.path).stored }
      default:
        return { kind: 'path', path: place(operand).stored }
    }
  }

  /** What a value becomes that is compared with an operand. */
  const encoderFor =
    (other: Operand) =>
    (value: unknown): AttributeValue => {
      if (other.kind === 'size') return encodeSize(value, place(other.path))
      if (other.kind === 'value' || other.kind === 'raw') throw invalidValue([], 'it is compared with another value')
      return encodeOperand(value, place(other), model.entity)
    }

  return bind(condition)
}

/** DynamoDB refuses a range of values that ends before it begins; asked in two comparisons, it says that nothing is in it. */
function between(operand: BoundOperand, low: BoundOperand, high: BoundOperand): BoundCondition {
  const reversed = low.kind === 'value' && high.kind === 'value' && !(compareStored(low.value, high.value)! <= 0)
  if (!reversed) return { kind: 'between', operand, low, high }
  return {
    kind: 'and',
    conditions: [
      { kind: 'compare', operator: 'gte', left: operand, right: low },
      { kind: 'compare', operator: 'lte', left: operand, right: high },
    ],
  }
}

function refuseUnordered(operand: Operand, bounds: readonly BoundOperand[]): void {
  if (bounds.some(bound => bound.kind === 'value' && !isOrdered(bound.value)))
    throw invalidValue(namesIn(operand), 'only strings, numbers and binaries have an order')
}

/** DynamoDB compares no attribute with itself. */
function refuseItself(operand: Operand, bound: BoundOperand, others: readonly BoundOperand[]): void {
  if (bound.kind === 'path' && others.some(other => other.kind === 'path' && isSamePath(other.path, bound.path)))
    throw invalidValue(namesIn(operand), 'it is compared with itself')
}

function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index])
}

/** The names that an operand goes by, for errors. */
function namesIn(operand: Operand): Path {
  switch (operand.kind) {
    case 'size':
      return namesIn(operand.path)
    case 'attribute':
      return operand.segments
    case 'stored':
      return [operand.name]
    default:
      return []
  }
}
