import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { utf8Length } from '../key/order.js'
import { typeOf } from './attribute-model.js'
import type { StoredItem } from './item-model.js'
import { parseDecimal } from './numbers.js'

/** The most that DynamoDB stores in one item, names included. */
export const MAX_ITEM_BYTES = 409_600

/** The bytes that an item takes by DynamoDB's rules, its names included. */
export function itemSize(item: StoredItem): number {
  return sum(Object.keys(item), name => utf8Length(name) + valueSize(item[name]!))
}

function valueSize(value: AttributeValue): number {
  switch (typeOf(value)) {
    case 'S':
      return utf8Length(value.S!)
    case 'N':
      return numberSize(value.N!)
    case 'B':
      return value.B!.length
    case 'SS':
      return sum(value.SS!, utf8Length)
    case 'NS':
      return sum(value.NS!, numberSize)
    case 'BS':
      return sum(value.BS!, binary => binary.length)
    case 'L':
      return 3 + sum(value.L!, element => 1 + valueSize(element))
    case 'M':
      return 3 + Object.keys(value.M!).length + itemSize(value.M!)
    default:
      return 1
  }
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
