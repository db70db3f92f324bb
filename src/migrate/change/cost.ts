import { utf8Length } from '../../key/order.js'
import { pickOf } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import { itemSize } from '../../schema/item-size.js'
import type { Table, TableIndex } from '../../table/table-types.js'
import { type Change, differences, type Step } from './change.js'
import { writeStored } from './control/stored-text.js'

/** What a change takes, or many of them do. */
export interface ChangeCost {
  /** As DynamoDB counts them: of items, records and unique values twice, for it is a transaction; of index entries once. */
  readonly writeUnits: number
  /** Of what is kept in the control table. */
  readonly recordBytes: number
  /** What a transaction is made of. */
  readonly operations: number
  /** Items under other keys, which the scan meets where it has not been yet. */
  readonly madeItems: number
  readonly madeBytes: number
  /** To see whether unique values are kept already. */
  readonly readUnits: number
}

export const noCost: ChangeCost = {
  writeUnits: 0,
  recordBytes: 0,
  operations: 0,
  madeItems: 0,
  madeBytes: 0,
  readUnits: 0,
}

/** What so many such changes take beside others. */
export const addCost = (sum: ChangeCost, cost: ChangeCost, times: number): ChangeCost =>
  Object.fromEntries(
    Object.entries(sum).map(([name, value]) => [name, value + cost[name as keyof ChangeCost] * times]),
  ) as unknown as ChangeCost

/** The bytes of a record beside the names in it, the texts of its keys and its before-image, and the digest of what was left. */
const RECORD = 280
const DIGEST = 69

const units = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024))

/** @param names of the table and the migration, which each record has twice */
export function costOf(table: Table, { steps, sentinels }: Change, names: readonly string[]): ChangeCost {
  const [own, ...made] = steps
  const common = RECORD + 2 * names.reduce((sum, name) => sum + utf8Length(name), 0)
  const madeKeys = made.reduce((sum, { key }) => sum + utf8Length(writeStored(key)) + 1, 0)
  // What was made has the key of the item that it was made of in its record.
  const records = steps.map(
    (step, index) =>
      common +
      (step.after ? DIGEST : 0) +
      textBytes(step.key) +
      (index === 0 ? textBytes(own.before) + madeKeys : textBytes(own.key)),
  )
  const stays = own.before === own.after && made.length === 0
  return {
    writeUnits:
      steps.reduce((sum, step) => sum + 2 * stepUnits(step) + indexUnits(table, step), 0) +
      records.reduce((sum, bytes) => sum + 2 * units(bytes), 0) +
      2 * sentinels.length,
    recordBytes: records.reduce((sum, bytes) => sum + bytes, 0),
    operations: 2 * steps.length + sentinels.length,
    madeItems: made.length,
    madeBytes: made.reduce((sum, { after }) => sum + sizeOf(after), 0),
    readUnits: stays ? sentinels.length : 0,
  }
}

const textBytes = (item: StoredItem | undefined): number => (item ? utf8Length(writeStored(item)) : 0)
const sizeOf = (item: StoredItem | undefined): number => (item ? itemSize(item) : 0)

/** The larger of what was there and what is there then: to delete costs what is deleted. */
const stepUnits = ({ before, after }: Step): number => units(Math.max(sizeOf(before), sizeOf(after)))

/** One index entry that is written, deleted, or, where its key changes, both. */
function indexUnits(table: Table, { before, after }: Step): number {
  let sum = 0
  for (const index of table.indexes.values()) {
    const [was, is] = [entryOf(table, index, before), entryOf(table, index, after)]
    if (!was && !is) continue
    const changed = was && is ? differences(was, is) : []
    if (was && is && changed.length === 0) continue
    const keys = keysOf(index)
    const moves = changed.some(({ attribute }) => keys.includes(attribute))
    sum += moves ? units(sizeOf(was)) + units(sizeOf(is)) : units(Math.max(sizeOf(was), sizeOf(is)))
  }
  return sum
}

const keysOf = ({ partitionKey, sortKey }: TableIndex): readonly string[] =>
  [...partitionKey, ...sortKey].map(key => key.name)

/** What an index has of an item; undefined where it lacks a key of it. */
function entryOf(table: Table, index: TableIndex, item: StoredItem | undefined): StoredItem | undefined {
  const keys = keysOf(index)
  if (!item || !keys.every(name => Object.hasOwn(item, name))) return undefined
  const { projection } = index
  if (projection === 'all') return item
  const primary = [table.partitionKey.name, ...(table.sortKey ? [table.sortKey.name] : [])]
  const held = projection === 'keysOnly' ? [] : projection
  return pickOf(
    item,
    [...primary, ...keys, ...held].filter(name => Object.hasOwn(item, name)),
  )
}
