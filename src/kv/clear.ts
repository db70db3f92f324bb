import { Tally } from '../operation/batch/tally.js'
import { inParallel } from '../operation/in-parallel.js'
import type { StoredItem } from '../schema/item-model.js'
import { deleteOf, makeWrites, patiently, SINGLE_CONCURRENCY } from './batch.js'
import { isAlive } from './expiry.js'
import type { KVContext } from './kv-context.js'
import { ENTRY } from './layout.js'
import { type Listing, pagesOf } from './list.js'
import { deleteEntry } from './write-entry.js'

/**
 * Deletes the entries of a collection, a page of their keys at a time (Query, then BatchWriteItem, or DeleteItem where values
 * may be in pieces); how many there were.
 * @throws BatchIncompleteError
 */
export async function clearEntries(context: KVContext, listing: Omit<Listing, 'consistent'>): Promise<number> {
  const { layout, now } = context
  let entries = 0
  let deleted = 0
  for (const pages of pagesOf(context, { ...listing, consistent: true }, 'about')) {
    for (;;) {
      const { value: items } = await pages.next().catch(error => {
        throw tallyOf(context, listing.collection, [], deleted).error(error)
      })
      if (!items) break
      const time = now()
      await deletePage(context, items, tallyOf(context, listing.collection, items, deleted))
      entries += items.filter(item => isAlive(layout.expiresAt, item, time)).length
      deleted += items.length
    }
  }
  return entries
}

async function deletePage(context: KVContext, items: readonly StoredItem[], tally: Tally): Promise<void> {
  const { keys, layout } = context
  const deletes = items.map((item, position) => ({ key: keys.in(item), item, position }))
  const isSingle = ({ item }: { readonly item: StoredItem }) => layout.chunked || layout.chunksOf(item) !== undefined
  const together = deletes.filter(each => !isSingle(each)).map(({ key, position }) => deleteOf(key, [position]))
  await makeWrites(context, together, tally)
  await inParallel(deletes.filter(isSingle), SINGLE_CONCURRENCY, async ({ key, position }) => {
    try {
      tally.succeed(position, await patiently(context, attempts => deleteEntry(context, key, attempts)))
    } catch (error) {
      tally.fail(position, error)
    }
  })
  tally.finish(0)
}

/** What has become of a page; `deleted` were before it. */
const tallyOf = ({ keys }: KVContext, collection: string, items: readonly StoredItem[], deleted: number): Tally =>
  new Tally(
    position => ({ entity: ENTRY, operation: 'delete', key: { collection, key: keys.keyOf(items[position]!) } }),
    undefined,
    undefined,
    deleted,
  )
