import { MonotableError } from '../errors/monotable-error.js'
import { type Comparison, type Condition, nodeOf, type Subject } from './condition.js'
import type { Operators } from './condition-types.js'
import { operandOf, placeOf, standFor } from './refs.js'
import type { Ref } from './refs-types.js'

/** The operators of filters and conditions: they make nodes. */
export const conditionOperators: Operators = Object.freeze({
  and: joining('and'),
  or: joining('or'),
  not: (condition: Condition) => nodeOf('not', conditionIn(condition)),
  eq: comparing('eq'),
  ne: comparing('ne'),
  lt: comparing('lt'),
  lte: comparing('lte'),
  gt: comparing('gt'),
  gte: comparing('gte'),
  between: (subject: unknown, low: unknown, high: unknown) =>
    nodeOf('between', subjectOf('between', subject), operandOf<Subject>(low), operandOf<Subject>(high)),
  in(subject: unknown, values: readonly unknown[]) {
    if (values.length === 0) throw empty('in() needs a value: nothing is in an empty list.')
    return nodeOf('in', subjectOf('in', subject), ...values.map(value => operandOf<Subject>(value)))
  },
  beginsWith: testing('beginsWith'),
  contains: testing('contains'),
  type: testing('type'),
  exists: (place: unknown) => nodeOf('exists', placeOf('exists', place)),
  notExists: (place: unknown) => nodeOf('notExists', placeOf('notExists', place)),
  size: (place: unknown) => standFor(nodeOf('size', placeOf('size', place))) as unknown as Ref<number>,
} satisfies Operators)

function joining(kind: 'and' | 'or') {
  return (...conditions: Condition[]): Condition => {
    if (conditions.length === 0) throw empty(`${kind}() needs a condition.`)
    return nodeOf(kind, ...conditions.map(conditionIn))
  }
}

function comparing(kind: Comparison) {
  return (subject: unknown, value: unknown): Condition =>
    nodeOf(kind, subjectOf(kind, subject), operandOf<Subject>(value))
}

function testing(kind: 'beginsWith' | 'contains' | 'type') {
  return (place: unknown, value: unknown): Condition => nodeOf(kind, placeOf(kind, place), operandOf<Subject>(value))
}

/** What a comparison has on its left: a place, or a place's size. */
function subjectOf(operator: string, subject: unknown): Subject {
  const meant = operandOf<Subject>(subject)
  return meant.kind === 'size' ? meant : placeOf(operator, subject)
}

/**
 * What a callback, or an operator that joins conditions, was given. A condition that is none would be no condition: a write
 * would be made whatever is there.
 * @throws MonotableError `expression.empty`
 */
export function conditionIn(given: unknown): Condition {
  const condition = given as Condition | undefined
  if (Array.isArray(condition?.operands)) return condition
  throw empty(
    'A condition is what an operator returns, such as eq(item.name, value): this is none. Is a return missing?',
  )
}

const empty = (reason: string) => new MonotableError('expression.empty', { reason })
