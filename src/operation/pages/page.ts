import type { SharedContext } from '../context.js'
import type { SendOptions } from '../transport.js'
import { type Batch, cursorOf, readBatches } from './read-batches.js'
import type { ReadNode } from './read-node.js'
import type { ReadPlan } from './read-plan.js'

/** Some of the items that a query or scan finds. */
export interface Page<out R> {
  /** The items, in the order in which they were read. */
  readonly items: R[]
  /** Where to go on, for `after`; missing at the end. */
  readonly cursor?: string
  /** The number of items here. */
  readonly count: number
  /** The number of items that DynamoDB read for them, and charged. */
  readonly scannedCount: number
}

/** One page: a request's, or as many requests' as the limit needs. */
export async function readPage(
  context: SharedContext,
  plan: ReadPlan,
  node: ReadNode,
  sending: SendOptions,
): Promise<Page<object>> {
  const items: object[] = []
  let page: Batch = { items, count: 0, scannedCount: 0, positions: [] }
  for await (const batch of readBatches(context, plan, node, sending)) {
    for (const item of batch.items) items.push(item)
    page = { ...batch, items, count: items.length, scannedCount: page.scannedCount + batch.scannedCount }
    if (node.limit === undefined) break
  }
  return pageOf(context, plan, page)
}

/** A page for each round of requests. */
export async function* readPages(
  context: SharedContext,
  plan: ReadPlan,
  node: ReadNode,
  sending: SendOptions,
): AsyncGenerator<Page<object>, void> {
  for await (const batch of readBatches(context, plan, node, sending)) yield pageOf(context, plan, batch)
}

/** Item by item, a round of requests in memory at a time. */
export async function* itemsOf(batches: AsyncIterable<Batch>): AsyncGenerator<object, void> {
  for await (const { items } of batches) yield* items
}

async function pageOf(context: SharedContext, plan: ReadPlan, { positions, ...found }: Batch): Promise<Page<object>> {
  const cursor = await cursorOf(context, plan, positions)
  return { ...found, ...(cursor !== undefined && { cursor }) }
}
