import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, partsOf } from '../../entity/compiled-entity.js'
import { encodeKeyPart, isComplete, type KeyPart } from '../../entity/key-part.js'
import type { ErrorCode } from '../../errors/monotable-error.js'
import { InvalidKeyError } from '../../errors/monotable-error.js'
import { equalStored } from '../../expression/stored-values.js'
import { keyLimits } from '../../key/key-format.js'
import { utf8Length } from '../../key/order.js'
import { typeOf } from '../../schema/attribute-model.js'
import type { StoredItem } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import { scalarTypes } from '../../table/create-table-input.js'
import type { KeyAttributeModel } from '../../table/table-types.js'
import type { FindingKind } from './finding-kinds.js'

/** What is wrong with the index keys of an item. */
export interface IndexKeyFault {
  readonly kind: FindingKind
  readonly subject: string
  readonly reason: string
}

/**
 * Compares the index keys that an item has with those that its attributes make.
 * @param value gives the item's attributes in their encoded form, as a write of it would
 */
export function indexKeyFaults(
  entity: CompiledEntity,
  stored: StoredItem,
  value: (attribute: string) => unknown,
): readonly IndexKeyFault[] {
  const faults: IndexKeyFault[] = []
  const unusable = new Set<string>()
  for (const { key, role, index } of indexKeysOf(entity)) {
    const reason = Object.hasOwn(stored, key.name) && whyUnusable(key, role, stored[key.name]!)
    if (!reason || unusable.has(key.name)) continue
    unusable.add(key.name)
    faults.push({ kind: 'indexKeyImpossible', subject: key.name, reason: `in the index '${index}' it ${reason}` })
  }

  const expected = new Map<string, AttributeValue | undefined>()
  const patterns = [...entity.patterns.values()].map(pattern => {
    const made = makeParts(partsOf(pattern), value)
    if (made instanceof Map) for (const [name, key] of made) expected.set(name, key)
    else if (made) faults.push({ kind: 'indexKeyImpossible', subject: pattern.name, reason: made.reason })
    return { pattern, made }
  })
  const primary = new Set(entity.primaryKey.map(part => part.name))
  for (const { pattern, made } of patterns) {
    if (made && !(made instanceof Map)) continue
    // What is an attribute of the schema, or the table's own key, keeps itself.
    const parts = partsOf(pattern).filter(part => !part.own && !primary.has(part.name))
    if (parts.length === 0 || parts.some(part => unusable.has(part.name))) continue
    const there = parts.filter(part => Object.hasOwn(stored, part.name))
    const fault = made
      ? compareParts(parts, there, made, stored)
      : leftOver(there.filter(part => !expected.get(part.name)))
    if (fault) faults.push({ ...fault, subject: pattern.name })
  }
  return [...faults, ...strayKeys(entity, stored, unusable)]
}

type PartFault = Pick<IndexKeyFault, 'kind' | 'reason'>

function compareParts(
  parts: readonly KeyPart[],
  there: readonly KeyPart[],
  made: ReadonlyMap<string, AttributeValue>,
  stored: StoredItem,
): PartFault | undefined {
  const names = (some: readonly KeyPart[]) => some.map(part => part.name).join(', ')
  if (there.length === 0) return { kind: 'indexKeyMissing', reason: `no ${names(parts)}` }
  if (there.length < parts.length)
    return { kind: 'indexKeyHalf', reason: `no ${names(parts.filter(part => !there.includes(part)))}` }
  const wrong = parts.filter(part => !equalStored(stored[part.name]!, made.get(part.name)!))
  return wrong.length > 0
    ? { kind: 'indexKeyWrong', reason: `${names(wrong)} is not what the item's attributes make` }
    : undefined
}

const leftOver = (there: readonly KeyPart[]): PartFault | undefined =>
  there.length === 0
    ? undefined
    : {
        kind: 'indexKeyLeftOver',
        reason: `${there.map(part => part.name).join(', ')} is there, and an attribute that it is made of is not`,
      }

/** The keys that parts make; undefined where one of their attributes is missing; why not, where they can't be made. */
function makeParts(
  parts: readonly KeyPart[],
  value: (attribute: string) => unknown,
): Map<string, AttributeValue> | { readonly reason: string } | undefined {
  if (!parts.every(part => isComplete(part, value))) return undefined
  try {
    return new Map(parts.map(part => [part.name, encodeKeyPart(part, value)]))
  } catch (error) {
    if (!(error instanceof InvalidKeyError)) throw error
    return { reason: whyNone(error) }
  }
}

/** Why attributes make no key, without what differs from item to item. */
function whyNone({ code, details }: InvalidKeyError): string {
  const { attribute, template, role, delimiter } = details as Readonly<Record<string, unknown>>
  const reasons: Partial<Record<ErrorCode, string>> = {
    'key.tooLong': `the ${role} '${template}' is longer than DynamoDB takes`,
    'key.emptyValue': `'${attribute}' is empty`,
    'key.delimiterInValue': `'${attribute}' holds '${delimiter}', which ends it in '${template}'`,
    'key.padding': `'${attribute}' has more digits than '${template ?? 'its template'}' pads it to, or is negative`,
  }
  return reasons[code] ?? `'${attribute}' can't be part of a key`
}

interface IndexKey {
  readonly key: KeyAttributeModel
  readonly role: keyof typeof keyLimits
  readonly index: string
}

/** Every key attribute of every index of the table. */
const indexKeysOf = /* @__PURE__ */ onceFor(({ table }: CompiledEntity): readonly IndexKey[] =>
  [...table.indexes.values()].flatMap(({ name, partitionKey, sortKey }) => [
    ...partitionKey.map((key): IndexKey => ({ key, role: 'partition key', index: name })),
    ...sortKey.map((key): IndexKey => ({ key, role: 'sort key', index: name })),
  ]),
)

/** Why DynamoDB would refuse to write a value as the key of an index. */
function whyUnusable({ type }: KeyAttributeModel, role: IndexKey['role'], stored: AttributeValue): string | undefined {
  const tag = typeOf(stored)
  if (tag !== scalarTypes[type]) return `is ${tag === 'NULL' ? 'null' : `of type ${tag}`}, and must be of type ${type}`
  const bytes = stored.S === undefined ? (stored.B?.length ?? 1) : utf8Length(stored.S)
  if (bytes === 0) return 'is empty'
  return bytes > keyLimits[role] ? `is longer than the ${keyLimits[role]} bytes of a ${role}` : undefined
}

/** Keys of indexes on which the entity has no access pattern: the item is in them, and nobody looks for it there. */
function strayKeys(
  entity: CompiledEntity,
  stored: StoredItem,
  unusable: ReadonlySet<string>,
): readonly IndexKeyFault[] {
  const strays = strayNames(entity).filter(({ key }) => Object.hasOwn(stored, key.name) && !unusable.has(key.name))
  return strays.map(({ key, index }) => ({
    kind: 'indexKeyLeftOver',
    subject: key.name,
    reason: `no access pattern of it is on the index '${index}'`,
  }))
}

const strayNames = /* @__PURE__ */ onceFor((entity: CompiledEntity): readonly IndexKey[] => {
  const { primaryKey, patterns, model } = entity
  const known = new Set([
    ...[...primaryKey, ...[...patterns.values()].flatMap(partsOf)].map(part => part.name),
    ...model.entries.filter(entry => entry.stored).map(entry => entry.storedName),
  ])
  const keys = indexKeysOf(entity).filter(({ key }) => !known.has(key.name))
  return keys.filter(({ key }, at) => keys.findIndex(other => other.key.name === key.name) === at)
})
