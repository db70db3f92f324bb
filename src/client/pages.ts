import { wholeNumber } from '../operation/whole-number.js'
import type { TableContext } from './context.js'
import type { GetAllOptions, QueryPagesOptions } from './options.js'
import { type Reading, readPage } from './reads.js'
import type { NumberedPage } from './results.js'

const PAGE_SIZE = 100

/** Reads on, a request a page, until nothing is left or there are pages enough. */
export async function* readPages(
  context: TableContext,
  {
    pageSize = PAGE_SIZE,
    maxPages = Number.POSITIVE_INFINITY,
    ...reading
  }: Reading & Pick<QueryPagesOptions<any, never>, 'pageSize' | 'maxPages'>,
): AsyncGenerator<NumberedPage<any>, void, undefined> {
  if (maxPages !== Number.POSITIVE_INFINITY) wholeNumber('query.invalid', 'maxPages', maxPages)
  const limit = wholeNumber('query.invalid', 'pageSize', pageSize)
  let { startKey } = reading
  for (let pageNumber = 1; pageNumber <= maxPages; pageNumber++) {
    const page = await readPage(context, { ...reading, limit, ...(startKey && { startKey }) })
    yield { pageNumber, ...page }
    startKey = page.lastKey
    if (!startKey) return
  }
}

/** All items, or the first so many. */
export async function readAll(
  context: TableContext,
  { maxItems, ...reading }: Reading & Pick<GetAllOptions<any, never>, 'maxItems'>,
): Promise<any[]> {
  if (maxItems !== undefined) wholeNumber('query.invalid', 'maxItems', maxItems)
  const items: any[] = []
  let startKey: Reading['startKey']
  do {
    // With a filter nobody knows how many must be read.
    const limit = maxItems !== undefined && !reading.filter ? { limit: maxItems - items.length } : {}
    const page = await readPage(context, { ...reading, ...limit, ...(startKey && { startKey }) })
    for (const item of page.items) items.push(item)
    startKey = page.lastKey
  } while (startKey && items.length < (maxItems ?? Number.POSITIVE_INFINITY))
  return items.slice(0, maxItems)
}

/** How many items there are, of all pages. */
export async function countItems(context: TableContext, reading: Reading): Promise<number> {
  let total = 0
  let startKey: Reading['startKey']
  do {
    const page = await readPage(context, { ...reading, counts: true, ...(startKey && { startKey }) })
    total += page.count
    startKey = page.lastKey
  } while (startKey)
  return total
}
