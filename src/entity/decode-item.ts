import type { Issue, KeyDetails } from '../errors/item-errors.js'
import { InvalidItemError } from '../errors/monotable-error.js'
import type { ProjectionPlan } from '../expression/projection.js'
import { decodeItem } from '../schema/decode.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import type { CompiledEntity } from './compiled-entity.js'
import { decodeKeyPart, isMadeAgain, isMadeOf } from './key-part.js'
import { isSentinel } from './unique.js'
import { upgradeStored } from './upgrade-stored.js'

/** What a stored item turned out to be: this entity's, another's, or one that does not fit the schema. */
export type Decoded =
  | { readonly kind: 'item'; readonly item: object }
  | { readonly kind: 'foreign'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly entity: CompiledEntity; readonly issues: readonly Issue[] }

/**
 * Decodes a stored item, whole or by a projection.
 * `discriminated` says whether the item carries what tells entities apart (an index that holds keys alone has no discriminator).
 */
export function decodeStored(
  entity: CompiledEntity,
  stored: StoredItem,
  plan?: ProjectionPlan,
  discriminated = true,
): Decoded {
  const { discriminator, model } = entity
  const checked = discriminator && discriminated
  if (checked && !isOwn(entity, stored))
    return { kind: 'foreign', reason: `its '${discriminator.attribute}' does not say so` }
  if (isSentinel(stored)) return { kind: 'foreign', reason: 'it keeps a unique value' }
  const restored = checked && !entity.hasKeyOnly ? nothing : parseKeys(entity, stored)
  const otherwise = entity.primaryKey.find(part => !isMadeAgain(part, stored[part.name]))
  if (restored === undefined || (otherwise && !checked))
    return { kind: 'foreign', reason: 'its key is not of the templates' }
  // The discriminator says that it is the entity's, and yet no operation would find it by what it holds.
  if (otherwise) {
    const path = otherwise.converted.slice(0, 1).map(({ name }) => name)
    return { kind: 'invalid', entity, issues: [{ path, code: 'key', message: 'makes another key than the item has' }] }
  }
  try {
    const decoded = decodeWith(model, withVersion(entity, upgradeStored(entity, stored)), restored, plan)
    return 'item' in decoded
      ? { kind: 'item', item: afterRead(entity, decoded.item) }
      : { kind: 'invalid', entity, issues: decoded.issues }
  } catch (error) {
    if (!(error instanceof InvalidItemError)) throw error
    return { kind: 'invalid', entity, issues: (error.details as { issues: readonly Issue[] }).issues }
  }
}

/** An item as the extensions show it to the application. */
export const afterRead = ({ extensions }: CompiledEntity, item: object): object =>
  extensions.reduce((read, extension) => extension.afterRead?.(read) ?? read, item)

function decodeWith(
  model: ItemModel,
  stored: StoredItem,
  restored: ReadonlyMap<string, unknown>,
  plan?: ProjectionPlan,
) {
  if (plan === undefined) return decodeItem(model, stored, restored)
  const issues: Issue[] = []
  const item = plan.decode(stored, restored, issues)
  return issues.length > 0 ? { issues } : { item }
}

/** An item from before versioning has version 0. */
function withVersion({ managed: { version } }: CompiledEntity, stored: StoredItem): StoredItem {
  if (version === undefined || Object.hasOwn(stored, version.storedName)) return stored
  return { ...stored, [version.storedName]: { N: '0' } }
}

const nothing: ReadonlyMap<string, unknown> = new Map()

/** Whether the discriminator of a stored item says that it is this entity's; where there is none, all but sentinels are. */
export function isOwn({ discriminator }: CompiledEntity, stored: StoredItem): boolean {
  if (!discriminator) return !isSentinel(stored)
  const found = stored[discriminator.attribute]?.S
  return found === discriminator.value || Boolean(discriminator.aliases?.includes(found as string))
}

/** Whether the primary key of a stored item is of the entity's templates. */
export const matchesKey = (entity: CompiledEntity, stored: StoredItem): boolean =>
  parseKeys(entity, stored) !== undefined

/** The attributes that the primary key of a stored item holds, in stored form; undefined where it is not of the templates. */
export function parseKeys(entity: CompiledEntity, stored: StoredItem): ReadonlyMap<string, unknown> | undefined {
  const all = new Map<string, unknown>()
  const cased = new Map<string, unknown>()
  const parts = entity.primaryKey
  for (const part of parts) {
    const parsed = decodeKeyPart(part, stored[part.name])
    if (!parsed) return undefined
    for (const [name, value] of parsed) {
      // What has lost its case in one part may be in another as it was.
      const kept = part.format?.slots.every(slot => slot.casing || slot.attribute !== name) ? cased : all
      if (kept === all && (all.get(name) ?? value) !== value) return undefined
      kept.set(name, value)
    }
  }
  for (const [name, value] of cased) if (!all.has(name)) all.set(name, value)
  return cased.size === 0 || parts.every(part => isMadeOf(part, all, stored[part.name]!)) ? all : undefined
}

/** The error for a stored item that does not fit the schema; `written` where a write has just left it so. */
export const invalidStored = (
  entity: CompiledEntity,
  stored: StoredItem,
  issues: readonly Issue[],
  written?: true,
): InvalidItemError =>
  new InvalidItemError(
    'item.invalidStored',
    { entity: entity.name, issues, ...(written && { written }) },
    { key: storedKey(entity, stored), item: stored },
  )

/** The primary key of a stored item as it is stored, for errors. */
export function storedKey(entity: CompiledEntity, stored: StoredItem): KeyDetails {
  return Object.fromEntries(entity.primaryKey.map(part => [part.name, Object.values(stored[part.name] ?? {})[0]]))
}

/** The attributes of the primary key in an item, for errors. */
export const keyOf = ({ keyEntries }: CompiledEntity, item: object): KeyDetails =>
  Object.fromEntries(keyEntries.map(({ name }) => [name, (item as KeyDetails)[name]]))
