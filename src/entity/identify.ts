import type { StoredItem } from '../schema/item-model.js'
import type { CompiledEntity } from './compiled-entity.js'
import { isOwn, matchesKey } from './decode-item.js'
import { isSentinel } from './unique.js'

/**
 * Which of some entities a stored item is of: the one that its discriminator says, or else, where it says nothing, the one
 * whose key templates its primary key is of. Undefined where it is of none, where that is not certain, and for the library's
 * own items.
 */
export function identify(entities: readonly CompiledEntity[], stored: StoredItem): CompiledEntity | undefined {
  if (isSentinel(stored)) return undefined
  const said = entities.filter(entity => entity.discriminator && isOwn(entity, stored))
  if (said.length === 1) return said[0]
  // Entities may share a discriminator where their keys tell them apart. What says that it is another's is not asked on.
  const possible = said.length > 0 ? said : entities.filter(entity => !says(entity, stored))
  const [match, other] = possible.filter(entity => matchesKey(entity, stored))
  return other ? undefined : match
}

/** Whether a stored item has an entity's discriminator, whatever that says. */
const says = ({ discriminator }: CompiledEntity, stored: StoredItem): boolean =>
  discriminator !== undefined && Object.hasOwn(stored, discriminator.attribute)
