import type { Decoded } from '../../entity/decode-item.js'
import { identify } from '../../entity/identify.js'
import { OWNER } from '../../entity/unique.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { compileCondition } from '../../expression/compile-condition.js'
import { allOf, nodeOf } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import { write } from '../../expression/write.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { KeyAttributeModel } from '../../table/table-types.js'
import { expressionAttributes } from '../expression-attributes.js'
import { inParallel } from '../in-parallel.js'
import type { ReadPlan } from '../pages/read-plan.js'
import { CONCURRENCY } from '../pages/settle-items.js'
import { startTest } from '../pages/start-key.js'
import type { CollectionContext } from './collection-context.js'
import type { CollectionNode } from './collection-node.js'
import { enclosingRange } from './enclosing-range.js'
import { type MemberReading, readMember } from './member-reading.js'

/**
 * Compiles a query of a collection to Query, of the smallest range that holds what is meant of each entity. What it decodes
 * are items beside the names of their entities.
 * @param counting whether the items are only counted
 * @throws InvalidKeyError, MonotableError `query.invalid`, `expression.*`
 */
export function compileCollection(context: CollectionContext, node: CollectionNode, counting = false): ReadPlan {
  const { index, tableName, entity } = context
  const { descending, sort } = node
  const onForeign = counting ? undefined : node.onForeign
  const members = context.members.map(member => readMember(context, member, node))
  const {
    partition,
    visibility,
    entity: { model },
  } = members[0]!
  if (members.some(member => JSON.stringify(member.partition) !== JSON.stringify(partition)))
    throw new MonotableError('query.invalid', {
      reason: `${entity.name} do not store these attributes alike: they make different partition keys of them.`,
    })
  const ranges = members.flatMap(({ keys }) => (keys ? [keys] : []))
  // Foreign items, where they are asked for, may be anywhere in the partition.
  const conditions = [...partition, ...(onForeign && !sort ? [] : enclosingRange(ranges))]
  const exact = !members.some(({ asked, keys }) => asked || JSON.stringify(keys) !== JSON.stringify(members[0]!.keys))
  const filters = members.flatMap(({ filter }) => filter ?? [])
  const filtering = members.flatMap(({ accepts, entity }) => (accepts ? [entity.name] : []))

  const placeholders = new Placeholders()
  const expressions = {
    KeyConditionExpression: compileCondition(allOf(...conditions)!, model, placeholders),
    FilterExpression: filters.length > 0 ? write(joined(filters), placeholders) : undefined,
    ProjectionExpression: counting ? projectionOf(context, members, placeholders) : undefined,
  }
  const byEntity = new Map(members.map(member => [member.entity, member]))
  const entities = [...byEntity.keys()]
  const memberOf = (stored: StoredItem) => byEntity.get(identify(entities, stored)!)
  return {
    command: 'Query',
    name: entity.name,
    input: {
      TableName: tableName,
      ...(index && { IndexName: index.name }),
      ...(descending && { ScanIndexForward: false }),
      ...expressionAttributes(placeholders, expressions),
      ...(node.consistent && { ConsistentRead: true }),
    },
    segments: 1,
    impossible: ranges.length === 0,
    // What is beside the collection in its partition is taken to be little.
    selective: (sort !== undefined && !exact) || filters.length > 0 || filtering.length > 0,
    keyNames: members[0]!.keyNames,
    isStart: startTest(keyAttributes(context), allOf(...conditions), model),
    binding: () =>
      JSON.stringify([
        'collection',
        tableName,
        index?.name,
        descending,
        conditions,
        members.map(({ keys, asked }) => [keys, asked]),
      ]),
    accepts: undefined,
    async settle(items, sending) {
      if (!members.some(({ entity }) => entity.evolution?.writeBack)) return visibility.settle(items, sending)
      const settled = await inParallel(items, CONCURRENCY, stored =>
        (memberOf(stored)?.visibility ?? visibility).settle([stored], sending),
      )
      return settled.flat()
    },
    decode(stored) {
      const member = memberOf(stored)
      const decoded = member ? decodeAs(member, stored, sort !== undefined) : foreign
      if (decoded.kind === 'foreign' && decoded !== left) onForeign?.(stored)
      return decoded
    },
    notes: [
      ...(exact ? [] : ['The range holds other items too: the client leaves them out.']),
      ...(filtering.length > 0 ? [`The client evaluates the filter of ${filtering.join(', ')}.`] : []),
    ],
  }
}

const foreign: Decoded = { kind: 'foreign', reason: 'it is of none of the entities' }
/** An item that is of an entity, and not meant. */
const left: Decoded = { kind: 'foreign', reason: 'it is left out' }

function decodeAs(member: MemberReading, stored: StoredItem, ranged: boolean): Decoded {
  const { name, visibility, inRange, accepts } = member
  // All of the entity's keys are meant where no range is: what has another one is no item that the entity would find.
  if (!inRange(stored)) return ranged ? left : foreign
  if (accepts?.(stored) === false) return left
  const decoded = visibility.decode(stored)
  return decoded.kind === 'item' ? { kind: 'item', item: { entity: name, item: decoded.item } } : decoded
}

/** The attributes of the table's key and of the index's. */
const keyAttributes = ({ index, entity: { table } }: CollectionContext): readonly KeyAttributeModel[] => [
  table.partitionKey,
  ...(table.sortKey ? [table.sortKey] : []),
  ...(index ? [...index.partitionKey, ...index.sortKey] : []),
]

const joined = <T>(filters: readonly T[]) => (filters.length > 1 ? nodeOf('and', ...filters) : filters[0]!)

/** What tells items apart, and no more, where DynamoDB evaluates the whole of the filters. */
function projectionOf(
  { index }: CollectionContext,
  members: readonly MemberReading[],
  placeholders: Placeholders,
): string | undefined {
  if (members.some(({ entity, unguarded }) => unguarded || entity.evolution)) return undefined
  const needed = members.flatMap(({ visibility }) => visibility.projection(placeholders)?.split(', ') ?? [])
  // No sentinel is in an index.
  const names = index ? needed : [...needed, placeholders.name(OWNER)]
  return [...new Set(names)].join(', ')
}
