import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { utf8Length } from '../../key/order.js'
import type { StoredItem } from '../../schema/item-model.js'
import { sum } from '../../schema/item-size.js'

/** The bytes that an item takes in a request: more than it takes where it is stored, for it travels as JSON. */
export function wireSize(item: StoredItem): number {
  let bytes = 2
  for (const [name, value] of Object.entries(item)) bytes += textSize(name) + 2 + valueSize(value)
  return bytes
}

/** `{"S":…}` is six characters around the value. */
function valueSize({ S, N, B, SS, NS, BS, L, M }: AttributeValue): number {
  if (S !== undefined) return 6 + textSize(S)
  if (N !== undefined) return 8 + N.length
  if (B) return 6 + bytesSize(B)
  const texts = SS ?? NS
  if (texts) return 9 + sum(texts, text => 1 + textSize(text))
  if (BS) return 9 + sum(BS, bytes => 1 + bytesSize(bytes))
  if (L) return 8 + sum(L, element => 1 + valueSize(element))
  // `{"BOOL":false}` and `{"NULL":true}`.
  return M ? 6 + wireSize(M) : 14
}

/** As JSON. */
export const textSize = (text: string): number => utf8Length(JSON.stringify(text))
/** In base64, between quotes. */
const bytesSize = (bytes: Uint8Array): number => 2 + 4 * Math.ceil(bytes.length / 3)
