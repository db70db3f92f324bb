import { type CompiledEntity, partsOf } from '../../entity/compiled-entity.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { SCHEMA_VERSION } from '../../entity/evolution.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { storedNames } from '../../operation/guards.js'
import { keepUnknown } from '../../operation/write/keep-unknown.js'
import { bareObject } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import { unseenAttributes, withUnseenMembers } from './unseen.js'

/** An old item: as it is stored, and as the transform saw it. */
export interface OldItem {
  readonly stored: StoredItem
  readonly item: Readonly<Record<string, unknown>>
}

/**
 * The stored form of a new item, with the version that the old one has. Of what the library keeps the transform need give
 * nothing: version and timestamps are those of the old item.
 * @param heir whether it takes the old item's place, and with it what no schema knows of that
 * @throws InvalidItemError, InvalidKeyError
 */
export function encodeResult(
  from: CompiledEntity,
  to: CompiledEntity,
  result: Readonly<Record<string, unknown>>,
  old: OldItem,
  heir: boolean,
  now: Date,
): StoredItem {
  const before = upgradeStored(from, old.stored)
  const item: Record<string, unknown> = { ...(heir && unseenAttributes(to, before, ownNames(from), result)), ...result }
  const { version, createdAt, updatedAt } = to.managed
  if (version) item[version.name] = storedVersion(to, old.stored)
  for (const [kept, source] of [
    [createdAt, from.managed.createdAt],
    [updatedAt, from.managed.updatedAt],
  ] as const)
    if (kept) item[kept.entry.name] ??= (source && old.item[source.entry.name]) ?? kept.from(now)
  const { stored } = encodeWhole(to, item)
  if (!heir) return stored
  const kept = keepUnknown(to, before, stored)
  // What the old schema knows, and the new item lacks, is what the migration takes away.
  for (const name of ownNames(from)) if (!Object.hasOwn(stored, name)) delete kept[name]
  return withUnseenMembers(from, to, before, kept)
}

/** The version that a stored item has for an entity; 0 where it has none. */
export const storedVersion = ({ managed: { version } }: CompiledEntity, stored: StoredItem): number =>
  Number((version && Object.hasOwn(stored, version.storedName) && stored[version.storedName]?.N) || 0)

/** An item with another version. */
export function withVersion({ managed }: CompiledEntity, stored: StoredItem, version: number): StoredItem {
  if (!managed.version) return stored
  return Object.assign(bareObject(), stored, { [managed.version.storedName]: { N: String(version) } }) as StoredItem
}

/** The stored attributes that are an entity's own: its schema's, keys of its indexes, and what the library writes beside them. */
export const ownNames = onceFor((entity: CompiledEntity): readonly string[] => {
  const { model, patterns, discriminator, evolution } = entity
  return [
    ...storedNames(model),
    ...[...patterns.values()].flatMap(pattern => partsOf(pattern).map(part => part.name)),
    ...(discriminator ? [discriminator.attribute] : []),
    ...(evolution ? [SCHEMA_VERSION] : []),
  ]
})
