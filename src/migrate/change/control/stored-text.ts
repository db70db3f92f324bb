import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { base64Of, bytesOfBase64 } from '../../../key/order.js'
import { bareObject } from '../../../schema/bare-object.js'
import type { StoredItem } from '../../../schema/item-model.js'

/** A stored item as text that a person can read: DynamoDB's JSON, with bytes as base64. Nothing of it is lost. */
export const writeStored = (item: StoredItem): string => JSON.stringify(toJson({ M: item })).slice('{"M":'.length, -1)

/** The item of such a text. */
export const readStored = (text: string): StoredItem => fromJson({ M: JSON.parse(text) }).M!

function toJson(value: AttributeValue): unknown {
  const { B, BS, L, M } = value
  if (B) return { B: base64Of(B) }
  if (BS) return { BS: BS.map(base64Of) }
  if (L) return { L: L.map(toJson) }
  return M ? { M: mapped(M, toJson) } : value
}

function fromJson(value: any): AttributeValue {
  const { B, BS, L, M } = value
  if (B !== undefined) return { B: bytesOfBase64(B) }
  if (BS) return { BS: BS.map(bytesOfBase64) }
  if (L) return { L: L.map(fromJson) }
  return M ? { M: mapped(M, fromJson) } : value
}

function mapped<T, R>(members: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  const result = bareObject<R>()
  for (const name of Object.keys(members)) result[name] = change(members[name]!)
  return result
}
