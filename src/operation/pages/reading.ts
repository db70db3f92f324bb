import type { Where } from '../../expression/condition-types.js'
import type { Operation } from '../operation.js'
import type { Page } from './page.js'

/** How much is read, and from where. */
export interface Limits {
  /** At most this many items (1 or more), in as many requests as it takes. */
  limit(items: number): this
  /** At most this many items (1 or more) read in a request, DynamoDB's Limit: what the filter leaves out counts. */
  pageSize(items: number): this
  /**
   * At most this many requests (1 or more). What answers completely or not at all (`all`, `first`, `count`, `items`) throws
   * QueryIncompleteError when that ends it early; its `cursor` goes on.
   */
  maxRequests(requests: number): this
  /**
   * Goes on where the page with this cursor ended; from the beginning where there is none.
   * Awaiting it throws InvalidCursorError for a cursor of another query (table, index, partition, range, direction, segments).
   */
  after(cursor: string | undefined): this
  /** Items too whose time to live is over, and that DynamoDB has not deleted yet; they are left out otherwise. */
  includeExpired(): this
}

/**
 * What queries and scans share. Awaited, they give one page: without `limit` that of one request (at most 1 MB read),
 * with `limit(n)` as many items as that, in as many requests as it takes.
 */
export interface Reading<Item, R> extends Operation<Page<R>>, Limits {
  /**
   * Leaves out the items for which this does not hold, after they were read (and paid for). Filters add up.
   * @example .filter((agent, { and, eq, contains }) => and(eq(agent.active, true), contains(agent.capability.skills, 'pdf')))
   */
  filter(where: Where<Item>): this
  /** Item by item, as many pages as it takes, one in memory at a time. */
  items(): AsyncIterable<R>
  /** Page by page, one for each request (of a parallel scan: one of each segment). */
  pages(): AsyncIterable<Page<R>>
  /** All items, in as many requests as it takes. */
  all(): Operation<R[]>
  /** The first item, or `undefined`. */
  first(): Operation<R | undefined>
  /** How many items there are. DynamoDB reads them all, and charges so; they are not sent where its count is right. */
  count(): Operation<number>
}
