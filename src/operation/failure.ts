import type { CompiledEntity } from '../entity/compiled-entity.js'
import { decodeStored, isOwn } from '../entity/decode-item.js'
import type { KeyDetails } from '../errors/item-errors.js'
import {
  ConditionFailedError,
  ItemExistsError,
  ItemNotFoundError,
  MonotableError,
  VersionConflictError,
} from '../errors/monotable-error.js'
import type { StoredItem } from '../schema/item-model.js'

/** What a write counted on, to say afterwards which of it did not hold. */
export interface Expectation {
  readonly item: 'absent' | 'present' | 'any'
  readonly version: number | undefined
}

/** The error for a write whose condition failed on `current`, the item as DynamoDB has it. */
export function conditionFailure(
  entity: CompiledEntity,
  key: KeyDetails,
  expected: Expectation,
  current: StoredItem | undefined,
): MonotableError {
  const about = { entity: entity.name }
  if (current !== undefined && !isOwn(entity, current))
    return new MonotableError(
      'item.foreign',
      { ...about, reason: 'its discriminator says another' },
      { key, item: current },
    )
  const evidence = { key, item: current && readable(entity, current) }
  if (expected.version !== undefined) {
    const found = current && versionOf(entity, current)
    if (found !== expected.version)
      return new VersionConflictError(
        'version.conflict',
        { ...about, expected: expected.version, current: found },
        evidence,
      )
  }
  if (expected.item === 'absent' && current !== undefined) return new ItemExistsError('item.exists', about, evidence)
  if (expected.item === 'present' && current === undefined)
    return new ItemNotFoundError('item.notFound', about, evidence)
  return new ConditionFailedError('condition.failed', about, evidence)
}

/** The version of a stored item; 0 where it has none. */
const versionOf = (entity: CompiledEntity, stored: StoredItem): number =>
  Number(stored[entity.managed.version!.storedName]?.N ?? 0)

/** The item as the application knows it where it decodes, else as it is stored. */
function readable(entity: CompiledEntity, stored: StoredItem): unknown {
  const decoded = decodeStored(entity, stored)
  return decoded.kind === 'item' ? decoded.item : stored
}
