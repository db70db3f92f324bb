import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import type { AnyCollectionModel } from '../../entity/collection-types.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Refused } from '../../errors/refused.js'
import { allOf } from '../../expression/condition.js'
import type { Where } from '../../expression/condition-types.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type AnyWhere, conditionOf } from '../builder.js'
import type { Operation } from '../operation.js'
import { Gathering } from '../pages/gathering.js'
import type { ReadPlan } from '../pages/read-plan.js'
import type { Limits } from '../pages/reading.js'
import { PartitionBuilder } from '../query/partition-builder.js'
import type { CollectionContext } from './collection-context.js'
import type { CollectionNode } from './collection-node.js'
import { compileCollection } from './compile-collection.js'

/** Some of the items that a query of a collection finds. */
export interface CollectionPage<out Lists> {
  /** A list for each entity, in the order of the keys. */
  readonly items: Lists
  /** Where to go on, for `after`; missing at the end. */
  readonly cursor?: string
  /** The number of items here, of all entities. */
  readonly count: number
  /** The number of items that DynamoDB read for them, and charged. */
  readonly scannedCount: number
}

type Once<Ranged, Operand> = Ranged extends true ? Refused<'a query takes one sort-key operator'> : Operand

/**
 * Reads the items of several entities in one partition, in the order of their sort keys (Query). Awaited, it gives one page:
 * without `limit` that of one request (at most 1 MB read), with `limit(n)` as many items as that, of all entities together.
 *
 * One sort-key operator takes the first attributes of the sort key, those that all the entities' sort keys begin with. For
 * each entity it means what it means in a query of that entity alone.
 */
export interface CollectionQuery<C extends AnyCollectionModel, Ranged = false>
  extends Operation<CollectionPage<C['lists']>>,
    Limits {
  /** Reads what every earlier write left, at twice the cost. */
  readonly consistent: C['kind'] extends 'global' ? Refused<'a global index has no consistent reads'> : () => this
  /**
   * Leaves out items of one entity for which this does not hold, after they were read (and paid for). Filters of an entity
   * add up; entities without one are not filtered.
   * @example .filter('agents', (agent, { eq }) => eq(agent.active, true))
   */
  filter<const K extends keyof C['views']>(entity: K, where: Where<C['views'][K]>): this
  /**
   * Is given the items that are of none of the entities, as they are stored: those of others, and the library's own that keep
   * unique values. They are left out otherwise. Without a sort-key operator the whole partition is read for them.
   */
  onForeign(handler: (stored: StoredItem) => void): this
  /** From the least sort key to the greatest: the default. */
  ascending(): this
  /** From the greatest sort key to the least. */
  descending(): this
  /** The attributes are equal to these. */
  eq(attributes: Once<Ranged, C['equal']>): CollectionQuery<C, true>
  /** The last attribute given is less. */
  lt(attributes: Once<Ranged, C['range']>): CollectionQuery<C, true>
  /** The last attribute given is less or equal. */
  lte(attributes: Once<Ranged, C['range']>): CollectionQuery<C, true>
  /** The last attribute given is greater. */
  gt(attributes: Once<Ranged, C['range']>): CollectionQuery<C, true>
  /** The last attribute given is greater or equal. */
  gte(attributes: Once<Ranged, C['range']>): CollectionQuery<C, true>
  /** The last attribute given is from the first bound to the second, both included. */
  between(low: Once<Ranged, C['range']>, high: Once<Ranged, C['range']>): CollectionQuery<C, true>
  /** The last attribute given begins so. */
  beginsWith(attributes: Once<Ranged, C['prefix']>): CollectionQuery<C, true>
  /** Item by item with the name of its entity, in the order of the keys; as many pages as it takes, one in memory at a time. */
  items(): AsyncIterable<C['item']>
  /** Page by page, one for each request. */
  pages(): AsyncIterable<CollectionPage<C['lists']>>
  /** All items, a list for each entity, in as many requests as it takes. */
  all(): Operation<C['lists']>
  /** The first item with the name of its entity, or `undefined`. */
  first(): Operation<C['item'] | undefined>
  /** How many items there are of each entity. All of them are read for it, and charged; not all of each is sent. */
  count(): Operation<C['counts']>
  compile(): QueryCommandInput
}

/** What `compileCollection` makes of an item. */
interface NamedItem {
  readonly entity: string
  readonly item: object
}

export class CollectionBuilder extends PartitionBuilder<CollectionNode, CollectionContext> {
  readonly kind = 'collection'

  override filter(entity: unknown, where?: AnyWhere): this {
    const name = String(entity)
    if (!this.context.members.some(member => member.name === name))
      throw new MonotableError('query.invalid', { reason: `The collection has no entity '${name}'.` })
    const filters = new Map(this.node.filters)
    return this.with({ filters: filters.set(name, allOf(filters.get(name), conditionOf(where!))!) })
  }

  onForeign(onForeign: (stored: StoredItem) => void): this {
    return this.with({ onForeign })
  }

  override count(): Gathering<object> {
    const gather = async (batches: AsyncIterable<{ readonly items: object[] }>) => {
      const counts = this.each(() => 0)
      for await (const { items } of batches) for (const { entity } of items as NamedItem[]) counts[entity]!++
      return counts
    }
    return new Gathering(this.read({ projection: [] }), gather, true)
  }

  protected plan(counting?: boolean): ReadPlan {
    return compileCollection(this.context, this.node, counting)
  }

  protected override arrange(items: object[]): object {
    const lists = this.each((): object[] => [])
    for (const { entity, item } of items as NamedItem[]) lists[entity]!.push(item)
    return lists
  }

  /** Something for each entity, by its name. */
  private each<T>(make: () => T): Record<string, T> {
    return Object.fromEntries(this.context.members.map(({ name }) => [name, make()]))
  }
}
