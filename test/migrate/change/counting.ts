import * as z from 'zod'
import { defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { AppTable, type Item } from './support.js'

/** A count, of which nothing tells whether it was migrated. */
const Counted = defineEntity({
  name: 'Counted',
  table: AppTable,
  schema: z.object({ id: z.string(), count: z.int() }),
  key: { partitionKey: 'counted#<id>', sortKey: 'counted' },
})

/** Adds one, each time that it meets an item: it is for the engine to meet it once. */
export const countMigration = defineMigration({
  name: 'count',
  from: Counted,
  transform: item => ({ ...item, count: item.count + 1 }),
})

export const counted = (id: string, count: number): Item => ({
  pk: { S: `counted#${id}` },
  sk: { S: 'counted' },
  entity: { S: 'Counted' },
  id: { S: id },
  count: { N: String(count) },
})
