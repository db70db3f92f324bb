import type { StoredItem } from '../../schema/item-model.js'
import { itemSize } from '../../schema/item-size.js'
import type { Table, TableIndex } from '../../table/table-types.js'
import { type Change, differences, type Step } from './change.js'
import { writeStored } from './control/stored-text.js'

/** What a record takes beside the text of the item, in bytes. */
const RECORD = 450

const units = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024))

/** The write units that a change takes: twice those of its items and of their records, for it is a transaction, and those of indexes. */
export function writeUnitsOf(table: Table, { steps, sentinels }: Change): number {
  const items = steps.reduce(
    (sum, step) => sum + 2 * stepUnits(step) + 2 * recordUnits(step) + indexUnits(table, step),
    0,
  )
  return items + 2 * sentinels.length
}

const sizeOf = (item: StoredItem | undefined): number => (item ? itemSize(item) : 0)

const stepUnits = ({ before, after }: Step): number => units(Math.max(sizeOf(before), sizeOf(after)))
const recordUnits = ({ before }: Step): number => units(RECORD + (before ? writeStored(before).length : 0))

/** One index entry that is written, deleted, or, where its key changes, both. */
function indexUnits({ indexes }: Table, { before, after }: Step): number {
  let sum = 0
  for (const index of indexes.values()) {
    const [was, is] = [before, after].map(item => item && hasKey(index, item))
    if (!was && !is) continue
    const changed = before && after ? differences(before, after).map(({ attribute }) => attribute) : undefined
    const keys = keysOf(index)
    if (changed && was && is && !changed.some(name => keys.includes(name) || isHeld(index, name))) continue
    const moves = was && is && (!changed || changed.some(name => keys.includes(name)))
    sum += (moves ? 2 : 1) * units(index.projection === 'all' ? sizeOf(after ?? before) : 200)
  }
  return sum
}

const keysOf = ({ partitionKey, sortKey }: TableIndex): readonly string[] =>
  [...partitionKey, ...sortKey].map(key => key.name)
const hasKey = (index: TableIndex, item: StoredItem): boolean => keysOf(index).every(name => Object.hasOwn(item, name))
const isHeld = ({ projection }: TableIndex, name: string): boolean =>
  projection === 'all' || (projection !== 'keysOnly' && projection.includes(name))
