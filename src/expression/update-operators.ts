import { invalidValue } from './attribute-path.js'
import { nodeOf } from './condition.js'
import { createRefs, operandOf, placeOf, standFor } from './refs.js'
import type { Computation, UpdateOperand, UpdateValue } from './update.js'
import type { UpdateOperators } from './update-types.js'

/** The operators of computed changes: they make nodes. */
const updateOperators = Object.freeze({
  ifNotExists: (place: unknown, fallback: unknown) =>
    standFor(nodeOf('ifNotExists', placeOf('ifNotExists', place), computable(fallback))),
  plus: (left: unknown, right: unknown) => compute('plus', left, right),
  minus: (left: unknown, right: unknown) => compute('minus', left, right),
  append: (list: unknown, elements: unknown) => compute('append', list, elements),
  prepend: (list: unknown, elements: unknown) => compute('append', elements, list),
}) as unknown as UpdateOperators

/** The node of a change as users write it: a value, or a function that computes one from the item's places. */
export const changeToValue = (change: unknown): UpdateValue =>
  operandOf<UpdateValue>(typeof change === 'function' ? change(createRefs(), updateOperators) : change)

const compute = (kind: Computation['kind'], left: unknown, right: unknown) =>
  standFor(nodeOf(kind, computable(left), computable(right)))

function computable(value: unknown): UpdateOperand {
  const meant = operandOf<UpdateValue>(value)
  if (!('operands' in meant) || meant.kind === 'ifNotExists') return meant
  throw invalidValue([meant.kind], 'DynamoDB computes once for a value: only ifNotExists can be an operand')
}
