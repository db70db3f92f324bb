import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { secondsOf } from '../../entity/time-to-live.js'
import { OWNER, sentinelKey, type UniqueConstraint } from '../../entity/unique.js'
import { InvalidKeyError } from '../../errors/monotable-error.js'
import { compileCondition } from '../../expression/compile-condition.js'
import type { Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import { equalItems } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { storedTest } from '../guards.js'

/** What a write does to one sentinel: it gives a value free, takes it, or one for the other. */
export interface SentinelChange {
  readonly constraint: UniqueConstraint
  readonly key: StoredItem
  /** The primary key of the item that had the value. */
  readonly from: StoredItem | undefined
  /** The primary key of the item that has it now, and the time-to-live that the sentinel shares with it. */
  readonly to: StoredItem | undefined
  readonly expires: string | undefined
}

/** An item as its unique values see it: its key, its encoded attributes, and the time-to-live as it is stored. */
export interface Holder {
  readonly key: StoredItem
  readonly value: (attribute: string) => unknown
  readonly expires: string | undefined
}

/**
 * What becomes of an entity's sentinels when one item takes the place of another, or of none. Values that stay cost nothing.
 * @throws InvalidKeyError where a value of `after` can't be part of a key
 */
export function sentinelChanges(
  { table, unique }: CompiledEntity,
  before: Holder | undefined,
  after: Holder | undefined,
): readonly SentinelChange[] {
  return unique.flatMap((constraint): readonly SentinelChange[] => {
    const old = before && keptKey(table, constraint, before)
    const next = after && sentinelKey(table, constraint, after.value)
    const same = old && next && equalItems(old, next)
    if (same && before!.expires === after!.expires && equalItems(before!.key, after!.key)) return []
    const expires = after?.expires
    if (same) return [{ constraint, key: next, from: before!.key, to: after!.key, expires }]
    return [
      ...(old ? [{ constraint, key: old, from: before!.key, to: undefined, expires: undefined }] : []),
      ...(next ? [{ constraint, key: next, from: undefined, to: after!.key, expires }] : []),
    ]
  })
}

/** The key of the sentinel that keeps a value now: none where a value from before the constraint can't be part of a key. */
export function keptKey(table: Table, constraint: UniqueConstraint, { value }: Holder): StoredItem | undefined {
  try {
    return sentinelKey(table, constraint, value)
  } catch (error) {
    if (error instanceof InvalidKeyError) return undefined
    throw error
  }
}

/** The operation of a transaction that makes the change, on condition that the sentinel is not another item's. */
export function compileSentinel(
  { entity, tableName, now }: Context,
  { key, from, to, expires }: SentinelChange,
): TransactWriteItem {
  const { partitionKey, timeToLive } = entity.table
  const owners = [from, to].flatMap(owner => (owner ? [{ M: owner }] : []))
  const condition: Condition = {
    kind: 'or',
    operands: [
      storedTest(partitionKey.name, 'notExists'),
      ...owners.map(owner => storedTest(OWNER, 'eq', owner)),
      ...(to && timeToLive && entity.timeToLive
        ? [storedTest(timeToLive, 'lte', { N: String(secondsOf(now())) })]
        : []),
    ],
  }
  const placeholders = new Placeholders()
  const common = {
    TableName: tableName,
    ConditionExpression: compileCondition(condition, entity.model, placeholders),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...expressionAttributes(placeholders),
  }
  if (!to) return { Delete: { Key: key, ...common } }
  const item = { ...key, [OWNER]: { M: to }, ...(expires && timeToLive && { [timeToLive]: { N: expires } }) }
  return { Put: { Item: item, ...common } }
}
