import { MonotableError } from '../errors/monotable-error.js'
import { createRefs, meaningOf, placeOf, standFor } from './refs.js'
import type { Computation, UpdateOperand, UpdateValue } from './update.js'
import type { UpdateOperators } from './update-types.js'

/** The operators of computed changes: they make nodes. */
const updateOperators = Object.freeze({
  ifNotExists: (place: unknown, fallback: unknown) =>
    standFor<UpdateValue>({ kind: 'ifNotExists', path: placeOf('ifNotExists', place), fallback: operandOf(fallback) }),
  plus: (left: unknown, right: unknown) => compute('plus', left, right),
  minus: (left: unknown, right: unknown) => compute('minus', left, right),
  append: (list: unknown, elements: unknown) => compute('append', list, elements),
  prepend: (list: unknown, elements: unknown) => compute('append', elements, list),
}) as unknown as UpdateOperators

/** The node of a change as users write it: a value, or a function that computes one from the item's places. */
export function changeToValue(change: unknown): UpdateValue {
  return toValue(typeof change === 'function' ? change(createRefs(), updateOperators) : change)
}

function compute(kind: Computation['kind'], left: unknown, right: unknown) {
  return standFor<UpdateValue>({ kind, left: operandOf(left), right: operandOf(right) })
}

function toValue(value: unknown): UpdateValue {
  return meaningOf<UpdateValue>(value) ?? Object.freeze({ kind: 'value', value })
}

function operandOf(value: unknown): UpdateOperand {
  const meant = toValue(value)
  if (!isComputation(meant)) return meant
  throw new MonotableError('expression.invalidValue', {
    path: meant.kind,
    reason: 'DynamoDB computes once for a value: of computed values only that of ifNotExists is an operand',
  })
}

function isComputation(value: UpdateValue): value is Computation {
  return value.kind === 'plus' || value.kind === 'minus' || value.kind === 'append'
}
