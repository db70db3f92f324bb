import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { decodeStored } from '../../entity/decode-item.js'
import { keyText } from '../../operation/key-text.js'
import { bareObject } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import { itemSize, MAX_ITEM_BYTES, mayBeTooLarge } from '../../schema/item-size.js'
import { type ChangeKind, differences, primaryKeyOf, type Step } from './change.js'
import type { CompiledMigration } from './compile-migration.js'
import { type Decision, quarantine } from './decision.js'
import { encodeResult, type OldItem, storedVersion, withVersion } from './encode-result.js'
import type { Result } from './results.js'
import { sentinelsOf } from './unique-values.js'

/**
 * Works out what a transform's results mean for the table.
 * @throws InvalidItemError, InvalidKeyError where a result can't be stored
 */
export function makeChange(
  migration: CompiledMigration,
  old: OldItem,
  results: readonly Result[],
  now: Date,
): Decision {
  const { table, from } = migration
  const { stored } = old
  const key = primaryKeyOf(table, stored)
  const oldText = keyText(table, key)
  const made = results.map(result => ({
    ...result,
    alone: encodeResult(from, result.entity, result.item, old, false, now),
  }))
  const texts = made.map(({ alone }) => keyText(table, alone))
  if (new Set(texts).size < texts.length) return quarantine('transform', 'it gave two items with one key')
  // The one under the same key takes the old item's place; where there is none, the first does.
  const stays = texts.indexOf(oldText)
  const heir = Math.max(stays, 0)
  const steps: Step[] = [{ key, before: stored, after: undefined }]
  for (const [index, { entity, item, alone }] of made.entries()) {
    const inherits = index === heir
    const encoded = inherits ? encodeResult(from, entity, item, old, true, now) : alone
    if (index === stays) {
      const after = replaced(migration, old, { entity, item }, encoded)
      if (!after && made.length === 1) return sentinelsOnly(migration, stored, entity, key)
      steps[0] = { key, before: stored, after: after ?? stored }
    } else {
      const version = inherits ? storedVersion(entity, stored) + 1 : 1
      steps.push({ key: primaryKeyOf(table, alone), before: undefined, after: withVersion(entity, encoded, version) })
    }
  }
  for (const { after } of steps)
    if (after && mayBeTooLarge(after) && itemSize(after) > MAX_ITEM_BYTES)
      return quarantine('transform', 'what is made of it is larger than 400 KB, with what no schema knows')
  const kind: ChangeKind = made.length === 0 ? 'deleted' : made.length > 1 ? 'split' : stays === 0 ? 'updated' : 'moved'
  const after = made.map(({ entity }, index) => ({ entity, stored: afterOf(steps, index, stays) }))
  return { kind, steps: steps as [Step, ...Step[]], sentinels: sentinelsOf(table, [{ entity: from, stored }], after) }
}

/** The new item of a result: the old one's successor is the first step, the others follow in their order. */
const afterOf = (steps: readonly Step[], index: number, stays: number): StoredItem =>
  (index === stays ? steps[0]! : steps[stays >= 0 && index > stays ? index : index + 1]!).after!

/** The item that takes the old one's place under its key, one version on; undefined where nothing would change. */
function replaced(
  { from, attributes }: CompiledMigration,
  { stored, item: seen }: OldItem,
  { entity, item }: Result,
  encoded: StoredItem,
): StoredItem | undefined {
  const after = attributes ? restricted(stored, encoded, attributes) : encoded
  const version = entity.managed.version
  const given = version && item[version.name]
  const was = version && from.managed.version?.name === version.name ? seen[version.name] : undefined
  const asks = given !== undefined && was !== undefined && given !== was
  const changed = differences(stored, after).some(({ attribute }) => attribute !== version?.storedName)
  return changed || asks ? withVersion(entity, after, storedVersion(entity, stored) + 1) : undefined
}

/** The old item with no other attributes changed than these. */
function restricted(before: StoredItem, after: StoredItem, names: ReadonlySet<string>): StoredItem {
  const result = Object.assign(bareObject<AttributeValue>(), before)
  for (const name of names)
    if (Object.hasOwn(after, name)) result[name] = after[name]!
    else delete result[name]
  return result
}

/** An item that stays as it is may have unique values all the same that nothing keeps yet. */
function sentinelsOnly(
  { from, table }: CompiledMigration,
  stored: StoredItem,
  entity: Result['entity'],
  key: StoredItem,
): Decision {
  if (decodeStored(entity, stored).kind !== 'item') return { kind: 'untouched' }
  const sentinels = sentinelsOf(table, [{ entity: from, stored }], [{ entity, stored }])
  if (sentinels.length === 0) return { kind: 'untouched' }
  return { kind: 'updated', steps: [{ key, before: stored, after: stored }], sentinels }
}
