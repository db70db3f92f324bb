import { partsOf } from '../../entity/compiled-entity.js'
import { decodeStored } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { equalStored } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import { isOf } from './classify.js'
import type { CompiledMigration } from './compile-migration.js'

/** Whether an item of a migration's entities is as they want it; `other` where it is none of theirs. */
export type Expectation = 'right' | 'invalid' | 'stale index keys' | 'other'

/** Compares an item with the entity that it is to be of: it must fit the schema, and have the index keys that it makes. */
export function compareWithTarget({ targets }: CompiledMigration, stored: StoredItem): Expectation {
  const entity = targets.find(each => isOf(each.entity, stored))?.entity
  if (!entity) return 'other'
  const decoded = decodeStored(entity, stored)
  if (decoded.kind !== 'item') return decoded.kind === 'invalid' ? 'invalid' : 'other'
  try {
    const made = encodeWhole(entity, decoded.item as Record<string, unknown>).stored
    const names = [...entity.patterns.values()].flatMap(pattern => partsOf(pattern).map(part => part.name))
    const same = names.every(name => {
      const [is, should] = [stored[name], made[name]]
      return is && should ? equalStored(is, should) : is === should
    })
    return same ? 'right' : 'stale index keys'
  } catch {
    return 'invalid'
  }
}
