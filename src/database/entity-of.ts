import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../entity/compiled-entity.js'
import { isOwn } from '../entity/decode-item.js'
import { identify } from '../entity/identify.js'
import { typeOf } from '../schema/attribute-model.js'
import { bareObject } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import { storedImage, storedValue } from '../schema/stored-image.js'
import type { Table } from '../table/table-types.js'

/** The entity of an item, stored or plain. As for reads, an item that lacks its discriminator is none; a key alone has none. */
export function entityOf(
  table: Table,
  entities: readonly CompiledEntity[],
  item: Readonly<Record<string, unknown>>,
): CompiledEntity | undefined {
  if (Object(item) !== item) return undefined
  // Of a plain one the key has no type tag, for keys are never maps.
  const isStored = typeOf(storedValue(item[table.partitionKey.name]))
  const stored = isStored ? storedImage(item)! : storedForm(item)
  const entity = identify(entities, stored)
  return entity && (isOwn(entity, stored) || isKeyAlone(table, stored)) ? entity : undefined
}

function isKeyAlone({ partitionKey, sortKey, indexes }: Table, stored: StoredItem): boolean {
  const keys = [...indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey])
  const names = new Set([partitionKey, ...(sortKey ? [sortKey] : []), ...keys].map(key => key.name))
  return Object.keys(stored).every(name => names.has(name))
}

/** A plain item as far as it matters: its keys and discriminator, which are texts, numbers and bytes. */
function storedForm(item: Readonly<Record<string, unknown>>): StoredItem {
  const stored = bareObject<AttributeValue>()
  for (const [name, value] of Object.entries(item)) if (value !== undefined) stored[name] = plainValue(value)
  return stored
}

function plainValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number' || typeof value === 'bigint') return { N: String(value) }
  if (value instanceof Uint8Array) return { B: value }
  // Numbers of the document client, where it is not to make numbers of them.
  const { value: digits } = Object(value) as { value?: unknown }
  return typeof digits === 'string' ? { N: digits } : { M: {} }
}
