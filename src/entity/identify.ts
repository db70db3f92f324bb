import type { StoredItem } from '../schema/item-model.js'
import type { CompiledEntity } from './compiled-entity.js'
import { isOwn, parseKeys } from './decode-item.js'
import { isSentinel } from './unique.js'

/**
 * The entity that a stored item is of: the one whose discriminator it carries and whose key templates made its key; where no
 * discriminator says so, as with keys alone, the one whose templates made it. Undefined where there is none, or no
 * telling, and for the library's own items.
 */
export function identify(entities: readonly CompiledEntity[], stored: StoredItem): CompiledEntity | undefined {
  if (isSentinel(stored)) return undefined
  const [found, ...others] = candidates(entities, stored)
  return others.length === 0 ? found : undefined
}

/** The entities that a stored item may be of: several where only their discriminators tell them apart, and it carries none. */
export function candidates(entities: readonly CompiledEntity[], stored: StoredItem): readonly CompiledEntity[] {
  const keyed = entities.filter(entity => parseKeys(entity, stored))
  const named = keyed.filter(entity => entity.discriminator && isOwn(entity, stored))
  return named.length > 0
    ? named
    : keyed.filter(({ discriminator }) => !discriminator || !Object.hasOwn(stored, discriminator.attribute))
}
