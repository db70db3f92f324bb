import { decodeStored, isOwn } from '../../entity/decode-item.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import { InvalidItemError, InvalidKeyError, MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { primaryKeyOf, sameItem } from './change.js'
import { classify, isOf } from './classify.js'
import type { CompiledMigration } from './compile-migration.js'
import { type Decision, quarantine } from './decision.js'
import { makeChange } from './make-change.js'
import type { TransformTools } from './migration.js'
import { type Result, readResults } from './results.js'

/**
 * Says what is to become of a stored item: runs the transform, and works out what would be written.
 * @throws what a look-up of the transform fails with, where that is a request
 */
export async function decide(
  migration: CompiledMigration,
  stored: StoredItem,
  tools: TransformTools,
  now: Date,
): Promise<Decision> {
  const shape = classify(migration, stored)
  if (shape === 'newer') return quarantine('newer', 'it is of a later version of the schema than this migration knows')
  if (shape !== 'candidate') return { kind: shape }
  const { from } = migration
  const decoded = decodeStored(from, stored)
  const isItself = decoded.kind === 'item' && isUnderItsKey(migration, decoded.item, stored)
  if (!isItself) {
    if (isTarget(migration, stored)) return { kind: 'already' }
    return quarantine(
      'invalid',
      decoded.kind === 'invalid' ? issuesText(decoded.issues) : 'it makes another key than it has',
    )
  }
  const { item } = decoded
  let results: readonly Result[] | 'untouched'
  try {
    results = readResults(migration, await migration.transform(item, tools))
  } catch (error) {
    if (isRequest(error)) throw error
    return quarantine('transform', messageOf(error))
  }
  if (results === 'untouched') return { kind: 'untouched' }
  try {
    return makeChange(migration, { stored, item: item as Record<string, unknown> }, results, now)
  } catch (error) {
    if (error instanceof InvalidItemError || error instanceof InvalidKeyError)
      return quarantine('transform', messageOf(error))
    throw error
  }
}

const isUnderItsKey = ({ from, table }: CompiledMigration, item: object, stored: StoredItem): boolean => {
  try {
    return sameItem(encodePrimaryKey(from, item as Record<string, unknown>), primaryKeyOf(table, stored))
  } catch {
    return false
  }
}

/** Whether an item that does not fit the old schema is one of the new. */
const isTarget = ({ targets }: CompiledMigration, stored: StoredItem): boolean =>
  targets.some(
    ({ entity }) => isOwn(entity, stored) && isOf(entity, stored) && decodeStored(entity, stored).kind === 'item',
  )

/** What does not fit, in words. */
export const issuesText = (
  issues: readonly { readonly path: readonly unknown[]; readonly message: string }[],
): string => issues.map(({ path, message }) => `${path.join('.') || 'item'}: ${message}`).join('; ')

/** A request that failed is no fault of the item, nor is a lease that was lost while one waited. */
const isRequest = (error: unknown): boolean =>
  error instanceof MonotableError && /^(request|migration)\./.test(error.code)

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
