import type { CompiledEntity } from '../entity/compiled-entity.js'
import type { AnyModel } from '../entity/entity-types.js'
import { MonotableError } from '../errors/monotable-error.js'
import type { Refused } from '../errors/refused.js'
import type { StoredItem } from '../schema/item-model.js'

/** `ifVersion`, where the entity has a version. */
export type IfVersion<D extends AnyModel, Self> = [D['version']] extends [never]
  ? Refused<`${D['name']} has no version attribute`>
  : (version: number) => Self

/** The version of a stored item: 0 of one from before versioning. */
export const versionOf = ({ managed }: CompiledEntity, item: StoredItem | undefined): number =>
  Number(item?.[managed.version?.storedName ?? '']?.N ?? 0)

/** @throws MonotableError `update.invalid` where the entity has no version, or what is given is none. */
export function checkVersion(entity: CompiledEntity, version: unknown): number {
  const refuse = (reason: string) => new MonotableError('update.invalid', { entity: entity.name, reason })
  if (entity.managed.version === undefined) throw refuse('it has no version attribute')
  if (!Number.isSafeInteger(version) || (version as number) < 0) throw refuse('a version is a whole number from 0')
  return version as number
}
