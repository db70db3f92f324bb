import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { base64Of } from '../../key/order.js'
import { bareObject } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** The primary key of an item as people and JSON can have it: text, numbers as text, bytes as base64. */
export function exampleKey({ partitionKey, sortKey }: Table, stored: StoredItem): Readonly<Record<string, string>> {
  const key = bareObject<string>()
  for (const part of sortKey ? [partitionKey, sortKey] : [partitionKey]) {
    const value = Object.hasOwn(stored, part.name) ? stored[part.name] : undefined
    if (value) key[part.name] = textOf(value)
  }
  return key
}

const textOf = ({ S, N, B }: AttributeValue): string => S ?? N ?? (B ? base64Of(B) : '(no key)')
