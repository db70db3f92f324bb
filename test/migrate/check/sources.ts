import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import type { ItemSource } from '../../../src/migrate/index.js'
import type { StoredItem } from '../../../src/schema/item-model.js'
import type { Table } from '../../../src/table/table-types.js'

/** Items that are given. */
export const sourceOf = (table: Table, items: readonly StoredItem[]): ItemSource => ({
  table,
  itemCount: items.length,
  notes: [],
  async *items() {
    yield* items
  },
})

/** The items of a live table. */
export const scanOf = (client: DynamoDBClient, table: Table, TableName: string): ItemSource => ({
  table,
  itemCount: undefined,
  notes: [],
  async *items() {
    for await (const page of paginateScan({ client }, { TableName })) yield* page.Items ?? []
  },
})
