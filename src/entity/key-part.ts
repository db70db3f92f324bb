import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { KeyRole } from '../errors/key-errors.js'
import { InvalidKeyError } from '../errors/monotable-error.js'
import { checkLength, createKeyFormat, formatKey, type KeyFormat, parseKey } from '../key/key-format.js'
import { parseTemplate } from '../key/template.js'
import type { KeyType } from '../key/template-types.js'
import { encodeKeyValue, marshalKeyValue } from '../schema/encode.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import { isNormalised } from '../schema/normalised.js'
import { placeholderDomain } from '../schema/placeholder-domain.js'
import { runDecode } from '../schema/run-zod.js'
import { overwrites } from '../schema/text-checks.js'
import { scalarTypes } from '../table/create-table-input.js'
import type { KeyAttributeModel } from '../table/table-types.js'
import type { Check } from './check.js'

/** One key attribute of a table or an index, and how an entity's attributes make it. */
export interface KeyPart {
  /** The stored attribute that holds it. */
  readonly name: string
  readonly type: KeyType
  readonly role: KeyRole
  /** How its text is made; a number or binary key is the attribute itself. */
  readonly format: KeyFormat | undefined
  readonly source: string
  /** The attributes of its placeholders, in order. */
  readonly entries: readonly AttributeEntry[]
  /** Those of them whose text in a key the schema makes: by a codec, or by toLowerCase and the like. */
  readonly converted: readonly AttributeEntry[]
  /** Whether the stored attribute belongs to the schema, and is written with the rest of the item. */
  readonly own: boolean
}

/**
 * Works out one key attribute from its template.
 * @throws DefinitionError when the template names unknown attributes, or ones that such a key can't hold.
 */
export function createKeyPart(
  model: ItemModel,
  { name, type }: KeyAttributeModel,
  role: KeyRole,
  source: string,
  escapes: boolean,
  check: Check,
  used = true,
): KeyPart {
  const template = parseTemplate(source)
  const entries = template.placeholders.map(({ attribute }) => {
    const entry = model.attributes.get(attribute)
    check(entry, `${role} '${source}' uses '${attribute}', which is not an attribute of the schema`)
    // Which option a key's text would be of, and so what becomes of it, is known only once it is validated.
    const { parts } = entry.model
    check(
      parts.length < 2 || !parts.some(overwrites),
      `'${attribute}' is part of a key, and a union that changes texts`,
    )
    return entry
  })
  const owner = [...model.attributes.values()].find(entry => entry.stored && entry.storedName === name)
  const own = owner !== undefined
  const [first] = entries
  // Such a key is stored with the rest of the item, as it is: it must be that very attribute, and never null. Where no access
  // pattern uses it, null is refused when it is written.
  const types = first?.model.types.filter(each => used || each !== 'NULL')
  check(
    (!own && type === 'string') ||
      (first && first === (owner ?? first) && source === `<${first.name}>` && `${types}` === scalarTypes[type]),
    `${role} '${source}' must be one attribute that is stored as ${type}, never null, for '${name}' is ${owner ? `the schema's '${owner.name}'` : `a ${type}`}`,
  )
  const converted = entries.filter(({ model }) => model.converts || overwrites(model))
  const part = { name, type, role, source, entries, converted, own }
  if (type !== 'string') return { ...part, format: undefined }
  const domains = entries.map((entry, index) => {
    const domain = placeholderDomain(entry)
    check(domain, `${role} '${source}' uses '${entry.name}', which is not text, a number or a boolean`)
    // '1.0' is read back as '1', whose key would be another.
    check(
      entry.model.kind !== 'numeric' || !entry.stored || template.placeholders[index]!.width,
      `${role} '${source}' uses '${entry.name}', a number that can be written in several ways: make it keyOnly, or pad it`,
    )
    return domain
  })
  return { ...part, format: createKeyFormat(template, domains, escapes && !own) }
}

/** Whether an attribute can be read back from the part as it was: its case is kept, or the schema settles it anyway. */
export function isRestorable(part: KeyPart, index: number): boolean {
  const casing = part.format?.slots[index]?.casing
  return !casing || isNormalised(part.entries[index]!.model, casing)
}

/** Whether the part can be made: none of its attributes is missing or null. */
export const isComplete = (part: KeyPart, encoded: (attribute: string) => unknown): boolean =>
  part.entries.every(entry => encoded(entry.name) != null)

/**
 * The stored value of a key attribute from encoded attributes.
 * @throws InvalidKeyError
 */
export function encodeKeyPart(part: KeyPart, encoded: (attribute: string) => unknown): AttributeValue {
  if (part.format !== undefined) return { S: formatKey(part.format, encoded, part.role) }
  const [entry] = part.entries as readonly [AttributeEntry]
  const value = encoded(entry.name)
  if (value === undefined)
    throw new InvalidKeyError('key.missingAttribute', { attribute: entry.name, template: part.source })
  const stored = marshalKeyValue(entry, value)
  if (stored.B) {
    if (stored.B.length === 0)
      throw new InvalidKeyError('key.emptyValue', { attribute: entry.name, template: part.source, type: 'binary' })
    checkLength(stored.B.length, part.role, part.source)
  }
  return stored
}

/** The encoded attributes that a stored key holds, or undefined where the key is not of this template. */
export function decodeKeyPart(
  part: KeyPart,
  stored: AttributeValue | undefined,
): ReadonlyMap<string, unknown> | undefined {
  if (stored === undefined) return undefined
  if (part.format !== undefined) return stored.S === undefined ? undefined : parseKey(part.format, stored.S)
  const [entry] = part.entries as readonly [AttributeEntry]
  const issues: Issue[] = []
  const value = entry.model.unmarshal(stored, issues)
  return issues.length > 0 ? undefined : new Map([[entry.name, value]])
}

/**
 * Whether a stored key is the one that its attributes make, once they are decoded and encoded again: a codec may read several
 * texts as one date, and writes one of them. True also where they can't be read at all.
 */
export function isMadeAgain(part: KeyPart, stored: AttributeValue | undefined): boolean {
  const parsed = part.converted.length > 0 && decodeKeyPart(part, stored)
  if (!parsed) return true
  const made = new Map(parsed)
  for (const entry of part.converted) {
    const issues: Issue[] = []
    const value = runDecode(entry.model.schema, parsed.get(entry.name), issues)
    if (issues.length > 0) return true
    try {
      made.set(entry.name, encodeKeyValue(entry, value))
    } catch {
      return false
    }
  }
  return isMadeOf(part, made, stored!)
}

/** Whether a stored key is the one that encoded attributes make; false too where they make none. */
export function isMadeOf(part: KeyPart, encoded: ReadonlyMap<string, unknown>, stored: AttributeValue): boolean {
  try {
    return sameKey(
      encodeKeyPart(part, name => encoded.get(name)),
      stored,
    )
  } catch (error) {
    if (error instanceof InvalidKeyError) return false
    throw error
  }
}

const sameKey = (one: AttributeValue, other: AttributeValue) =>
  one.B ? one.B.join() === other.B?.join() : one.S === other.S && one.N === other.N
