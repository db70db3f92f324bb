import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bytesAsText } from '../key/order.js'
import type { StoredItem } from '../schema/item-model.js'
import { canonicalNumber } from '../schema/numbers.js'
import type { Table } from '../table/table-types.js'

/** The same text for the same primary key, whatever else is stored beside it, and however its numbers are written. */
export function keyText({ partitionKey, sortKey }: Table, stored: StoredItem): string {
  const partition = textOf(stored[partitionKey.name])
  // With its length before it, no other two texts make the same one.
  return sortKey ? `${partition.length} ${partition}${textOf(stored[sortKey.name])}` : partition
}

const textOf = ({ S, N, B }: Partial<AttributeValue> = {}): string =>
  S ?? (N === undefined ? bytesAsText(B!) : canonicalNumber(N))
