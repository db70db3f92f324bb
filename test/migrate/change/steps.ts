import * as z from 'zod'
import { defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { AppTable, type Item } from './models.js'

const Step = defineEntity({
  name: 'Step',
  table: AppTable,
  schema: z.object({ list: z.string(), place: z.string(), next: z.string().optional() }),
  key: { partitionKey: 'list#<list>', sortKey: '<place>' },
})
/** A place in a list; `next` is where it is to go, and the item's own. */
export const step = (place: number | string, next?: number | string, list = 'a'): Item => ({
  pk: { S: `list#${list}` },
  sk: { S: String(place) },
  entity: { S: 'Step' },
  list: { S: list },
  place: { S: String(place) },
  ...(next !== undefined && { next: { S: String(next) } }),
})
/** Leaves what it has made: of an item that has moved `next` is gone. */
export const follow = defineMigration({
  name: 'follow',
  from: Step,
  transform: ({ next, ...item }, { untouched }) => (next === undefined ? untouched : { ...item, place: next }),
})
/** Would move what it has made once more: it is for the engine to move it once. */
export const shift = defineMigration({
  name: 'shift',
  from: Step,
  transform: item => ({ ...item, place: String(Number(item.place) + 1) }),
})
