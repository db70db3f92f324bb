import { Placeholders } from '../expression/placeholders.js'
import { type ExpressionAttributes, expressionAttributes } from '../operation/expression-attributes.js'
import type { KVContext } from './kv-context.js'

/** A condition on an entry, with what it refers to. */
export interface EntryCondition extends ExpressionAttributes {
  readonly ConditionExpression: string
}

/** That there is something under the key, an entry whose time is over too. */
export function present({ keys }: KVContext): EntryCondition {
  const placeholders = new Placeholders()
  const ConditionExpression = `attribute_exists(${placeholders.name(keys.partitionKey)})`
  return { ConditionExpression, ...expressionAttributes(placeholders) }
}

/** That there is no entry, or one whose time is over. */
export function absent({ keys, layout: { expiresAt }, now }: KVContext): EntryCondition {
  const placeholders = new Placeholders()
  const missing = `attribute_not_exists(${placeholders.name(keys.partitionKey)})`
  const ConditionExpression = expiresAt
    ? `${missing} OR ${placeholders.name(expiresAt)} <= ${placeholders.value({ N: String(now().getTime()) })}`
    : missing
  return { ConditionExpression, ...expressionAttributes(placeholders) }
}
