import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Placeholders } from '../expression/placeholders.js'

/** The expressions of a read. */
export interface Expressions {
  KeyConditionExpression?: string | undefined
  FilterExpression?: string | undefined
  ProjectionExpression?: string | undefined
}

/** The names and values that a command's expressions refer to. */
export interface ExpressionAttributes {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
}

/**
 * The expressions of a command with the names and values that they refer to; nothing of what there is none of, as DynamoDB
 * demands.
 */
export function expressionAttributes(
  placeholders: Placeholders,
  expressions: Expressions = {},
): Expressions & ExpressionAttributes {
  const input: Expressions & ExpressionAttributes = {}
  for (const name of Object.keys(expressions) as (keyof Expressions)[])
    if (expressions[name]) input[name] = expressions[name]
  const names = placeholders.names()
  const values = placeholders.values()
  if (names) input.ExpressionAttributeNames = names
  if (values) input.ExpressionAttributeValues = values
  return input
}
