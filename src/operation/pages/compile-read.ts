import { primaryKey } from '../../entity/compiled-entity.js'
import { compileCondition } from '../../expression/compile-condition.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { own } from '../guards.js'
import type { ReadNode } from './read-node.js'
import type { ReadPlan } from './read-plan.js'
import type { Visibility } from './visibility.js'

/** What tells a query from a scan. */
export interface Selection {
  readonly command: ReadPlan['command']
  /** What the command has beside its expressions. */
  readonly input: object
  readonly segments: number
  /** What the keys must be; undefined for a scan. */
  readonly keys: Condition | undefined
  /** Filters out other entities' items as a scan must, where DynamoDB can. */
  readonly filter: Condition | undefined
  readonly impossible: boolean
  readonly keyNames: readonly string[]
  readonly binding: readonly unknown[]
  readonly accepts: ((stored: StoredItem) => boolean) | undefined
  readonly notes: readonly string[]
}

/** Compiles what queries and scans share. `counting` asks for the number of items alone. */
export function compileRead(
  { entity, tableName }: Context,
  node: ReadNode,
  selection: Selection,
  visibility: Visibility,
  counting = false,
): ReadPlan {
  const { command, keys, segments, impossible, keyNames, binding, notes } = selection
  const { discriminated, accepts } = visibility
  const placeholders = new Placeholders()
  const compile = (condition: Condition) => compileCondition(condition, entity.model, placeholders)
  // DynamoDB counts other entities' items too, unless a filter leaves them out.
  const exclusive = discriminated || primaryKey(entity).every(part => part.own)
  const countable = counting && exclusive && !accepts && !selection.accepts
  const filter = allOf(selection.filter ?? (countable && discriminated ? own(entity) : undefined), visibility.filter)
  const KeyConditionExpression = keys && compile(keys)
  const FilterExpression = filter && compile(filter)
  const ProjectionExpression = countable ? undefined : visibility.projection(placeholders)
  return {
    command,
    input: {
      TableName: tableName,
      ...selection.input,
      ...(KeyConditionExpression && { KeyConditionExpression }),
      ...(FilterExpression && { FilterExpression }),
      ...(ProjectionExpression && { ProjectionExpression }),
      ...expressionAttributes(placeholders),
      ...(node.consistent && { ConsistentRead: true }),
      ...(countable && { Select: 'COUNT' }),
    },
    segments,
    impossible,
    selective: Boolean(selection.filter || visibility.filter || accepts || selection.accepts),
    keyNames,
    binding: JSON.stringify([command, tableName, segments, ...binding]),
    accepts:
      accepts && selection.accepts
        ? stored => selection.accepts!(stored) && accepts(stored)
        : (selection.accepts ?? accepts),
    decode: visibility.decode,
    notes: accepts
      ? [...notes, 'Part of the filter is about key attributes, which DynamoDB refuses: the client evaluates it.']
      : notes,
  }
}
