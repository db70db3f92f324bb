import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { costOf } from '../../../src/migrate/change/cost.js'
import { itemSize } from '../../../src/schema/item-size.js'
import { localClient } from '../../support/local.js'
import { AppTable, type Item, makeTable, migratorOf, mixed, person, splitName } from './support.js'

const kb = (kilobytes: number): Item => ({ pk: { S: 'p' }, sk: { S: 's' }, text: { S: 'x'.repeat(kilobytes * 1000) } })
const indexed = (item: Item, last: string): Item => ({ ...item, gsi1pk: { S: last }, gsi1sk: { S: 's' } })
const key = { pk: { S: 'p' }, sk: { S: 's' } }
const other = { pk: { S: 'q' }, sk: { S: 's' } }
/** What a part of the records without any takes, by what server: half a unit, one or none, of each of 64. */
const OWN = 50
const names = ['app', 'migration']
const units = (kind: 'updated' | 'moved' | 'split' | 'deleted', ...steps: readonly any[]) =>
  costOf(AppTable, { kind, steps: steps as never, sentinels: [] }, names).writeUnits

/** A record without a before-image has less than 1 KB, and one with it as much more as its text. */
const record = (kilobytes = 0) => 2 * Math.ceil(kilobytes + 0.6)

describe('the write units of a change, as DynamoDB counts them', () => {
  it('are twice those of the larger of what was there and what is there then', () => {
    expect(units('updated', { key, before: kb(3), after: kb(1) })).toBe(2 * 3 + record(3))
    expect(units('updated', { key, before: kb(1), after: kb(3) })).toBe(2 * 3 + record(1))
    expect(units('deleted', { key, before: kb(5), after: undefined })).toBe(2 * 5 + record(5))
  })

  it('are those of both items of one that moves, and of both records', () => {
    const made = { key: other, before: undefined, after: kb(2) }
    expect(units('moved', { key, before: kb(2), after: undefined }, made)).toBe(2 * 2 + 2 * 2 + record(2) + record())
  })

  it('are once those of index entries: one that comes or goes, two where its key changes, none where nothing does', () => {
    const of = (before: Item, after: Item) =>
      units('updated', { key, before, after }) - units('updated', { key, before, after: before })
    const item = kb(2.2)
    expect(of(item, indexed(item, 'a'))).toBe(3)
    expect(of(indexed(item, 'a'), item)).toBe(3)
    expect(of(indexed(item, 'a'), indexed(item, 'b'))).toBe(6)
    expect(of(indexed(item, 'a'), { ...indexed(item, 'a'), more: { N: '1' } })).toBe(3)
  })
})

describe('what a plan says of a run', () => {
  const people = Array.from({ length: 60 }, (_, at) =>
    person(`t${at % 7}`, `${at}`, at % 9 === 0 ? 'Gone Girl' : `First${at} Last${at}`, {
      ...(at % 4 === 0 && { note: { S: `a note ${'x'.repeat(at * 20)}` } }),
    }),
  )

  it.each([
    ['in place', splitName],
    ['of all kinds', mixed],
  ] as const)('%s is what it takes', async (_, migration) => {
    const table = await makeTable(people)
    const migrator = migratorOf(table, { migration })
    const { cost, expected } = await migrator.plan()
    const { consumed, counts } = await migrator.run()
    expect(counts).toMatchObject({ updated: expected.updated, moved: expected.moved, split: expected.split })
    expect(cost.writeUnits / consumed.write).toBeGreaterThan(0.75)
    // DynamoDB Local rounds up all of a transaction, and not each of its items.
    expect(cost.writeUnits / consumed.write).toBeLessThan(1.7)
    expect(Math.abs(cost.readUnits - consumed.read)).toBeLessThan(OWN + consumed.read / 4)
    const { Items = [] } = await localClient().send(new ScanCommand({ TableName: migrator.controlTableName }))
    const bytes = Items.filter(item => item.entity?.S === 'MigrationRecord').reduce(
      (sum, item) => sum + itemSize(item),
      0,
    )
    expect(cost.recordBytes / bytes).toBeGreaterThan(0.95)
    expect(cost.recordBytes / bytes).toBeLessThan(1.05)
  })

  it('and of look-ups, once for each item', async () => {
    const table = await makeTable(people)
    const migration = {
      ...splitName,
      transform: async (item: any, tools: any) => {
        for (let at = 0; at < 5; at++) await tools.get(splitName.from, { team: 'nobody', id: '0' })
        return splitName.transform(item, tools)
      },
    }
    const migrator = migratorOf(table, { migration })
    const { cost } = await migrator.plan()
    const { consumed } = await migrator.run()
    expect(Math.abs(cost.readUnits - consumed.read)).toBeLessThan(OWN + consumed.read / 4)
  })
})

describe('undoing', () => {
  it('takes about one request an item', async () => {
    const table = await makeTable(Array.from({ length: 60 }, (_, at) => person('t', `${at}`, `First${at} Last`)))
    const migrator = migratorOf(table, { migration: mixed })
    await migrator.run()
    const { counts, consumed } = await migrator.undo()
    expect(counts).toEqual({ restored: 60, left: 0 })
    // Each of the 64 parts of the records is asked for, and what is there for those of it at once, twice, and noted.
    expect(consumed.requests).toBeLessThan(60 + 64 * 4 + 20)
  })
})
