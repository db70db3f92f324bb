import { tellingApart } from '../../entity/compiled-entity.js'
import { compileCondition } from '../../expression/compile-condition.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { own } from '../guards.js'
import type { Reach } from './reach.js'
import type { ReadNode } from './read-node.js'
import type { ReadPlan } from './read-plan.js'
import { startTest } from './start-key.js'
import type { Visibility } from './visibility.js'

/** What tells a query from a scan. */
export interface Selection extends Pick<ReadPlan, 'command' | 'segments' | 'impossible'> {
  /** What only the client can tell of keys: whether they are in the range that is meant. */
  readonly accepts: ((read: StoredItem) => boolean) | undefined
  /** What the command has beside its expressions. */
  readonly input: object
  readonly reach: Reach
  /** What the keys must be; undefined for a scan. */
  readonly keys: Condition | undefined
  /** Filters out other entities' items as a scan must, where DynamoDB can. */
  readonly filter: Condition | undefined
  readonly binding: () => readonly unknown[]
  readonly notes: readonly string[]
}

/** Compiles what queries and scans share. `counting` asks for the number of items alone. */
export function compileRead(
  context: Context,
  node: ReadNode,
  selection: Selection,
  visibility: Visibility,
  counting = false,
): ReadPlan {
  const { entity, tableName } = context
  const { command, segments, impossible, keys, reach, notes } = selection
  const { discriminated, accepts, alive } = visibility
  const inRange = selection.accepts
  const placeholders = new Placeholders()
  const compile = (condition: Condition | undefined) =>
    condition && compileCondition(condition, entity.model, placeholders)
  // DynamoDB counts other entities' items too, unless a filter leaves them out.
  const alone = tellingApart(entity).length === 0 && entity.primaryKey.every(part => part.own)
  const exclusive = !entity.evolution && (discriminated || alone)
  const rechecks = Boolean(inRange || accepts)
  const countable = counting && exclusive && !rechecks
  const expressions = {
    KeyConditionExpression: compile(keys),
    FilterExpression: compile(
      allOf(selection.filter ?? (countable && discriminated ? own(entity) : undefined), alive, visibility.filter),
    ),
    ProjectionExpression: countable ? undefined : visibility.projection(placeholders),
  }
  return {
    command,
    segments,
    impossible,
    keyNames: reach.keyNames,
    input: {
      TableName: tableName,
      ...selection.input,
      ...expressionAttributes(placeholders, expressions),
      ...(node.consistent && { ConsistentRead: true }),
      ...(countable && { Select: 'COUNT' }),
    },
    selective: Boolean(selection.filter || alive || visibility.filter || rechecks),
    isStart: startTest(reach.parts, keys, entity.model),
    binding: () => JSON.stringify([command, tableName, segments, ...selection.binding()]),
    accepts: rechecks ? ({ read, stored }) => inRange?.(read) !== false && accepts?.(stored) !== false : undefined,
    name: entity.name,
    decode: visibility.decode,
    settle: visibility.settle,
    notes: [
      ...notes,
      ...(visibility.hydrates
        ? ['Each item is read whole from the table (BatchGetItem): 0.5 read units more for each 4 KB of it.']
        : []),
      ...(accepts && !entity.evolution
        ? ['DynamoDB refuses the part of the filter about key attributes: the client evaluates it.']
        : []),
      ...(accepts && entity.evolution
        ? ['Older items are upgraded when they are read: the client evaluates the filter.']
        : []),
      ...(counting && entity.evolution ? ['Older items are upgraded when they are read: the client counts.'] : []),
    ],
  }
}
