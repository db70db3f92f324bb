import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { isOwn, matchesKey } from '../../entity/decode-item.js'
import { isSentinel } from '../../entity/unique.js'
import { schemaVersionOf } from '../../entity/upgrade-stored.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { CompiledMigration } from './compile-migration.js'

/**
 * What a stored item is to a migration: one to transform, one of what it makes, of a schema that it does not know, or nothing of
 * its own.
 */
export type Class = 'candidate' | 'already' | 'newer' | 'foreign'

/** Whether an item is an entity's, by its key and its discriminator. */
export const isOf = (entity: CompiledEntity, stored: StoredItem): boolean =>
  isOwn(entity, stored) && matchesKey(entity, stored)

const schemaOf = ({ evolution }: CompiledEntity): number => evolution?.version ?? 1

/** Tells what an item is by its shape alone. */
export function classify({ from, targets, only }: CompiledMigration, stored: StoredItem): Class {
  if (isSentinel(stored)) return 'foreign'
  const target = targets.find(({ entity }) => isOf(entity, stored))?.entity
  if (!isOf(from, stored) || !only(stored)) return target ? 'already' : 'foreign'
  const version = schemaVersionOf(stored)
  if (target?.evolution && schemaOf(from) < schemaOf(target) && version === schemaOf(target)) return 'already'
  const known = Math.max(schemaOf(from), target ? schemaOf(target) : 1)
  return (from.evolution || target?.evolution) && version > known ? 'newer' : 'candidate'
}
