import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { storedTest, unchanged } from '../../operation/guards.js'
import type { StoredItem } from '../../schema/item-model.js'
import { ownNames } from './encode-result.js'

/** DynamoDB takes 4 KB of a condition, in which so many attributes have room. */
const MOST = 100

/**
 * That an item is exactly as it was read: all of its attributes, and that it still lacks those of the schemas which it lacked. Where
 * there are too many for a condition, that its version is what it was; undefined where it has none, for then nothing says so.
 */
export function asRead(entities: readonly CompiledEntity[], stored: StoredItem): Condition | undefined {
  const own = Object.keys(stored)
  const all = new Set([...own, ...entities.flatMap(ownNames)])
  if (all.size <= MOST) return unchanged(stored, all)
  const { table } = entities[0]!
  const versions = entities.flatMap(({ managed }) => managed.version?.storedName ?? [])
  const version = versions.find(name => Object.hasOwn(stored, name))
  if (version === undefined) return undefined
  if (own.length <= MOST) return unchanged(stored, own)
  return allOf(storedTest(table.partitionKey.name, 'exists'), unchanged(stored, [version]))
}

/** That nothing is under a key. */
export const nothingThere = ({ table }: CompiledEntity): Condition => storedTest(table.partitionKey.name, 'notExists')
