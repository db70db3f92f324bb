import { ownAttributes } from '../../kv/value-layout.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** What parts the prefix from the id in the partition of a value's pieces. */
const PIECES = '\0'

/**
 * Whether an item is of a key-value store: by its prefix, or by what `DynamoDBKVStore` stores in its layout `value`: the value, and
 * a few attributes of its own beside it.
 */
export function isStoreEntry(table: Table, prefixes: readonly string[], stored: StoredItem): boolean {
  const { partitionKey, sortKey, timeToLive = 'ttl' } = table
  const [partition, sort] = [stored[partitionKey.name]?.S, sortKey && stored[sortKey.name]?.S]
  if (partition === undefined || sort === undefined) return false
  if (prefixes.some(prefix => prefix !== '' && partition.startsWith(prefix))) return true
  if (partition.includes(PIECES) && /^\d{6}$/.test(sort)) return true
  const known = [partitionKey.name, sortKey!.name, timeToLive, ...ownAttributes]
  const values = Object.keys(stored).filter(name => !known.includes(name))
  if (values.length === 0) return stored.chunks?.M?.id?.S !== undefined && stored.chunks.M.count?.N !== undefined
  const marked = ownAttributes.some(name => Object.hasOwn(stored, name))
  return values.length === 1 && (values[0] === 'value' || marked)
}
