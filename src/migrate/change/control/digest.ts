import { canonicalText } from '../../../expression/stored-values.js'
import { keyText } from '../../../operation/key-text.js'
import type { StoredItem } from '../../../schema/item-model.js'
import type { Table } from '../../../table/table-types.js'

/** SHA-256 of a text, in hexadecimal. */
async function digestText(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** What tells a key from all others, in 64 characters. */
export const digestKey = (table: Table, key: StoredItem): Promise<string> => digestText(keyText(table, key))

/** What tells whether an item is as it was left: the same for items that are equal to DynamoDB. */
export const digestItem = (item: StoredItem): Promise<string> => digestText(canonicalText({ M: item }))
