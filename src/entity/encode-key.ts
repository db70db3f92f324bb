import { InvalidKeyError } from '../errors/monotable-error.js'
import { bareObject } from '../schema/bare-object.js'
import { encodeKeyValue } from '../schema/encode.js'
import type { StoredItem } from '../schema/item-model.js'
import type { CompiledEntity } from './compiled-entity.js'
import { encodeKeyPart, type KeyPart } from './key-part.js'

/** The attributes of some key parts in stored form, from what the application gave. */
export function encodeKeyAttributes(
  parts: readonly KeyPart[],
  given: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  const encoded = new Map<string, unknown>()
  for (const part of parts) {
    for (const entry of part.entries) {
      const value = Object.hasOwn(given, entry.name) ? given[entry.name] : undefined
      if (value == null)
        throw new InvalidKeyError('key.missingAttribute', { attribute: entry.name, template: part.source })
      if (!encoded.has(entry.name)) encoded.set(entry.name, encodeKeyValue(entry, value))
    }
  }
  return encoded
}

/**
 * The stored primary key that attributes make.
 * @throws InvalidKeyError
 */
export const encodePrimaryKey = (entity: CompiledEntity, given: Readonly<Record<string, unknown>>): StoredItem =>
  primaryKeyOf(entity, encodeKeyAttributes(entity.primaryKey, given))

/**
 * The same of attributes in their stored form.
 * @throws InvalidKeyError
 */
export function primaryKeyOf({ primaryKey }: CompiledEntity, encoded: ReadonlyMap<string, unknown>): StoredItem {
  const key: StoredItem = bareObject()
  const value = (name: string) => encoded.get(name)
  for (const part of primaryKey) key[part.name] = encodeKeyPart(part, value)
  return key
}
