import { defineTable, type StoredItem, type Table } from 'monotable'
import type { ItemSource } from 'monotable/migrate'
import { anyStorage } from '../../src/schema/generic.js'

/** An item as DynamoDB has it, of plain values. */
export const stored = (item: Readonly<Record<string, unknown>>): StoredItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, anyStorage.marshal(value, [])]))

export const AppTable = defineTable({ name: 'app-table', partitionKey: 'pk', sortKey: 'sk' }) as Table
export const IndexedTable = defineTable({
  name: 'app-table',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
}) as Table

/** Items in memory as a source. */
export const sourceOf = (items: readonly StoredItem[], table: Table = AppTable): ItemSource => ({
  table,
  itemCount: items.length,
  notes: [],
  items: async function* () {
    yield* items
  },
})

export const uuid = (n: number): string => `9c943468-bc2e-4631-84e3-${n.toString(16).padStart(12, '0')}`
export const range = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
