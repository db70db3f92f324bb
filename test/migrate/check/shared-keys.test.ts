import { expect, it } from 'vitest'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'
import { check } from '../../../src/migrate/index.js'
import type { StoredItem } from '../../../src/schema/item-model.js'
import { sourceOf } from './sources.js'

const table = defineTable({
  name: 'shared',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    inverted: { partitionKey: 'sk', sortKey: 'pk' },
    byDay: { partitionKey: 'a', sortKey: 'day' },
    byPlace: { partitionKey: 'a', sortKey: 'b' },
    several: { partitionKey: ['region', 'city'], sortKey: { name: 'seats', type: 'number' } },
  },
  timeToLive: 'ttl',
})

/** An entity whose index keys are the table's own, shared by two indexes, and attributes of its own. */
const Event = defineEntity({
  name: 'Event',
  table,
  schema: z.object({
    id: z.string(),
    kind: z.string(),
    on: z.string().optional(),
    place: z.string().optional(),
    region: z.string().optional(),
    city: z.string().optional(),
    seats: z.number().optional(),
    code: z.string().optional(),
    until: z.int().optional(),
  }),
  key: { partitionKey: 'event#<id>', sortKey: 'kind#<kind>' },
  indexes: {
    ofKind: { index: 'inverted', partitionKey: 'kind#<kind>', sortKey: 'event#<id>' },
    byDay: { index: 'byDay', partitionKey: 'all#<kind>', sortKey: '<on>' },
    byPlace: { index: 'byPlace', partitionKey: 'all#<kind>', sortKey: '<place>' },
    bySeats: { index: 'several', partitionKey: ['<region>', '<city>'], sortKey: '<seats>' },
  },
  unique: ['code'],
  timeToLive: 'until',
})

const event = (changes: object, id = '1') => ({
  pk: { S: `event#${id}` },
  sk: { S: 'kind#talk' },
  entity: { S: 'Event' },
  id: { S: id },
  kind: { S: 'talk' },
  ...changes,
})
const found = async (...items: readonly object[]) => {
  const { findings } = await check(sourceOf(table, items as StoredItem[]), [Event])
  return findings.map(({ kind, subject }) => [kind, subject])
}

it('a key that another index needs is not left over', async () => {
  const day = { on: { S: 'mon' }, day: { S: 'mon' } }
  const place = { place: { S: 'hall' }, b: { S: 'hall' } }
  const a = { a: { S: 'all#talk' } }
  expect(await found(event({ ...a, ...day, ...place }))).toEqual([])
  expect(await found(event({ ...a, ...day }))).toEqual([])
  expect(await found(event({ ...a }))).toEqual([
    ['indexKeyLeftOver', 'byDay'],
    ['indexKeyLeftOver', 'byPlace'],
  ])
  expect(await found(event({ ...a, ...day, b: { S: 'hall' } }))).toEqual([['indexKeyLeftOver', 'byPlace']])
})

it('the table’s own key is wrong once, not in the index as well', async () => {
  expect(await found(event({ kind: { S: 'walk' } }))).toEqual([['key', 'sk']])
})

it('attributes that are an index key keep themselves, each as it is', async () => {
  expect(await found(event({ region: { S: 'eu' }, city: { S: 'ulm' }, seats: { N: '7' } }))).toEqual([])
  expect(await found(event({ region: { S: 'eu' }, seats: { N: '7' } }))).toEqual([])
  expect(await found(event({ region: { S: '' } }))).toEqual([['indexKeyImpossible', 'region']])
})

it('an expired item has its unique value until somebody takes it', async () => {
  const code = { code: { S: 'x' } }
  const over = { ttl: { N: '1700000000' } }
  const sentinel = (id: string) => ({
    pk: { S: 'unique#Event#code#x' },
    sk: { S: 'unique' },
    uniqueOwner: { M: { pk: { S: `event#${id}` }, sk: { S: 'kind#talk' } } },
  })
  const expired = [['expired', 'until']]
  expect(await found(event({ ...code, ...over }))).toEqual(expired)
  expect(await found(event({ ...code, ...over }), { ...sentinel('1'), ...over })).toEqual(expired)
  expect(await found(event({ ...code, ...over }), sentinel('1'))).toEqual(expired)
  expect(await found(event({ ...code, ...over }), event(code, '2'), sentinel('2'))).toEqual(expired)
  expect(await found(event(code), event(code, '2'), sentinel('2'))).toEqual([['duplicate', 'code']])
})
