import { type FindPlace, invalidValue } from './attribute-path.js'
import { type BoundOperand, bindOperand } from './bind-operand.js'
import { type Condition, nodeOf, type Test } from './condition.js'
import { encodeOperand, encoders } from './encode-operand.js'
import { compareStored } from './stored-values.js'

/** A condition in terms of what is stored: ready to be written as an expression, or to be evaluated. */
export type BoundCondition = Condition<BoundOperand, BoundOperand>

/** DynamoDB takes so many values in one IN. */
const valuesInOneIn = 100

const ordering: readonly string[] = ['lt', 'lte', 'gt', 'gte', 'between']

/**
 * Binds a condition to a schema: finds its places, encodes its values, and refuses what DynamoDB would refuse.
 * @throws MonotableError `expression.unknownPath`, `expression.invalidValue`, and what `find` throws
 */
export function bindCondition(condition: Condition, find: FindPlace): BoundCondition {
  if (condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'not') {
    const { kind } = condition
    const operands = condition.operands.map(inner => bindCondition(inner, find))
    return operands.length === 1 && kind !== 'not' ? operands[0]! : { kind, operands }
  }
  const { kind, operands } = condition
  const [subject] = operands
  const place = find('operands' in subject ? subject.operands[0] : subject)
  const encode = encoders[subject.kind] ?? encoders[kind] ?? encodeOperand
  const first = bindOperand(subject, () => place, place, encode)
  const others: BoundOperand[] = []
  for (let index = 1; index < operands.length; index++) others.push(bindOperand(operands[index]!, find, place, encode))
  // What has no order has none with itself either.
  if (ordering.includes(kind) && others.some(other => compareBounds(other, other) !== 0))
    throw invalidValue(place.path, 'only strings, numbers and binaries have an order')
  if (others.some(other => other.kind === 'stored' && JSON.stringify(other) === JSON.stringify(first)))
    throw invalidValue(place.path, 'it is compared with itself')
  return acceptable(kind, first, others)
}

/** Asks in other words what DynamoDB refuses: a range that ends before it begins, and too many values. */
function acceptable(kind: Test, first: BoundOperand, others: readonly BoundOperand[]): BoundCondition {
  const [low, high] = others
  if (kind === 'between' && !(compareBounds(low!, high!) <= 0))
    return nodeOf('and', nodeOf('gte', first, low!), nodeOf('lte', first, high!))
  if (others.length <= valuesInOneIn) return { kind, operands: [first, ...others] }
  const node = nodeOf(kind, first, ...others.slice(0, valuesInOneIn))
  return nodeOf('or', node, acceptable(kind, first, others.slice(valuesInOneIn)))
}

/** The order of two values; 0 where one is known to DynamoDB alone. */
const compareBounds = (a: BoundOperand, b: BoundOperand): number =>
  a.kind === 'raw' && b.kind === 'raw' ? compareStored(a.value, b.value) : 0
