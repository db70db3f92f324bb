import { MonotableError } from '../errors/monotable-error.js'
import type { Comparison, Condition, Operand } from './condition.js'
import type { Operators } from './condition-types.js'
import { meaningOf, placeOf, standFor } from './refs.js'
import type { Ref } from './refs-types.js'

/** The operators of filters and conditions: they make nodes. */
export const conditionOperators: Operators = Object.freeze({
  and: (...conditions: Condition[]) => group('and', conditions),
  or: (...conditions: Condition[]) => group('or', conditions),
  not: (condition: Condition): Condition => Object.freeze({ kind: 'not', condition }),
  eq: comparing('eq'),
  ne: comparing('ne'),
  lt: comparing('lt'),
  lte: comparing('lte'),
  gt: comparing('gt'),
  gte: comparing('gte'),
  between: (place: unknown, low: unknown, high: unknown): Condition =>
    Object.freeze({
      kind: 'between',
      operand: comparable('between', place),
      low: operandOf(low),
      high: operandOf(high),
    }),
  in(place: unknown, values: readonly unknown[]): Condition {
    if (values.length === 0) throw empty('in() needs a value: nothing is in an empty list.')
    return Object.freeze({ kind: 'in', operand: comparable('in', place), values: Object.freeze(values.map(operandOf)) })
  },
  beginsWith: (place: unknown, prefix: unknown): Condition =>
    Object.freeze({ kind: 'beginsWith', path: placeOf('beginsWith', place), value: operandOf(prefix) }),
  contains: (place: unknown, value: unknown): Condition =>
    Object.freeze({ kind: 'contains', path: placeOf('contains', place), value: operandOf(value) }),
  exists: (place: unknown): Condition => Object.freeze({ kind: 'exists', path: placeOf('exists', place) }),
  notExists: (place: unknown): Condition => Object.freeze({ kind: 'notExists', path: placeOf('notExists', place) }),
  type: (place, type): Condition => Object.freeze({ kind: 'type', path: placeOf('type', place), type }),
  size: place => standFor<Operand>({ kind: 'size', path: placeOf('size', place) }) as unknown as Ref<number>,
} satisfies Operators)

function comparing(operator: Comparison) {
  return (place: unknown, value: unknown): Condition =>
    Object.freeze({ kind: 'compare', operator, left: comparable(operator, place), right: operandOf(value) })
}

function group(kind: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const [first] = conditions
  if (first === undefined) throw empty(`${kind}() needs a condition.`)
  return conditions.length === 1 ? first : Object.freeze({ kind, conditions: Object.freeze(conditions) })
}

/** What a comparison has on its left: a place, or a place's size. */
function comparable(operator: string, place: unknown): Operand {
  const meant = meaningOf<Operand>(place)
  return meant?.kind === 'size' ? meant : placeOf(operator, place)
}

function operandOf(value: unknown): Operand {
  return meaningOf<Operand>(value) ?? Object.freeze({ kind: 'value', value })
}

function empty(reason: string): MonotableError {
  return new MonotableError('expression.empty', { reason })
}
