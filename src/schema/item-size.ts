import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { utf8Length } from '../key/order.js'
import type { StoredItem } from './item-model.js'
import { parseDecimal } from './numbers.js'

/** The most that DynamoDB stores in one item, names included. */
export const MAX_ITEM_BYTES = 409_600

/**
 * Whether an item may take more bytes, without a look at its texts, of which each unit takes 3 at most: what it tells of large
 * items alone is worth the exact size.
 */
export const mayExceed = (item: StoredItem, bytes: number): boolean => mostBytes(item) > bytes

/** Counts type tags as if they were names, and 4 bytes for whatever holds something. */
function mostBytes(stored: unknown): number {
  if (typeof stored === 'string') return 3 * stored.length
  if (typeof stored !== 'object' || stored === null) return 1
  if (stored instanceof Uint8Array) return stored.length
  if (Array.isArray(stored)) return sum(stored, each => 1 + mostBytes(each))
  let bytes = 4
  for (const name in stored) bytes += 1 + 3 * name.length + mostBytes((stored as StoredItem)[name])
  return bytes
}

/** The bytes that an item takes by DynamoDB's rules, its names included. */
export function itemSize(item: StoredItem): number {
  return sum(Object.keys(item), name => utf8Length(name) + valueSize(item[name]!))
}

function valueSize({ S, N, B, SS, NS, BS, L, M }: AttributeValue): number {
  if (S !== undefined) return utf8Length(S)
  if (N !== undefined) return numberSize(N)
  if (B) return B.length
  if (SS) return sum(SS, utf8Length)
  if (NS) return sum(NS, numberSize)
  if (BS) return sum(BS, binary => binary.length)
  if (L) return 3 + sum(L, element => 1 + valueSize(element))
  return M ? 3 + Object.keys(M).length + itemSize(M) : 1
}

/** A byte for each two decimal places that hold digits, one for the exponent, one for a minus. */
function numberSize(text: string): number {
  const { sign, digits, exponent } = parseDecimal(text)!
  return sign === 0 ? 1 : Math.ceil((digits.length + Math.abs(exponent % 2)) / 2) + (sign < 0 ? 2 : 1)
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  let bytes = 0
  for (const value of values) bytes += size(value)
  return bytes
}
