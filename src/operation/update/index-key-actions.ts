import { type CompiledEntity, type CompiledPattern, primaryKey } from '../../entity/compiled-entity.js'
import { encodeKeyPart, isComplete, type KeyPart } from '../../entity/key-part.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { UpdateAction } from '../../expression/update.js'
import type { AttributeEntry } from '../../schema/item-model.js'
import { storedPath } from '../guards.js'

/** An attribute after the update: its new value in stored form, gone, or computed by DynamoDB and so not known here. */
export type Change = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'removed' | 'computed' }

/**
 * The actions that keep index keys true to the attributes that they are made of.
 * `key` are the attributes of the primary key in stored form; `creates` says that the item may be made by this update.
 * @throws MonotableError `update.indexKey` where a key would be half known; InvalidKeyError
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
    const parts = [...pattern.partitionKey, ...pattern.sortKey]
    const others = new Set(parts.flatMap(part => part.entries.map(entry => entry.name).filter(name => !key.has(name))))
    const touched = [...others].some(name => changes.has(name)) || (creates && others.size === 0)
    if (!touched) {
      for (const part of parts) kept.add(part.name)
      continue
    }
    const gone = [...others].some(name => isGone(changes.get(name)))
    if (!gone) checkKnown(entity, pattern, parts, key, changes, creates)
    for (const part of parts) {
      if (part.own && value(part.entries[0]!.name) === null) encodeKeyPart(part, value)
      if (gone) dropped.push(part)
      else kept.add(part.name)
      if (!gone && isComplete(part, value)) {
        const stored = encodeKeyPart(part, value)
        if (!part.own)
          actions.set(part.name, { kind: 'set', path: storedPath(part.name), value: { kind: 'raw', value: stored } })
      }
    }
  }
  const primary = new Set(primaryKey(entity).map(part => part.name))
  for (const part of dropped) {
    if (!part.own && !kept.has(part.name) && !primary.has(part.name))
      actions.set(part.name, { kind: 'remove', path: storedPath(part.name) })
  }
  return [...actions.values()].filter(
    action => !(action.path.kind === 'stored' && primary.has(String(action.path.segments[0]))),
  )
}

const isGone = (change: Change | undefined) =>
  change?.kind === 'removed' || (change?.kind === 'value' && change.value === null)

/**
 * A part that is written needs all of its attributes. So that no key is half written, the other parts' attributes must be
 * there too: those that the schema requires are, unless the item is only now made. An attribute that may have been missing
 * may have kept the whole key away: where it is set, all parts are written.
 */
function checkKnown(
  entity: CompiledEntity,
  pattern: CompiledPattern,
  parts: readonly KeyPart[],
  key: ReadonlyMap<string, unknown>,
  changes: ReadonlyMap<string, Change>,
  creates: boolean,
): void {
  const appears = parts.some(part => part.entries.some(entry => changes.has(entry.name) && mayBeMissing(entry)))
  const written = parts.filter(part => !part.own && (appears || part.entries.some(entry => changes.has(entry.name))))
  if (written.length === 0 && !creates) return
  const needed = parts.flatMap(part =>
    part.entries.filter(entry => creates || written.includes(part) || (mayBeMissing(entry) && written.length > 0)),
  )
  const missing = new Set(
    needed.map(entry => entry.name).filter(name => !key.has(name) && changes.get(name)?.kind !== 'value'),
  )
  if (missing.size > 0)
    throw new MonotableError('update.indexKey', { entity: entity.name, pattern: pattern.name, missing: [...missing] })
}

const mayBeMissing = ({ model }: AttributeEntry) => model.optional || model.nullable
