import type { CompiledEntity } from '../entity/compiled-entity.js'
import { decodeStored, invalidStored } from '../entity/decode-item.js'
import { MonotableError } from '../errors/monotable-error.js'
import type { StoredItem } from '../schema/item-model.js'

/**
 * The item that a write gave back.
 * @throws InvalidItemError when it does not fit the schema; the write has happened, and `details.written` says so.
 */
export function decodeWritten(entity: CompiledEntity, stored: StoredItem): object {
  const decoded = decodeStored(entity, stored)
  if (decoded.kind === 'item') return decoded.item
  if (decoded.kind === 'invalid') throw invalidStored(entity, stored, decoded.issues, true)
  throw new MonotableError(
    'item.foreign',
    { entity: entity.name, reason: decoded.reason, written: true },
    { item: stored },
  )
}
