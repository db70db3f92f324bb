import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Placeholders } from '../expression/placeholders.js'

/** The names and values that a command's expressions refer to; nothing where there are none, as DynamoDB demands. */
export function expressionAttributes(placeholders: Placeholders): {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
} {
  const names = placeholders.names()
  const values = placeholders.values()
  return {
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  }
}
