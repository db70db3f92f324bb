import type { CompiledEntity } from '../entity/compiled-entity.js'
import { type Decoded, decodeStored, invalidStored, isOwn, storedKey } from '../entity/decode-item.js'
import { isExpired } from '../entity/time-to-live.js'
import { schemaVersionOf } from '../entity/upgrade-stored.js'
import type { KeyDetails } from '../errors/item-errors.js'
import {
  ConditionFailedError,
  ItemExistsError,
  ItemNotFoundError,
  MonotableError,
  VersionConflictError,
} from '../errors/monotable-error.js'
import type { StoredItem } from '../schema/item-model.js'
import { versionOf } from './version.js'

/** What a write counted on, to say afterwards which of it did not hold. */
export interface Expectation {
  readonly item: 'absent' | 'present' | 'any'
  readonly version: number | undefined
  /** The newest version of the schema that the item may be of, where the write would take it back. */
  readonly newest?: number | undefined
}

/** The error for a write whose condition failed on `current`, the item as DynamoDB has it. */
export function conditionFailure(
  entity: CompiledEntity,
  key: KeyDetails,
  { item, version: expected, newest }: Expectation,
  found: StoredItem | undefined,
  now: Date,
): MonotableError {
  const about = { entity: entity.name }
  // What has expired is gone, though DynamoDB has not deleted it yet.
  const current = found && isOwn(entity, found) && isExpired(entity, found, now) ? undefined : found
  if (current && !isOwn(entity, current)) return foreign(entity, current, { reason: 'its discriminator says another' })
  const decoded = current && decodeStored(entity, current)
  // The item as the application knows it where it decodes, else as it is stored.
  const evidence = { key, item: decoded?.kind === 'item' ? decoded.item : current }
  if (current && newest !== undefined && schemaVersionOf(current) > newest)
    return new MonotableError('item.newer', { ...about, found: schemaVersionOf(current), known: newest }, evidence)
  const version = current && versionOf(entity, current)
  if (expected !== undefined && version !== expected)
    return new VersionConflictError('version.conflict', { ...about, expected, current: version }, evidence)
  if (item === 'absent' && current) return new ItemExistsError('item.exists', about, evidence)
  if (item === 'present' && !current) return new ItemNotFoundError('item.notFound', about, evidence)
  return new ConditionFailedError('condition.failed', about, evidence)
}

/**
 * The item, where what was read or written is one.
 * @throws InvalidItemError, MonotableError `item.foreign`; `written` says that a write has happened all the same
 */
export function itemOf(entity: CompiledEntity, stored: StoredItem, decoded: Decoded, written?: true): object {
  if (decoded.kind === 'item') return decoded.item
  throw decoded.kind === 'invalid'
    ? invalidStored(entity, stored, decoded.issues, written)
    : foreign(entity, stored, { reason: decoded.reason, ...(written && { written }) })
}

const foreign = (entity: CompiledEntity, item: StoredItem, details: { reason: string; written?: true }) =>
  new MonotableError('item.foreign', { entity: entity.name, ...details }, { key: storedKey(entity, item), item })
