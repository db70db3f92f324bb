import { Placeholders } from '../expression/placeholders.js'
import { Tally } from '../operation/batch/tally.js'
import { expressionAttributes } from '../operation/expression-attributes.js'
import { inParallel } from '../operation/in-parallel.js'
import type { StoredItem } from '../schema/item-model.js'
import { CONCURRENCY, readItems } from './batch.js'
import { readChunks } from './chunk-items.js'
import { isAlive, storedExpiry } from './expiry.js'
import { type KVContext, sending } from './kv-context.js'
import type { Entry } from './kv-store.js'
import { ENTRY, invalidEntry } from './layout.js'

/** How often an entry is read whose value is replaced each time before its pieces are read. */
const MAX_ATTEMPTS = 5

/** An entry by its primary key (GetItem). */
export async function readEntry(
  context: KVContext,
  key: StoredItem,
  consistent: boolean,
): Promise<Entry<any> | undefined> {
  return settleEntry(context, await getItem(context, key, consistent), consistent)
}

/** Whether there is an entry (GetItem, without its value). */
export async function hasEntry(context: KVContext, key: StoredItem, consistent: boolean): Promise<boolean> {
  const { layout, now } = context
  return isAlive(layout.expiresAt, await getItem(context, key, consistent, aboutEntries(context)), now())
}

/**
 * Entries by their primary keys (BatchGetItem), in the order of the keys.
 * @throws BatchIncompleteError
 */
export async function readEntries(
  context: KVContext,
  collection: string,
  names: readonly string[],
  consistent: boolean,
): Promise<(Entry<any> | undefined)[]> {
  const keys = names.map(name => context.keys.of(collection, name))
  const subject = (position: number) => ({
    entity: ENTRY,
    operation: 'get',
    key: { collection, key: names[position] },
  })
  const tally = new Tally(subject, names.length, undefined)
  const found: (readonly [position: number, stored: StoredItem | undefined])[] = []
  await readItems(context, keys, consistent, tally, (position, stored) => found.push([position, stored]))
  await inParallel(found, CONCURRENCY, async ([position, stored]) => {
    try {
      tally.succeed(position, await settleEntry(context, stored, consistent))
    } catch (error) {
      tally.fail(position, error)
    }
  })
  return tally.finish(names.length) as (Entry<any> | undefined)[]
}

/**
 * The entry that an item is, with the pieces of its value; undefined where its time is over. Pieces that are not there were
 * deleted with a value that another took the place of, which is then read.
 * @throws InvalidItemError `item.invalidStored`, BatchIncompleteError
 */
export async function settleEntry(
  context: KVContext,
  found: StoredItem | undefined,
  consistent: boolean,
): Promise<Entry<any> | undefined> {
  const { layout, keys, now } = context
  let stored = found
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (!isAlive(layout.expiresAt, stored, now())) return undefined
    const chunks = layout.chunksOf(stored)
    const pieces = chunks ? await readChunks(context, chunks, consistent || attempt > 1) : []
    if (pieces) {
      const expires = storedExpiry(layout.expiresAt, stored)
      return { key: keys.keyOf(stored), value: await layout.decode(stored, pieces), ...(expires && { expires }) }
    }
    stored = await getItem(context, keys.in(stored), true)
  }
  throw invalidEntry(stored!, [
    { path: [], code: 'chunks', message: 'is in pieces, of which some were missing each time that it was read' },
  ])
}

/** The projection of what tells of an entry, without its value. */
export function aboutEntries({ keys, layout }: KVContext, placeholders = new Placeholders()) {
  const ProjectionExpression = [keys.partitionKey, keys.sortKey, ...layout.about]
    .map(name => placeholders.name(name))
    .join(', ')
  return expressionAttributes(placeholders, { ProjectionExpression })
}

async function getItem(
  context: KVContext,
  Key: StoredItem,
  ConsistentRead: boolean,
  projection = {},
): Promise<StoredItem | undefined> {
  const input = { TableName: context.tableName, Key, ConsistentRead, ...projection }
  return (await context.transport.send('GetItem', input, sending(context))).Item
}
