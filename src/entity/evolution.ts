import type { Check } from './check.js'

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
