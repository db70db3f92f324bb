import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { utf8Length } from '../key/order.js'
import type { StoredItem } from './item-model.js'
import { parseDecimal } from './numbers.js'

/** The most that DynamoDB stores in one item, names included. */
export const MAX_ITEM_BYTES = 409_600

/** How many bytes a text takes, or the text of a number. */
type Measure = (text: string) => number

/** Each unit of a text takes 3 at most, and so does each of a number. */
const most: Measure = text => 3 * text.length

/** Whether an item may take more bytes than DynamoDB stores, without a look at its texts: of few the exact size is worth its time. */
export const mayBeTooLarge = (item: StoredItem): boolean => itemSize(item, most, most) > MAX_ITEM_BYTES

/** The bytes that an item takes by DynamoDB's rules, its names included. */
export function itemSize(item: StoredItem, text: Measure = utf8Length, number: Measure = numberSize): number {
  let bytes = 0
  for (const name of Object.keys(item)) bytes += text(name) + valueSize(item[name]!, text, number)
  return bytes
}

function valueSize(value: AttributeValue, text: Measure, number: Measure): number {
  // Most values are one of these.
  if (value.S !== undefined) return text(value.S)
  if (value.N !== undefined) return number(value.N)
  const { B, SS, NS, BS, L, M } = value
  if (B) return B.length
  if (SS) return sum(SS, text)
  if (NS) return sum(NS, number)
  if (BS) return sum(BS, binary => binary.length)
  if (L) return 3 + sum(L, element => 1 + valueSize(element, text, number))
  return M ? 3 + Object.keys(M).length + itemSize(M, text, number) : 1
}

/** A byte for each two decimal places that hold digits, one for the exponent, one for a minus. */
function numberSize(text: string): number {
  const { sign, digits, exponent } = parseDecimal(text)!
  return sign === 0 ? 1 : Math.ceil((digits.length + Math.abs(exponent % 2)) / 2) + (sign < 0 ? 2 : 1)
}

/** What values take together. */
export function sum<T>(values: readonly T[], size: (value: T) => number): number {
  let bytes = 0
  for (const value of values) bytes += size(value)
  return bytes
}
