import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { Placeholders } from '../expression/placeholders.js'
import { compareText } from '../key/order.js'
import { expressionAttributes } from '../operation/expression-attributes.js'
import type { StoredItem } from '../schema/item-model.js'
import { CONCURRENCY } from './batch.js'
import { checkPrefix } from './entry-key.js'
import { isAlive } from './expiry.js'
import { type KVContext, sending } from './kv-context.js'
import { aboutEntries, settleEntry } from './read-entry.js'

/** What is listed of a collection. */
export interface Listing {
  readonly collection: string
  readonly prefix: string
  readonly consistent: boolean
}

/** The keys of a collection (Query, of the keys and what tells of expiry). */
export async function* listKeys(context: KVContext, listing: Listing): AsyncGenerator<string, void, undefined> {
  const { layout, keys, now } = context
  for await (const items of merged(pagesOf(context, listing, 'about'), context))
    for (const item of items) if (isAlive(layout.expiresAt, item, now())) yield keys.keyOf(item)
}

/** The entries of a collection (Query). */
export async function* listEntries<V>(
  context: KVContext,
  listing: Listing,
): AsyncGenerator<[key: string, value: V], void, undefined> {
  for await (const items of merged(pagesOf(context, listing, 'whole'), context))
    for (let start = 0; start < items.length; start += CONCURRENCY) {
      const some = items.slice(start, start + CONCURRENCY)
      for (const entry of await Promise.all(some.map(item => settleEntry(context, item, listing.consistent))))
        if (entry) yield [entry.key, entry.value]
    }
}

/**
 * The pages of each partition of a collection, in the order of their keys.
 * @throws InvalidKeyError
 */
export function pagesOf(
  context: KVContext,
  { collection, prefix, consistent }: Listing,
  what: 'about' | 'whole',
): readonly AsyncGenerator<readonly StoredItem[], void, undefined>[] {
  const { keys, tableName } = context
  checkPrefix(prefix)
  return keys.partitions(collection).map(partition => {
    const placeholders = new Placeholders()
    const isPartition = `${placeholders.name(keys.partitionKey)} = ${placeholders.value({ S: partition })}`
    const begins =
      prefix && ` AND begins_with(${placeholders.name(keys.sortKey)}, ${placeholders.value({ S: prefix })})`
    return pages(context, {
      TableName: tableName,
      KeyConditionExpression: isPartition + begins,
      ConsistentRead: consistent,
      ...(what === 'about' ? aboutEntries(context, placeholders) : expressionAttributes(placeholders)),
    })
  })
}

async function* pages(
  context: KVContext,
  input: QueryCommandInput,
): AsyncGenerator<readonly StoredItem[], void, undefined> {
  let start: StoredItem | undefined
  do {
    const pageInput = { ...input, ...(start && { ExclusiveStartKey: start }) }
    const page = await context.transport.send('Query', pageInput, sending(context))
    yield page.Items ?? []
    start = page.LastEvaluatedKey
  } while (start)
}

/** The items of several partitions in the order of their keys: a page of each is read at a time, all at once. */
async function* merged(
  partitions: readonly AsyncGenerator<readonly StoredItem[]>[],
  { keys }: KVContext,
): AsyncGenerator<readonly StoredItem[], void, undefined> {
  const readers = partitions.map(pages => ({ pages, page: [] as readonly StoredItem[], at: 0, isDone: false }))
  for (;;) {
    await Promise.all(
      readers.map(async reader => {
        while (!reader.isDone && reader.at === reader.page.length) {
          const { value, done = false } = await reader.pages.next()
          reader.isDone = done
          reader.page = value ?? []
          reader.at = 0
        }
      }),
    )
    const open = readers.filter(reader => !reader.isDone)
    if (open.length === 0) return
    const [only, ...others] = open
    if (others.length === 0) {
      yield only!.page.slice(only!.at)
      only!.at = only!.page.length
      continue
    }
    const items: StoredItem[] = []
    // What comes behind the end of a page may be on the next one.
    while (open.every(reader => reader.at < reader.page.length)) {
      let first = open[0]!
      for (const reader of open)
        if (compareText(keys.keyOf(reader.page[reader.at]!), keys.keyOf(first.page[first.at]!)) < 0) first = reader
      items.push(first.page[first.at++]!)
    }
    yield items
  }
}
