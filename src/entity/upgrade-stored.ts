import { InvalidItemError } from '../errors/monotable-error.js'
import { anyStorage } from '../schema/generic.js'
import type { StoredItem } from '../schema/item-model.js'
import type { CompiledEntity } from './compiled-entity.js'
import { SCHEMA_VERSION } from './evolution.js'

/** The version of the schema that a stored item was written with. */
const schemaVersionOf = (stored: StoredItem): number => Number(stored[SCHEMA_VERSION]?.N ?? 1)

/** Whether upgrades have to be made before an item is of the schema as it is. */
export const isOutdated = ({ evolution }: CompiledEntity, stored: StoredItem): boolean =>
  evolution !== undefined && schemaVersionOf(stored) < evolution.version

/**
 * A stored item as it would be had it been written with the schema as it is; its keys and index keys stay as they are.
 * @throws InvalidItemError where an upgrade throws, or gives something that can't be stored
 */
export function upgradeStored(entity: CompiledEntity, stored: StoredItem): StoredItem {
  if (!isOutdated(entity, stored)) return stored
  const { evolution, model } = entity
  const { version, upgrades } = evolution!
  const attributes = [...model.attributes.values()].filter(entry => entry.stored)
  const names = new Map(attributes.map(({ storedName, name }) => [storedName, name]))
  const storedNames = new Map(attributes.map(({ storedName, name }) => [name, storedName]))
  const reserved = new Set(reservedNames(entity))
  const upgraded: StoredItem = Object.create(null)
  let item: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(stored)) {
    if (reserved.has(name) && !names.has(name)) upgraded[name] = value
    else item[names.get(name) ?? name] = anyStorage.unmarshal(value, [], [])
  }
  const from = schemaVersionOf(stored)
  try {
    for (let each = from; each < version; each++) item = upgrades.get(each)!(item)
    for (const [name, value] of Object.entries(item))
      if (value !== undefined) upgraded[storedNames.get(name) ?? name] = anyStorage.marshal(value, [name])
  } catch (cause) {
    const message = `can't be upgraded from schema version ${from}: ${cause instanceof Error ? cause.name : 'an error'}`
    throw new InvalidItemError(
      'item.invalidStored',
      { entity: entity.name, issues: [{ path: [], code: 'upgrade', message }] },
      { cause, item: stored },
    )
  }
  upgraded[SCHEMA_VERSION] = { N: String(version) }
  return upgraded
}

/** Attributes that are the library's own: the table's keys, those of indexes, the discriminator, the version of the schema. */
const reservedNames = ({ table, discriminator }: CompiledEntity): readonly string[] => [
  table.partitionKey.name,
  ...(table.sortKey ? [table.sortKey.name] : []),
  ...[...table.indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey].map(key => key.name)),
  ...(discriminator ? [discriminator.attribute] : []),
  SCHEMA_VERSION,
]
