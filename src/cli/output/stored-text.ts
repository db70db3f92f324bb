import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../schema/item-model.js'
import { plainJson } from './json-text.js'

/** The most that is shown of a value, in characters. */
const MOST = 60

/** A stored value as people read it: `'text'`, `12`, `{"a":1}`; cut where it is long. Control characters are escaped. */
export function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return '(none)'
  const text = JSON.stringify(plainValue(value), (_, each) => plainJson(each))
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text
}

/** A key: `pk = "team#docs", sk = "user#ada"`. */
export const keyText = (key: StoredItem): string =>
  Object.entries(key)
    .map(([name, value]) => `${name} = ${valueText(value)}`)
    .join(', ')

function plainValue(value: AttributeValue): unknown {
  if (value.M) return Object.fromEntries(Object.entries(value.M).map(([name, each]) => [name, plainValue(each)]))
  if (value.L) return value.L.map(plainValue)
  if (value.NULL) return null
  if (value.N !== undefined) return Number(value.N)
  if (value.NS) return value.NS.map(Number)
  return value.S ?? value.BOOL ?? value.B ?? value.SS ?? value.BS
}
