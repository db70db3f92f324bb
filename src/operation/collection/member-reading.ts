import { type CompiledEntity, discriminatorValues } from '../../entity/compiled-entity.js'
import { encodeKeyAttributes } from '../../entity/encode-key.js'
import { findStoredPlace } from '../../expression/attribute-path.js'
import { type BoundCondition, bindCondition } from '../../expression/bind-condition.js'
import { allOf, type Condition, nodeOf } from '../../expression/condition.js'
import { createPredicate } from '../../expression/evaluate-condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import { own } from '../guards.js'
import { reachOf } from '../pages/reach.js'
import { createVisibility, type Visibility } from '../pages/visibility.js'
import { equalKeys, ownKeys, type SortKeys, sortKeys } from '../query/key-condition.js'
import type { CollectionContext, MemberContext } from './collection-context.js'
import type { CollectionNode } from './collection-node.js'

type Test = (stored: StoredItem) => boolean

/** One entity of a collection, as a query reads it. */
export interface MemberReading extends Pick<SortKeys, 'keys'> {
  readonly name: string
  readonly entity: CompiledEntity
  readonly visibility: Visibility
  readonly partition: readonly Condition[]
  /** The attributes of the table's key and of the index's. */
  readonly keyNames: readonly string[]
  readonly asked: SortKeys['asked'] | undefined
  /** Whether an item of the entity has a sort key that is meant. */
  readonly inRange: Test
  /** What DynamoDB is asked of the entity's items, and of no others. */
  readonly filter: BoundCondition | undefined
  /** What only the client asks of them. */
  readonly accepts: Test | undefined
  /** Whether the client asks what DynamoDB could be asked if it could tell the entity's items from others. */
  readonly unguarded: boolean
}

/**
 * Works out how a query of a collection reads one of its entities.
 * @throws InvalidKeyError, MonotableError `query.invalid`, `expression.*`
 */
export function readMember(
  { members }: CollectionContext,
  { name, pattern, context }: MemberContext,
  node: CollectionNode,
): MemberReading {
  const { entity } = context
  const reach = reachOf(entity, pattern)
  const { partitionKey, sortKey } = reach
  const sort: SortKeys = node.sort ? sortKeys(sortKey, node.sort) : { keys: ownKeys(sortKey) }
  const visibility = createVisibility(context, reach, [...partitionKey, ...sortKey], {
    ...node,
    filter: node.filters.get(name),
  })
  const asks = allOf(visibility.alive, visibility.filter)
  const others = members.map(member => member.context.entity).filter(other => other !== entity)
  const guarded = visibility.discriminated && others.every(other => isToldApart(entity, other))
  const unguarded = asks !== undefined && !guarded
  const tests = [visibility.accepts, unguarded ? createPredicate(asks, entity.model) : undefined].filter(
    test => test !== undefined,
  )
  return {
    name,
    entity,
    visibility,
    partition: equalKeys(partitionKey, encodeKeyAttributes(partitionKey, node.partition)),
    keyNames: reach.keyNames,
    keys: sort.keys,
    asked: sort.asked,
    inRange: rangeTest(entity, sort),
    filter: guarded && asks ? ofEntity(entity, asks) : undefined,
    accepts: tests.length > 0 ? stored => tests.every(test => test(stored)) : undefined,
    unguarded,
  }
}

/** Whether no item of the other entity has a discriminator of this one. */
function isToldApart({ discriminator: own }: CompiledEntity, { discriminator: other }: CompiledEntity): boolean {
  if (!own || own.attribute !== other?.attribute) return false
  const values = discriminatorValues(other)
  return !discriminatorValues(own).some(value => values.includes(value))
}

function rangeTest({ model }: CompiledEntity, { keys, accepts }: SortKeys): Test {
  if (!keys) return () => false
  const range = allOf(...keys)
  const inRange = range ? createPredicate(range, model) : () => true
  return accepts ? stored => inRange(stored) && accepts(stored) : inRange
}

/** A condition on the items of an entity, which those of others fulfil as they are. */
function ofEntity(entity: CompiledEntity, condition: Condition): BoundCondition {
  const mine = own(entity)!
  const others: Condition = mine.kind === 'eq' ? { ...mine, kind: 'ne' } : nodeOf('not', mine)
  const [notMine, holds] = [others, condition].map(each =>
    bindCondition(each, path => findStoredPlace(entity.model, path)),
  )
  return nodeOf('or', notMine!, holds!)
}
