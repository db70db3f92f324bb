import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeKeyPart, isRestorable } from '../../entity/key-part.js'
import { isOutdated, upgradeStored } from '../../entity/upgrade-stored.js'
import { InvalidItemError } from '../../errors/monotable-error.js'
import type { Condition } from '../../expression/condition.js'
import { pickOf } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import { storedTest, unchanged, wholeItem } from '../guards.js'
import type { Old } from './compiled-write.js'
import type { Holder } from './sentinels.js'

/** The stored primary key of a stored item. */
export const keyOfStored = ({ primaryKey }: CompiledEntity, stored: StoredItem): StoredItem =>
  pickOf(
    stored,
    primaryKey.map(part => part.name),
  )

/** The attributes of a stored item in their encoded form, those that its key alone holds among them. */
export function encodedValues(entity: CompiledEntity, stored: StoredItem): (attribute: string) => unknown {
  const restored = new Map<string, unknown>()
  if (entity.hasKeyOnly)
    for (const part of entity.primaryKey)
      for (const [name, value] of decodeKeyPart(part, stored[part.name]) ?? [])
        if (
          isRestorable(
            part,
            part.entries.findIndex(entry => entry.name === name),
          )
        )
          restored.set(name, value)
  return name => {
    const entry = entity.model.attributes.get(name)
    if (!entry?.stored) return restored.get(name)
    const value = Object.hasOwn(stored, entry.storedName) ? stored[entry.storedName] : undefined
    return value && entry.model.unmarshal(value, [])
  }
}

/** A stored item as its unique values see it. */
export const holderOf = (entity: CompiledEntity, stored: StoredItem): Holder => ({
  key: keyOfStored(entity, stored),
  value: encodedValues(entity, stored),
  expires: stored[entity.timeToLive?.entry.storedName ?? '']?.N,
})

/**
 * The same of an item that is about to give its values free. One of an older schema may have them under other names: then they
 * are what its upgrades make of them.
 */
export function leavingHolder(entity: CompiledEntity, stored: StoredItem): Holder {
  const holder = holderOf(entity, stored)
  if (!isOutdated(entity, stored)) return holder
  const upgraded = encodedValues(entity, upgradedOrNot(entity, stored))
  return { ...holder, value: name => holder.value(name) ?? upgraded(name) }
}

/** What can't be upgraded can be deleted all the same. */
function upgradedOrNot(entity: CompiledEntity, stored: StoredItem): StoredItem {
  try {
    return upgradeStored(entity, stored)
  } catch (error) {
    if (error instanceof InvalidItemError) return stored
    throw error
  }
}

/** The stored attributes that tell whether any of an item has changed: the version does where there is one. */
export const wholeOf = (entity: CompiledEntity, stored: StoredItem = {}): Iterable<string> =>
  entity.managed.version ? [] : wholeItem(entity, stored)

/**
 * That an item is as it was read: its version, its unique values, and the stored attributes `names` that a write is made of.
 */
export function oldGuard(entity: CompiledEntity, { item }: Old, names: Iterable<string> = []): Condition {
  const { partitionKey, managed, unique, timeToLive } = entity
  if (item === undefined) return storedTest(partitionKey.name, 'notExists')
  const used = new Set(names)
  // An item that was deleted and made again may have the version that it had.
  if (managed.version) used.add(managed.version.storedName)
  for (const { entries } of unique) for (const entry of entries) if (entry.stored) used.add(entry.storedName)
  if (timeToLive) used.add(timeToLive.entry.storedName)
  return unchanged(item, used) ?? storedTest(partitionKey.name, 'exists')
}
