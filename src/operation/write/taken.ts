import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeKeyPart } from '../../entity/key-part.js'
import { OWNER } from '../../entity/unique.js'
import { UniqueConstraintError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { SentinelChange } from './sentinels.js'

/** The error for a value that another item has; `sentinel` is the item that keeps it. */
export function takenError(
  entity: CompiledEntity,
  { constraint }: SentinelChange,
  sentinel: StoredItem | undefined,
): UniqueConstraintError {
  const attributes = constraint.entries.map(entry => entry.name)
  const owner = sentinel?.[OWNER]?.M
  return new UniqueConstraintError(
    'unique.taken',
    { entity: entity.name, constraint: constraint.name, attributes },
    { owner: owner && ownerKey(entity, owner) },
  )
}

/** The attributes that a stored primary key holds. */
const ownerKey = (entity: CompiledEntity, owner: StoredItem) =>
  Object.fromEntries(entity.primaryKey.flatMap(part => [...(decodeKeyPart(part, owner[part.name]) ?? [])]))
