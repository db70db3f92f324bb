import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { OWNER } from '../../entity/unique.js'
import { equalStored } from '../../expression/stored-values.js'
import { keyText } from '../../operation/key-text.js'
import { holderOf, leavingHolder } from '../../operation/write/holder.js'
import { type SentinelChange, sentinelChanges } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** A stored item with the entity that it is of. */
export interface EntityItem {
  readonly entity: CompiledEntity
  readonly stored: StoredItem
}

/**
 * What becomes of unique values when items take the place of others: values that are given free by one and taken by another are
 * one operation, and those that stay cost nothing.
 * @throws InvalidKeyError where a value can't be part of a key
 */
export function sentinelsOf(
  table: Table,
  before: readonly EntityItem[],
  after: readonly EntityItem[],
): readonly SentinelChange[] {
  const changes = [
    ...before.flatMap(({ entity, stored }) => sentinelChanges(entity, leavingHolder(entity, stored), undefined)),
    ...after.flatMap(({ entity, stored }) => sentinelChanges(entity, undefined, holderOf(entity, stored))),
  ]
  const byKey = new Map<string, SentinelChange>()
  for (const change of changes) {
    const text = keyText(table, change.key)
    const known = byKey.get(text)
    byKey.set(text, known ? { ...change, from: known.from ?? change.from, to: change.to ?? known.to } : change)
  }
  return [...byKey.values()].filter(({ from, to }) => !(from && to && equalStored({ M: from }, { M: to })))
}

/** Whether what keeps a value is as a change would leave it. */
export function isSettled({ to, expires }: SentinelChange, sentinel: StoredItem | undefined, ttl: string | undefined) {
  if (!to) return sentinel === undefined
  const owner = sentinel?.[OWNER]
  return owner !== undefined && equalStored(owner, { M: to }) && (!ttl || sentinel?.[ttl]?.N === expires)
}
