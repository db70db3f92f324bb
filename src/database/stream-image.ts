import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bareObject } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import type { StreamImage, StreamValue } from './stream-types.js'

/** The stored item of a record's key or image, with bytes where Lambda has base64; undefined where there is none. */
export function storedImage(image: StreamImage | null | undefined): StoredItem | undefined {
  if (image == null) return undefined
  const stored = bareObject<AttributeValue>()
  for (const [name, value] of Object.entries(image)) stored[name] = storedValue(value)
  return stored
}

function storedValue(value: StreamValue | null): AttributeValue {
  // No value of DynamoDB's: it is left for the schema not to fit.
  if (typeof value !== 'object' || value === null) return {} as AttributeValue
  if (value.B !== undefined) return { B: bytesOf(value.B) }
  if (value.BS) return { BS: value.BS.map(bytesOf) }
  if (value.L) return { L: value.L.map(storedValue) }
  if (value.M) return { M: storedImage(value.M)! }
  return value as AttributeValue
}

function bytesOf(value: Uint8Array | string): Uint8Array {
  if (typeof value !== 'string') return value
  try {
    return Uint8Array.from(atob(value), character => character.charCodeAt(0))
  } catch {
    // What is no base64 is left as it is: the schema says then that it does not fit.
    return value as unknown as Uint8Array
  }
}
