import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { OWNER } from '../../entity/unique.js'
import { InvalidItemError } from '../../errors/monotable-error.js'
import { equalStored } from '../../expression/stored-values.js'
import { keyText } from '../../operation/key-text.js'
import { leavingHolder } from '../../operation/write/holder.js'
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
 * one operation, and those that stay, for as long as they did, cost nothing. Items of an older schema have theirs as their upgrades
 * make them.
 * @throws InvalidKeyError where a value can't be part of a key
 * @throws InvalidItemError where two items would have one value
 */
export function sentinelsOf(
  table: Table,
  before: readonly EntityItem[],
  after: readonly EntityItem[],
): readonly SentinelChange[] {
  const byKey = new Map<string, SentinelChange & { readonly until?: string | undefined }>()
  for (const { entity, stored } of before) {
    const holder = leavingHolder(entity, stored)
    for (const change of sentinelChanges(entity, holder, undefined))
      byKey.set(keyText(table, change.key), { ...change, until: holder.expires })
  }
  for (const { entity, stored } of after)
    for (const change of sentinelChanges(entity, undefined, leavingHolder(entity, stored))) {
      const text = keyText(table, change.key)
      const known = byKey.get(text)
      if (known?.to) throw twice(entity, change)
      byKey.set(text, known ? { ...change, from: known.from, until: known.until } : change)
    }
  return [...byKey.values()].flatMap(({ until, ...change }) => {
    const { from, to, expires } = change
    return from && to && expires === until && equalStored({ M: from }, { M: to }) ? [] : [change]
  })
}

const twice = ({ name: entity }: CompiledEntity, { constraint: { name, entries } }: SentinelChange) =>
  new InvalidItemError('item.invalid', {
    entity,
    issues: [
      {
        path: entries.slice(0, 1).map(each => each.name),
        code: 'custom',
        message: `two items have one unique '${name}'`,
      },
    ],
  })

/** Whether what keeps a value is as a change would leave it. */
export function isSettled({ to, expires }: SentinelChange, sentinel: StoredItem | undefined, ttl: string | undefined) {
  if (!to) return sentinel === undefined
  const owner = sentinel?.[OWNER]
  return owner !== undefined && equalStored(owner, { M: to }) && (!ttl || sentinel?.[ttl]?.N === expires)
}
