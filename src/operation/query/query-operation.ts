import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import type { AnyModel } from '../../entity/entity-types.js'
import type { Refused } from '../../errors/refused.js'
import type { PathOf, Projected } from '../../expression/projection-types.js'
import type {
  EqualOperand,
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

/** The part of an item that an index holds, where the query gives whole items all the same. */
interface Hydrated<Held> {
  readonly held: Held
}
type HeldOf<Item, Part> = [Part] extends [never] ? Item : Part extends Hydrated<infer Held> ? Held : Part
type SeenOf<Item, Part> = [Part] extends [never] ? Item : Part extends Hydrated<unknown> ? Item : Part

/**
 * Reads the items of one partition in the order of their sort key (Query): of the table, or of the index of an access
 * pattern.
 *
 * One sort-key operator takes the first attributes of the sort key, in their order and without a gap: all but the last
 * one given are compared for equality. It means the attribute, not the key's text, and never reaches another entity's
 * items: `gt({ createdAt })` leaves out every item with that `createdAt`.
 *
 * It gives the paths `P` of an `Item`, or of the `Part` of it that the index holds.
 */
export interface Query<Item, Sort, Kind, P = never, Part = never>
  extends Reading<HeldOf<Item, Part>, Projected<SeenOf<Item, Part>, P>> {
  /** Reads what every earlier write left, at twice the cost. */
  readonly consistent: Kind extends 'global' ? Refused<'a global index has no consistent reads'> : () => this
  /**
   * Gives only these paths of each item; DynamoDB reads, and charges, the whole of it.
   * @example .project('id', 'capability.domain')
   */
  project<const Q extends PathOf<SeenOf<Item, Part>> = never>(...paths: Q[]): Query<Item, Sort, Kind, Q, Part>
  /**
   * Gives whole items, where the index holds only parts of them: reads each from the table as well (BatchGetItem, 100 a request),
   * for 0.5 read units for each 4 KB of it. Items that are gone by then are left out. What the index does not hold can't be
   * filtered by all the same; what a filter leaves to the client is read whole before.
   * @throws BatchIncompleteError where not all of a page could be read
   * @example db.orders.query.byState({ state: 'open' }).hydrate()
   */
  readonly hydrate: keyof Item extends keyof SeenOf<Item, Part>
    ? Refused<'its items are whole'>
    : () => Query<Item, Sort, Kind, P, Hydrated<Part>>
  /** From the least sort key to the greatest: the default. */
  ascending(): this
  /** From the greatest sort key to the least. */
  descending(): this
  /** The attributes are equal to these. */
  eq(attributes: EqualOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given is less. */
  lt(attributes: RangeOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given is less or equal. */
  lte(attributes: RangeOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given is greater. */
  gt(attributes: RangeOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given is greater or equal. */
  gte(attributes: RangeOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given is from the first bound to the second, both included. */
  between(low: RangeOperand<Sort, Item>, high: RangeOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  /** The last attribute given begins so. */
  beginsWith(attributes: PrefixOperand<Sort, Item>): Query<Item, OneOperator, Kind, P, Part>
  compile(): QueryCommandInput
}

type PatternQuery<D extends AnyModel, Pattern, Part, Indexes, Index> = (
  partition: 'partitionKey' extends keyof Pattern
    ? { [K in NamesIn<Pattern['partitionKey']> & keyof D['item']]: D['item'][K] & {} }
    : D['partition'],
) => Query<
  D['item'],
  'sortKey' extends keyof Pattern ? SortPlaceholders<Pattern['sortKey'], IndexSort<Indexes, Index>> : [],
  IndexKind<Indexes, Index>,
  never,
  Part
>

/**
 * Queries by the primary key: `db.agents.query({ teamCode })`; by a named access pattern:
 * `db.agents.query.byType({ type })`.
 */
export type QueryBuilders<D extends AnyModel> = ((
  partition: D['partition'],
) => Query<D['item'], D['sort'], 'table'>) & {
  readonly [N in keyof D['patterns']]: PatternQuery<
    D,
    D['patterns'][N],
    D['parts'][N],
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
