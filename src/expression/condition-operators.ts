import { MonotableError } from '../errors/monotable-error.js'
import { type Condition, nodeOf, type Operand, type Subject, type Test } from './condition.js'
import type { Operators } from './condition-types.js'
import { operandOf, placeOf, standFor } from './refs.js'
import type { Ref } from './refs-types.js'

/** The operators of filters and conditions: they make nodes. */
export const conditionOperators: Operators = Object.freeze({
  and: joining('and'),
  or: joining('or'),
  not: (condition: Condition) => nodeOf('not', conditionIn(condition)),
  eq: testing('eq', subjectOf, 1),
  ne: testing('ne', subjectOf, 1),
  lt: testing('lt', subjectOf, 1),
  lte: testing('lte', subjectOf, 1),
  gt: testing('gt', subjectOf, 1),
  gte: testing('gte', subjectOf, 1),
  between: testing('between', subjectOf, 2),
  in(subject: unknown, values: readonly unknown[]) {
    if (values.length === 0) throw empty('in() needs a value: nothing is in an empty list.')
    return testing('in', subjectOf, values.length)(subject, ...values)
  },
  beginsWith: testing('beginsWith', placeOf, 1),
  contains: testing('contains', placeOf, 1),
  type: testing('type', placeOf, 1),
  exists: testing('exists', placeOf, 0),
  notExists: testing('notExists', placeOf, 0),
  size: (place: unknown) => standFor(nodeOf('size', placeOf('size', place))) as unknown as Ref<number>,
} satisfies Operators)

function joining(kind: 'and' | 'or') {
  return (...conditions: Condition[]): Condition => {
    if (conditions.length === 0) throw empty(`${kind}() needs a condition.`)
    return nodeOf(kind, ...conditions.map(conditionIn))
  }
}

/** A test of what `find` finds, with so many operands after it; whatever else it is called with, by map() say, is let go. */
function testing(kind: Test, find: (operator: string, subject: unknown) => Subject, count: number) {
  return (subject: unknown, ...values: unknown[]): Condition => {
    const place = find(kind, subject)
    const operands: Operand[] = []
    for (let index = 0; index < count; index++) operands.push(operandOf<Subject>(values[index]))
    return nodeOf(kind, place, ...operands)
  }
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
  throw empty('A condition is what an operator returns, such as eq(item.name, value). Is a return missing?')
}

const empty = (reason: string) => new MonotableError('expression.empty', { reason })
