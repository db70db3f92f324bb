import { existsSync, readFileSync } from 'node:fs'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'
import { type AnyMigration, defineMigration } from '../../../src/migrate/index.js'
import { anyStorage } from '../../../src/schema/generic.js'
import { localClient } from '../../support/local.js'
import { allItems, type Item, makeTable, migratorOf } from './support.js'

// Real tables, before and after migrations of their owners: not part of the project, and named by the environment.
const folder = `${process.env.MONOTABLE_DATA}/efcms-pairs`
const there = Boolean(process.env.MONOTABLE_DATA) && existsSync(folder)
if (!there) console.log('Skipped: migrations of real tables, which MONOTABLE_DATA names.')

const Table = defineTable({
  name: 'efcms',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk' } },
})
const contact = z.record(z.string(), z.unknown())
const common = { table: Table, discriminator: false } as const

const session = { ...common, key: { partitionKey: 'trial-session<ref>', sortKey: 'trial-session<ref>' } } as const
const SessionBefore = defineEntity({
  ...session,
  name: 'Session',
  schema: z.object({ ref: z.string() }),
  keyOnly: ['ref'],
})
const Session = defineEntity({
  ...session,
  name: 'Session',
  schema: z.object({ ref: z.string(), proceedingType: z.string().optional() }),
  keyOnly: ['ref'],
})
const addProceedingType = defineMigration({
  name: 'add-proceeding-type',
  from: SessionBefore,
  to: Session,
  transform: item => ({ ...item, proceedingType: 'In Person' }),
})

const caseKey = { partitionKey: 'case|<number>', sortKey: 'case|<number>' } as const
const CaseBefore = defineEntity({
  ...common,
  name: 'Case',
  schema: z.object({
    number: z.string(),
    contactPrimary: contact.optional(),
    petitioners: z.array(contact).optional(),
  }),
  key: caseKey,
  keyOnly: ['number'],
})
const Case = defineEntity({
  ...common,
  name: 'Case',
  schema: z.object({ number: z.string(), petitioners: z.array(contact).optional() }),
  key: caseKey,
  keyOnly: ['number'],
})
const listPetitioners = defineMigration({
  name: 'list-petitioners',
  from: CaseBefore,
  to: Case,
  transform: ({ contactPrimary, petitioners = [], ...rest }, { untouched }) =>
    contactPrimary
      ? { ...rest, petitioners: [{ ...contactPrimary, isContactPrimary: true }, ...petitioners] }
      : untouched,
})

const Deadline = defineEntity({
  ...common,
  name: 'Deadline',
  schema: z.object({ id: z.string(), deadlineDate: z.string() }),
  key: { partitionKey: 'case-deadline|<id>', sortKey: 'case-deadline|<id>' },
  keyOnly: ['id'],
})
const CatalogBefore = defineEntity({
  ...common,
  name: 'Catalog',
  schema: z.object({ caseDeadlineId: z.string() }),
  key: { partitionKey: 'case-deadline-catalog', sortKey: 'case-deadline|<caseDeadlineId>' },
})
const Catalog = defineEntity({
  ...common,
  name: 'Catalog',
  schema: z.object({ caseDeadlineId: z.string(), deadlineDate: z.string() }),
  key: { partitionKey: '<deadlineDate>', sortKey: 'case-deadline-catalog|<caseDeadlineId>' },
  keyOnly: ['deadlineDate'],
  indexes: { all: { index: 'gsi1', partitionKey: 'case-deadline-catalog' } },
})
const rekeyCatalog = defineMigration({
  name: 'rekey-catalog',
  from: CatalogBefore,
  to: Catalog,
  transform: async (item, { get }) => {
    const deadline = await get(Deadline, { id: item.caseDeadlineId })
    if (!deadline) throw new Error('its deadline is gone')
    return { ...item, deadlineDate: deadline.deadlineDate }
  },
})

const read = (name: string): Item[] =>
  JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')).map((item: object) => anyStorage.marshal(item, []).M!)

async function load(items: readonly Item[]): Promise<string> {
  const table = await makeTable([], Table as never)
  for (let at = 0; at < items.length; at += 25)
    await localClient().send(
      new BatchWriteItemCommand({
        RequestItems: { [table]: items.slice(at, at + 25).map(item => ({ PutRequest: { Item: item } })) },
      }),
    )
  return table
}

const keyOf = (item: Item) => `${item.pk?.S} / ${item.sk?.S}`

describe.skipIf(!there)("a migration of its owner's", () => {
  it.each<[string, AnyMigration, object, string[]]>([
    ['add-attr-proceedingType', addProceedingType, { updated: 20, foreign: 441 }, []],
    ['contactPrimary-map-to-petitioners-list', listPetitioners, { updated: 29 }, []],
    // Cases that were added meanwhile are none of the migration's: their items, and a counter.
    ['rekey-case-deadline-catalog', rekeyCatalog, { moved: 4 }, ['docketNumberCounter-2020', '125-20', 'work-item']],
  ])(
    '%s: of what was before comes what was after',
    async (name, migration, counts, others) => {
      const [before, after] = [read(`${name}.before`), read(`${name}.after`)]
      const table = await load(before)
      const migrator = migratorOf(table, { migration })
      expect((await migrator.plan({ sample: 'all' })).counts).toMatchObject(counts)
      expect((await migrator.run()).counts).toMatchObject(counts)
      const made = new Map((await allItems(table)).map(item => [keyOf(item), item]))
      const wanted = new Map(after.map(item => [keyOf(item), item]))
      const different = [...new Set([...made.keys(), ...wanted.keys()])].filter(key => {
        const [is, should] = [made.get(key), wanted.get(key)]
        try {
          expect(is).toEqual(should)
          return false
        } catch {
          return true
        }
      })
      expect(different.filter(key => !others.some(other => key.includes(other)))).toEqual([])
      expect((await migrator.verify()).complete).toBe(true)
      expect(await migrator.undo()).toMatchObject({ counts: { left: 0 } })
      const undone = await allItems(table)
      expect(new Map(undone.map(item => [keyOf(item), item]))).toEqual(new Map(before.map(item => [keyOf(item), item])))
    },
    60_000,
  )
})
