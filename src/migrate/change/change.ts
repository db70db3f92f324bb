import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { equalStored, ownPart } from '../../expression/stored-values.js'
import type { SentinelChange } from '../../operation/write/sentinels.js'
import { pickOf } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** What becomes of one key: what is under it before and after. Turned round, it is undone. */
export interface Step {
  readonly key: StoredItem
  readonly before: StoredItem | undefined
  readonly after: StoredItem | undefined
}

/** Ways in which an item is changed. */
export const changeKinds = ['updated', 'moved', 'split', 'deleted'] as const
/** What becomes of an item that is changed: `updated` in place, `moved` to another key, `split` into several, or `deleted`. */
export type ChangeKind = (typeof changeKinds)[number]

/** All that becomes of one item: made as a whole, or not at all. The first step is that of the item itself. */
export interface Change {
  readonly kind: ChangeKind
  readonly steps: readonly [Step, ...Step[]]
  /** What becomes of its unique values. */
  readonly sentinels: readonly SentinelChange[]
}

/** The primary key of a stored item. */
export const primaryKeyOf = ({ partitionKey, sortKey }: Table, stored: StoredItem): StoredItem =>
  pickOf(stored, sortKey ? [partitionKey.name, sortKey.name] : [partitionKey.name])

/** Whether two stored items are equal, all of them. */
export const sameItem = (one: StoredItem, other: StoredItem): boolean => equalStored({ M: one }, { M: other })

/** A stored attribute that differs between two items. */
export interface Difference {
  /** Its name as it is stored. */
  readonly attribute: string
  /** Its value as it was; undefined where it was not there. */
  readonly before: AttributeValue | undefined
  /** Its value as it is now; undefined where it is not there. */
  readonly after: AttributeValue | undefined
}

/** What differs between two stored items, by attribute; what is the same costs nothing. */
export function differences(before: StoredItem, after: StoredItem): readonly Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const found: Difference[] = []
  for (const attribute of names) {
    const [was, is] = [ownPart(before, attribute), ownPart(after, attribute)]
    if (!was || !is || !equalStored(was, is)) found.push({ attribute, before: was, after: is })
  }
  return found
}
