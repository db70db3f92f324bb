import { partsOf } from '../../entity/compiled-entity.js'
import { decodeStored } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { equalStored } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import { isOf } from './classify.js'
import type { CompiledMigration } from './compile-migration.js'
import { issuesText, messageOf } from './decide.js'

/** Whether an item of a migration's entities is as they want it, and what is wrong where it is not; `other` where it is none of theirs. */
export type Expectation =
  | { readonly kind: 'right' | 'other' }
  | { readonly kind: 'invalid' | 'stale'; readonly message: string }

/** Compares an item with the entity that it is to be of: it must fit the schema, and have the index keys that it makes. */
export function compareWithTarget({ targets }: CompiledMigration, stored: StoredItem): Expectation {
  const entity = targets.find(each => isOf(each.entity, stored))?.entity
  if (!entity) return { kind: 'other' }
  const decoded = decodeStored(entity, stored)
  if (decoded.kind === 'invalid') return { kind: 'invalid', message: issuesText(decoded.issues) }
  if (decoded.kind !== 'item') return { kind: 'other' }
  try {
    const made = encodeWhole(entity, decoded.item as Record<string, unknown>).stored
    const names = [...entity.patterns.values()].flatMap(pattern => partsOf(pattern).map(part => part.name))
    const stale = names.filter(name => {
      const [is, should] = [stored[name], made[name]]
      return is && should ? !equalStored(is, should) : is !== should
    })
    if (stale.length === 0) return { kind: 'right' }
    return { kind: 'stale', message: `it has other index keys than its attributes make: ${stale.join(', ')}` }
  } catch (error) {
    return { kind: 'invalid', message: messageOf(error) }
  }
}
