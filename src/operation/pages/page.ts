import { MonotableError } from '../../errors/monotable-error.js'
import type { Context } from '../context.js'
import { encodeCursor, type Position } from './cursor.js'
import { type Batch, isDone, readBatches } from './read-batches.js'
import type { ReadNode } from './read-node.js'
import type { ReadPlan } from './read-plan.js'

/** Some of the items that a query or scan finds. */
export interface Page<out R> {
  readonly items: R[]
  /** Where to go on, for `after`; missing at the end. */
  readonly cursor?: string
  /** The number of items here. */
  readonly count: number
  /** The number of items that DynamoDB read for them, and charged. */
  readonly scannedCount: number
}

/** One page: a request's, or as many requests' as the limit needs. */
export async function readPage(context: Context, plan: ReadPlan, node: ReadNode): Promise<Page<object>> {
  const items: object[] = []
  let scannedCount = 0
  let positions: readonly Position[] = []
  for await (const batch of readBatches(context, plan, node)) {
    items.push(...batch.items)
    scannedCount += batch.scannedCount
    positions = batch.positions
    if (node.limit === undefined) break
  }
  return page(context, plan, { items, scannedCount, positions })
}

/** A page for each round of requests. */
export async function* readPages(context: Context, plan: ReadPlan, node: ReadNode): AsyncGenerator<Page<object>, void> {
  for await (const batch of readBatches(context, plan, node)) yield page(context, plan, batch)
}

/**
 * Item by item, a page in memory at a time; returns how many there were, also where DynamoDB only counted them.
 * @throws MonotableError `query.incomplete` when `maxRequests` ends it early
 */
export async function* readItems(context: Context, plan: ReadPlan, node: ReadNode): AsyncGenerator<object, number> {
  let items = 0
  let last: Batch | undefined
  for await (const batch of readBatches(context, plan, node)) {
    yield* batch.items
    items += batch.count
    last = batch
  }
  if (last && items !== node.limit && !isDone(last.positions)) {
    const { requests, positions } = last
    throw new MonotableError('query.incomplete', { requests, items, cursor: await cursorOf(context, plan, positions) })
  }
  return items
}

async function page(
  context: Context,
  plan: ReadPlan,
  { items, scannedCount, positions }: Pick<Batch, 'items' | 'scannedCount' | 'positions'>,
): Promise<Page<object>> {
  const cursor = await cursorOf(context, plan, positions)
  return { items, count: items.length, scannedCount, ...(cursor !== undefined && { cursor }) }
}

const cursorOf = async ({ seal }: Context, plan: ReadPlan, positions: readonly Position[]) =>
  isDone(positions) ? undefined : encodeCursor(positions, plan, seal)
