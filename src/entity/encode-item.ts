import type { Issue } from '../errors/item-errors.js'
import { InvalidItemError } from '../errors/monotable-error.js'
import { decodeValue } from '../schema/decode.js'
import { encodeItem, marshalItem } from '../schema/encode.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import { itemSize, MAX_ITEM_BYTES, mayBeTooLarge } from '../schema/item-size.js'
import { unsignedZeros } from '../schema/numbers.js'
import { type CompiledEntity, partsOf } from './compiled-entity.js'
import { afterRead } from './decode-item.js'
import { SCHEMA_VERSION } from './evolution.js'
import { encodeKeyPart, isComplete, type KeyPart } from './key-part.js'

/** A whole item ready to be written: as the application will read it, and as DynamoDB stores it. */
export interface EncodedItem {
  /** As a read would give it back. */
  readonly item: object
  /** By the names of the schema, as zod encodes it: what keys are made of. */
  readonly encoded: Readonly<Record<string, unknown>>
  readonly stored: StoredItem
}

/**
 * Makes the stored item of a whole item: validated, encoded, with its keys, index keys and discriminator.
 * @throws InvalidItemError, InvalidKeyError
 */
export function encodeWhole(entity: CompiledEntity, input: Readonly<Record<string, unknown>>): EncodedItem {
  const { model, discriminator, evolution } = entity
  const encoded = encodeItem(model, input)
  const stored = marshalItem(model, encoded)
  const value = (attribute: string) => encoded[attribute]
  for (const part of entity.primaryKey) putPart(stored, part, value)
  for (const pattern of entity.patterns.values()) {
    const parts = partsOf(pattern)
    const complete = parts.every(part => isComplete(part, value))
    for (const part of parts) {
      // What the schema itself stores as an index key must be one, or DynamoDB refuses the write: null is none.
      if (complete || (part.own && part.entries.every(entry => value(entry.name) !== undefined)))
        putPart(stored, part, value)
    }
  }
  for (const part of entity.bareKeys) if (value(part.entries[0]!.name) !== undefined) putPart(stored, part, value)
  if (evolution) stored[SCHEMA_VERSION] = { N: String(evolution.version) }
  if (discriminator) stored[discriminator.attribute] = { S: discriminator.value }
  const bytes = mayBeTooLarge(stored) ? itemSize(stored) : 0
  if (bytes > MAX_ITEM_BYTES)
    throw new InvalidItemError('item.tooLarge', { entity: entity.name, bytes, limit: MAX_ITEM_BYTES })
  return { item: afterRead(entity, decodedForm(model, encoded, stored)), encoded, stored }
}

/** What validation made of the item (trimmed, lower-cased), as it will be read: a codec may keep less than was given. */
function decodedForm(
  { attributes, entity }: ItemModel,
  encoded: Readonly<Record<string, unknown>>,
  written: StoredItem,
) {
  const item = { ...encoded }
  const issues: Issue[] = []
  for (const { name, stored, storedName, model } of attributes.values()) {
    if (!Object.hasOwn(item, name)) continue
    if (!model.altered) item[name] = unsignedZeros(item[name])
    else item[name] = decodeValue(model, stored ? written[storedName] : model.marshal(item[name]), [name], issues)
  }
  if (issues.length > 0) throw new InvalidItemError('item.invalid', { entity, issues })
  return item
}

function putPart(stored: StoredItem, part: KeyPart, value: (attribute: string) => unknown): void {
  // An attribute of the schema's own is written already; making its key again only checks what a key may hold.
  const key = encodeKeyPart(part, value)
  if (!part.own) stored[part.name] = key
}
