import { InvalidItemError } from '../errors/monotable-error.js'
import { anyStorage } from '../schema/generic.js'
import type { StoredItem } from '../schema/item-model.js'
import type { Check } from './check.js'
import type { CompiledEntity } from './compiled-entity.js'

/**
 * Brings an item from one version of the schema to the next. It gets, and gives, the attributes as they are stored, by the
 * names of the schema: text, numbers, lists and so on, without keys of indexes and the discriminator.
 */
export type Upgrade = (item: Record<string, any>) => Record<string, unknown>

/** How the items of an entity have changed over time. */
export interface Evolution {
  /** The version of the schema as it is. */
  readonly version: number
  /** By the version that they upgrade from. */
  readonly upgrades: ReadonlyMap<number, Upgrade>
  /** Whether items that were upgraded on a read are written back. */
  readonly writeBack: boolean
}

/** The stored attribute that holds the version of the schema that an item was written with; without it that is 1. */
export const SCHEMA_VERSION = 'schemaVersion'

/** @throws DefinitionError where an upgrade is missing or leads nowhere */
export function createEvolution(
  version: number | undefined,
  upgrades: Readonly<Record<number, Upgrade>> = {},
  writeBack: boolean,
  check: Check,
): Evolution | undefined {
  const from = Object.keys(upgrades).map(Number)
  if (version === undefined) {
    check(from.length === 0 && !writeBack, 'it has upgrades, and no schemaVersion that they lead to')
    return undefined
  }
  check(Number.isSafeInteger(version) && version >= 1, 'its schemaVersion must be a whole number from 1')
  for (let each = 1; each < version; each++)
    check(
      typeof upgrades[each] === 'function',
      `upgrades has no function for ${each}, and its schemaVersion is ${version}`,
    )
  check(
    from.every(each => each >= 1 && each < version),
    `upgrades goes beyond its schemaVersion, ${version}`,
  )
  return { version, upgrades: new Map(from.map(each => [each, upgrades[each]!])), writeBack }
}

/** The version of the schema that a stored item was written with. */
export const schemaVersionOf = (stored: StoredItem): number => Number(stored[SCHEMA_VERSION]?.N ?? 1)

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
