import type { BoundCondition } from './bind-condition.js'
import type { BoundOperand, Computed } from './bind-operand.js'
import type { Placeholders } from './placeholders.js'

type Write = (operands: readonly string[]) => string

const infix =
  (symbol: string): Write =>
  operands =>
    operands.join(` ${symbol} `)
const call =
  (name: string): Write =>
  operands =>
    `${name}(${operands.join(', ')})`

/** How nodes are written, by their kinds. */
const writers: Readonly<Record<BoundCondition['kind'] | Computed['kind'], Write>> = {
  or: infix('OR'),
  and: infix('AND'),
  not: ([operand]) => `NOT ${operand}`,
  eq: infix('='),
  ne: infix('<>'),
  lt: infix('<'),
  lte: infix('<='),
  gt: infix('>'),
  gte: infix('>='),
  between: ([operand, low, high]) => `${operand} BETWEEN ${low} AND ${high}`,
  in: ([operand, ...values]) => `${operand} IN (${values.join(', ')})`,
  beginsWith: call('begins_with'),
  contains: call('contains'),
  exists: call('attribute_exists'),
  notExists: call('attribute_not_exists'),
  type: call('attribute_type'),
  size: call('size'),
  ifNotExists: call('if_not_exists'),
  plus: infix('+'),
  minus: infix('-'),
  append: call('list_append'),
}

/** NOT binds closest, OR least; of other kinds there are no conditions in one another. */
const precedence: Readonly<Partial<Record<string, number>>> = { or: 1, and: 2, not: 3 }

/** Writes an expression with parentheses where they are needed (DynamoDB refuses double ones). */
export function write(node: BoundCondition | BoundOperand, placeholders: Placeholders): string {
  if (node.kind === 'stored') return placeholders.path(node.segments)
  if (node.kind === 'raw') return placeholders.value(node.value)
  const binds = precedence[node.kind] ?? 0
  const texts: string[] = []
  for (const operand of node.operands) {
    const text = write(operand, placeholders)
    texts.push(binds > 0 && (precedence[operand.kind] ?? 4) < binds ? `(${text})` : text)
  }
  return writers[node.kind](texts)
}
