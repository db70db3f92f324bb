import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import type { AnyModel, AnyView, View } from '../../entity/entity-types.js'
import type { Refused } from '../../errors/refused.js'
import type { Projected } from '../../expression/projection-types.js'
import type {
  EqualOperand,
  KeyOf,
  NamesIn,
  OneOperator,
  PrefixOperand,
  RangeOperand,
  SortPlaceholders,
} from '../../key/template-types.js'
import type { IndexKind, IndexSort } from '../../table/table-types.js'
import type { ReadPlan } from '../pages/read-plan.js'
import type { Reading } from '../pages/reading.js'
import { compileQuery } from './compile-query.js'
import { PartitionBuilder } from './partition-builder.js'
import type { QueryNode } from './query-node.js'

/**
 * Reads the items of one partition in the order of their sort key (Query): of the table, or of the index of an access
 * pattern.
 *
 * One sort-key operator takes the first attributes of the sort key, in their order and without a gap: all but the last
 * one given are compared for equality. It means the attribute, not the key's text, and never reaches another entity's
 * items: `gt({ createdAt })` leaves out every item with that `createdAt`.
 */
export interface Query<V extends AnyView, Item, Sort, Kind, P = never, Held extends AnyView = V>
  extends Reading<Held, Projected<V['item'], P>> {
  /** Reads what every earlier write left, at twice the cost. */
  readonly consistent: Kind extends 'global' ? Refused<'a global index has no consistent reads'> : () => this
  /**
   * Gives only these paths of each item; DynamoDB reads, and charges, the whole of it.
   * @example .project('id', 'capability.domain')
   */
  project<const Q extends V['path'] = never>(...paths: Q[]): Query<V, Item, Sort, Kind, Q, Held>
  /**
   * Gives whole items, where the index holds only parts of them: reads each from the table as well (BatchGetItem, 100 a request),
   * for 0.5 read units for each 4 KB of it. Items that are gone by then are left out. What the index does not hold can't be
   * filtered by all the same; what a filter leaves to the client is read whole before.
   * @throws BatchIncompleteError where not all of a page could be read
   * @example db.orders.query.byState({ state: 'open' }).hydrate()
   */
  readonly hydrate: keyof Item extends keyof V['item']
    ? Refused<'its items are whole'>
    : () => Query<View<Item>, Item, Sort, Kind, P, Held>
  /** From the least sort key to the greatest: the default. */
  ascending(): this
  /** From the greatest sort key to the least. */
  descending(): this
  /** The attributes are equal to these. */
  eq(attributes: EqualOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given is less. */
  lt(attributes: RangeOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given is less or equal. */
  lte(attributes: RangeOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given is greater. */
  gt(attributes: RangeOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given is greater or equal. */
  gte(attributes: RangeOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given is from the first bound to the second, both included. */
  between(low: RangeOperand<Sort, Item>, high: RangeOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  /** The last attribute given begins so. */
  beginsWith(attributes: PrefixOperand<Sort, Item>): Query<V, Item, OneOperator, Kind, P, Held>
  compile(): QueryCommandInput
}

type PatternQuery<D extends AnyModel, Pattern, View extends AnyView, Indexes, Index> = (
  partition: 'partitionKey' extends keyof Pattern ? KeyOf<D['item'], NamesIn<Pattern['partitionKey']>> : D['partition'],
) => Query<
  View,
  D['item'],
  'sortKey' extends keyof Pattern ? SortPlaceholders<Pattern['sortKey'], IndexSort<Indexes, Index>> : [],
  IndexKind<Indexes, Index>
>

/**
 * Queries by the primary key: `db.agents.query({ teamCode })`; by a named access pattern:
 * `db.agents.query.byType({ type })`.
 */
export type QueryBuilders<D extends AnyModel> = ((
  partition: D['partition'],
) => Query<D, D['item'], D['sort'], 'table'>) & {
  readonly [N in keyof D['patterns']]: PatternQuery<
    D,
    D['patterns'][N],
    D['views'][N],
    D['table']['indexes'],
    D['patterns'][N]['index']
  >
}

export class QueryBuilder extends PartitionBuilder<QueryNode> {
  readonly kind = 'query'

  protected plan(counting?: boolean): ReadPlan {
    return compileQuery(this.context, this.node, counting)
  }
}
