import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { matchPattern, type Piece, VALUE } from './key-shape.js'

/** Whether the primary key of an item is of a draft's pattern. */
export function isOfPattern({ partition, sort }: Draft, item: StoredItem, { partitionKey, sortKey }: Table): boolean {
  const matches = (pattern: readonly Piece[], text: string | undefined) =>
    text === undefined ? pattern.every(piece => piece === VALUE) : matchPattern(pattern, text) !== undefined
  return matches(partition, item[partitionKey.name]?.S) && (!sortKey || matches(sort, item[sortKey.name]?.S))
}

/** The same, or whether it is of what the pattern was before a word was taken for literal text. */
export const couldBeOfPattern = (draft: Draft, item: StoredItem, table: Table): boolean =>
  isOfPattern(draft, item, table) ||
  (draft.whole !== undefined && isOfPattern({ ...draft, ...draft.whole }, item, table))
