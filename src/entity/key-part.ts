import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { KeyRole } from '../errors/key-errors.js'
import { DefinitionError, InvalidKeyError } from '../errors/monotable-error.js'
import { createKeyFormat, formatKey, type KeyFormat, keyLimits, parseKey } from '../key/key-format.js'
import { parseTemplate } from '../key/template.js'
import type { KeyType } from '../key/template-types.js'
import { marshalKeyValue } from '../schema/encode.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import { isNormalised } from '../schema/normalised.js'
import { placeholderDomain } from '../schema/placeholder-domain.js'
import type { KeyAttributeModel } from '../table/table-types.js'

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
  /** Whether the stored attribute belongs to the schema, and is written with the rest of the item. */
  readonly own: boolean
}

const scalars = { string: 'S', number: 'N', binary: 'B' } as const

/**
 * Works out one key attribute from its template.
 * @throws DefinitionError when the template names unknown attributes, or ones that such a key can't hold.
 */
export function createKeyPart(
  model: ItemModel,
  key: KeyAttributeModel,
  role: KeyRole,
  source: string,
  escapes: boolean,
): KeyPart {
  const refuse = (reason: string) =>
    new DefinitionError('definition.entity', { entity: model.entity, reason: `${role} '${source}' ${reason}` })
  const template = parseTemplate(source)
  const entries = template.placeholders.map(({ attribute }) => {
    const entry = model.attributes.get(attribute)
    if (entry === undefined) throw refuse(`uses '${attribute}', which is not an attribute of the schema`)
    return entry
  })
  const [first] = entries
  const alone = entries.length === 1 && source === `<${first?.name}>`
  const own = [...model.attributes.values()].some(entry => entry.stored && entry.storedName === key.name)
  if (own && !(alone && first?.storedName === key.name))
    throw refuse(
      `makes the attribute '${key.name}', which the schema has too: its template must be that attribute alone`,
    )
  if (own && first?.model.nullable)
    throw refuse(`is '${first.name}' itself, and DynamoDB refuses null in a key: make it optional, not nullable`)
  if (key.type !== 'string') {
    const needed = scalars[key.type]
    if (!alone || first?.model.types.length !== 1 || first.model.types[0] !== needed)
      throw refuse(`must be one attribute that is stored as ${key.type}, for '${key.name}' is a ${key.type} key`)
    return Object.freeze({ name: key.name, type: key.type, role, format: undefined, source, entries, own })
  }
  const domains = entries.map(entry => {
    const domain = placeholderDomain(entry)
    if (domain === undefined) throw refuse(`uses '${entry.name}', which is not text, a number or a boolean`)
    return domain
  })
  // A domain attribute is stored as it is: what a key text is made of must be that very string.
  if (own && domains[0]?.type !== 'string')
    throw refuse(`is a string key, and '${first?.name}' is not stored as a string`)
  const format = createKeyFormat(template, domains, escapes && !own)
  return Object.freeze({ name: key.name, type: key.type, role, format, source, entries, own })
}

/** Whether an attribute can be read back from the part as it was: its case is kept, or the schema settles it anyway. */
export function isRestorable(part: KeyPart, index: number): boolean {
  const modifier = part.format?.template.placeholders[index]?.modifier
  return modifier === undefined || modifier.kind === 'pad' || isNormalised(part.entries[index]!.model, modifier.kind)
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
  if (stored.B !== undefined) checkBinary(part, entry, stored.B)
  return stored
}

function checkBinary(part: KeyPart, entry: AttributeEntry, value: Uint8Array): void {
  if (value.length === 0) throw new InvalidKeyError('key.emptyValue', { attribute: entry.name, template: part.source })
  const limit = keyLimits[part.role]
  if (value.length > limit)
    throw new InvalidKeyError('key.tooLong', { role: part.role, bytes: value.length, limit, template: part.source })
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
