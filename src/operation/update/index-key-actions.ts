import { type CompiledEntity, type CompiledPattern, partsOf } from '../../entity/compiled-entity.js'
import { encodeKeyPart, type KeyPart } from '../../entity/key-part.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { UpdateAction } from '../../expression/update.js'
import { onceFor } from '../../schema/once.js'
import { storedPath } from '../guards.js'

/** An attribute after the update: its new value in stored form, gone, or computed by DynamoDB and so not known here. */
export type Change = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'removed' | 'computed' }

/**
 * The actions that keep index keys true to the attributes that they are made of. A pattern of which an attribute changes has
 * all of its key written, so that an item from before the pattern has no half of one.
 * @param key the attributes of the primary key in stored form
 * @param creates whether the item may be made by this update
 * @throws MonotableError `update.indexKey` where an attribute of the key is not known; InvalidKeyError
 */
export function indexKeyActions(
  entity: CompiledEntity,
  key: ReadonlyMap<string, unknown>,
  changes: ReadonlyMap<string, Change>,
  creates: boolean,
): readonly UpdateAction[] {
  const value = (name: string) => {
    const change = changes.get(name)
    return change?.kind === 'value' ? change.value : change ? undefined : key.get(name)
  }
  const actions = new Map<string, UpdateAction>()
  const kept = new Set<string>()
  const dropped: KeyPart[] = []
  for (const pattern of entity.patterns.values()) {
    const parts = partsOf(pattern)
    const names = namesIn(pattern).filter(name => !key.has(name))
    const touched = names.some(name => changes.has(name)) || (creates && names.length === 0)
    const gone = touched && names.some(name => isGone(changes.get(name)))
    if (gone) dropped.push(...parts)
    else for (const part of parts) kept.add(part.name)
    if (!touched || gone) continue
    const made = parts.filter(part => !part.own)
    const missing = made.length > 0 ? names.filter(name => changes.get(name)?.kind !== 'value') : []
    if (missing.length > 0)
      throw new MonotableError('update.indexKey', { entity: entity.name, pattern: pattern.name, missing })
    for (const part of made)
      actions.set(part.name, {
        kind: 'set',
        path: storedPath(part.name),
        value: { kind: 'raw', value: encodeKeyPart(part, value) },
      })
  }
  // What the schema itself stores as an index key must be one, whatever becomes of the rest of that key.
  for (const part of ownIndexKeys(entity))
    if (changes.get(part.entries[0]!.name)?.kind === 'value') encodeKeyPart(part, value)

  for (const { name, own } of dropped)
    if (!own && !kept.has(name)) actions.set(name, { kind: 'remove', path: storedPath(name) })
  for (const { name } of entity.primaryKey) actions.delete(name)
  return [...actions.values()]
}

const namesIn = /* @__PURE__ */ onceFor((pattern: CompiledPattern) => namesOf(partsOf(pattern)))

/** The index keys that are attributes of the schema. */
const ownIndexKeys = /* @__PURE__ */ onceFor(({ bareKeys, patterns }: CompiledEntity) =>
  [...bareKeys, ...[...patterns.values()].flatMap(partsOf)].filter(part => part.own),
)

/** The attributes of key parts, each once. */
export const namesOf = (parts: readonly KeyPart[]): readonly string[] => [
  ...new Set(parts.flatMap(part => part.entries.map(entry => entry.name))),
]

const isGone = (change: Change | undefined) =>
  change?.kind === 'removed' || (change?.kind === 'value' && change.value == null)
