import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { compileUpdate } from '../../expression/compile-update.js'
import type { Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { UpdateAction } from '../../expression/update.js'
import { conditional, storedPath } from '../../operation/guards.js'
import type { StoredItem } from '../../schema/item-model.js'
import { differences, type Step } from './change.js'

/** DynamoDB takes 4 KB of an expression, in which so many actions have room. */
export const MOST_ACTIONS = 250

/**
 * The operation of a transaction that makes a step, on condition that what is there is as the guard says. Of an item that stays,
 * the attributes that change are written, and no others.
 * @returns undefined where too many attributes change: to replace the item would lose what others have added to it meanwhile
 */
export function compileStep(
  TableName: string,
  entity: CompiledEntity,
  { key, before, after }: Step,
  guard: Condition,
): TransactWriteItem | undefined {
  const plain = () => ({ TableName, ...conditional(entity, guard) })
  if (!after) return { Delete: { Key: key, ...plain() } }
  if (!before) return { Put: { Item: after, ...plain() } }
  const actions = actionsOf(before, after)
  if (actions.length === 0) return { ConditionCheck: { Key: key, ...check(TableName, entity, guard) } }
  if (actions.length > MOST_ACTIONS) return undefined
  const placeholders = new Placeholders()
  const UpdateExpression = compileUpdate(actions, entity.model, placeholders)
  return { Update: { TableName, Key: key, UpdateExpression, ...conditional(entity, guard, placeholders) } }
}

/** A step that changes nothing, and holds only where something is as it was read. */
function check(TableName: string, entity: CompiledEntity, guard: Condition) {
  const { ConditionExpression = '', ...rest } = conditional(entity, guard)
  return { TableName, ConditionExpression, ...rest }
}

/** The operation that holds only where an item is as it was read. */
export const compileCheck = (
  TableName: string,
  entity: CompiledEntity,
  key: StoredItem,
  guard: Condition,
): TransactWriteItem => ({ ConditionCheck: { Key: key, ...check(TableName, entity, guard) } })

const actionsOf = (before: StoredItem, after: StoredItem): readonly UpdateAction[] =>
  differences(before, after).map(({ attribute, after: value }) =>
    value
      ? { kind: 'set', path: storedPath(attribute), value: { kind: 'raw', value } }
      : { kind: 'remove', path: storedPath(attribute) },
  )
