import type { ItemModel } from '../schema/item-model.js'
import { findStoredPlace } from './attribute-path.js'
import { type BoundCondition, type BoundOperand, bindCondition } from './bind-condition.js'
import type { Condition } from './condition.js'
import type { Placeholders } from './placeholders.js'

const symbols = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
const functions = {
  beginsWith: 'begins_with',
  contains: 'contains',
  exists: 'attribute_exists',
  notExists: 'attribute_not_exists',
} as const

/** What an expression stands in, which says whether it needs parentheses: NOT binds closest, OR least. */
enum Within {
  Or,
  And,
  Not,
}

/** DynamoDB takes so many values in one IN. */
const valuesInOneIn = 100

/**
 * Writes a condition as DynamoDB's expression, with parentheses where they are needed (it refuses double ones).
 * @throws MonotableError `expression.unknownPath`, `expression.keyOnly`, `expression.invalidValue`
 */
export function compileCondition(condition: Condition, model: ItemModel, placeholders: Placeholders): string {
  return write(bindCondition(condition, model, findStoredPlace), placeholders, Within.Or)
}

function write(condition: BoundCondition, placeholders: Placeholders, within: Within): string {
  const operand = (operand: BoundOperand) => writeOperand(operand, placeholders)
  switch (condition.kind) {
    case 'and':
      return join(condition.conditions, placeholders, within, Within.And)
    case 'or':
      return join(condition.conditions, placeholders, within, Within.Or)
    case 'not':
      return `NOT ${write(condition.condition, placeholders, Within.Not)}`
    case 'compare':
      return `${operand(condition.left)} ${symbols[condition.operator]} ${operand(condition.right)}`
    case 'between':
      return `${operand(condition.operand)} BETWEEN ${operand(condition.low)} AND ${operand(condition.high)}`
    case 'in': {
      const chunks = chunksOf(condition.values, valuesInOneIn)
      if (chunks.length > 1)
        return join(
          chunks.map(values => ({ ...condition, values })),
          placeholders,
          within,
          Within.Or,
        )
      return `${operand(condition.operand)} IN (${condition.values.map(operand).join(', ')})`
    }
    case 'beginsWith':
    case 'contains':
      return `${functions[condition.kind]}(${placeholders.path(condition.path)}, ${operand(condition.value)})`
    case 'exists':
    case 'notExists':
      return `${functions[condition.kind]}(${placeholders.path(condition.path)})`
    case 'type':
      return `attribute_type(${placeholders.path(condition.path)}, ${placeholders.value({ S: condition.type })})`
  }
}

function join(
  conditions: readonly BoundCondition[],
  placeholders: Placeholders,
  outer: Within,
  own: Within.And | Within.Or,
): string {
  const [first] = conditions
  if (conditions.length === 1) return write(first!, placeholders, outer)
  const text = conditions
    .map(condition => write(condition, placeholders, own))
    .join(own === Within.And ? ' AND ' : ' OR ')
  return outer > own ? `(${text})` : text
}

function writeOperand(operand: BoundOperand, placeholders: Placeholders): string {
  switch (operand.kind) {
    case 'path':
      return placeholders.path(operand.path)
    case 'size':
      return `size(${placeholders.path(operand.path)})`
    case 'value':
      return placeholders.value(operand.value)
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size))
  return chunks
}
