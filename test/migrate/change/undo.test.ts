import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import {
  AppTable,
  allItems,
  createTime,
  dyingClient,
  type Item,
  makeTable,
  migratorOf,
  mixed,
  person,
  small,
  splitName,
  store,
} from './support.js'

const controlTableName = tableName('migrations')
const people = Array.from({ length: 4 }, (_, at) => person(`t${at % 2}`, `${at}`, `First${at} Last${at}`))
const items = [
  ...people,
  person('t', 'split', 'Ada Lovelace', { note: { S: 'a note' } }),
  person('t', 'gone', 'Gone Girl'),
]

describe('undo', () => {
  it('leaves what was edited, deleted or made again since, and lists it', async () => {
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: mixed, controlTableName })
    await migrator.run(small)
    const moved = (await allItems(table)).find(item => item.id?.S === '0')!
    const edited = { ...moved, first: { S: 'Edited' } }
    await store(table, edited)
    const other = (await allItems(table)).find(item => item.id?.S === '1')!
    await localClient().send(new DeleteItemCommand({ TableName: table, Key: { pk: other.pk!, sk: other.sk! } }))
    const again = person('t', 'gone', 'Stay Here')
    await store(table, again)
    const report = await migrator.undo()
    expect(report).toMatchObject({ outcome: 'done', counts: { restored: 3, left: 3 } })
    expect(report.left.map(({ was }) => was.sk?.S).sort()).toEqual(['person#0', 'person#1', 'person#gone'])
    const all = await allItems(table)
    expect(all).toContainEqual(edited)
    expect(all).toContainEqual(again)
    expect(all.some(item => item.id?.S === '1')).toBe(false)
    expect(await migrator.status()).toMatchObject({ state: 'undone' })
  })

  it.each(['before', 'after'] as const)(
    'goes on where one died %s any of its writes',
    async when => {
      const expected = await makeTable(items).then(allItems)
      let died = 0
      let alive = false
      const one = async (at: number) => {
        const table = await makeTable(items)
        const { now, forward } = createTime()
        await migratorOf(table, { migration: mixed, controlTableName, now }).run(small)
        const { client, seen } = dyingClient(at, when)
        await migratorOf(table, { migration: mixed, controlTableName, client, now })
          .undo({ concurrency: 2 })
          .catch(error => {
            if (!seen.dead) throw error
          })
        forward(120)
        const next = migratorOf(table, { migration: mixed, controlTableName, now })
        const { state } = await next.status()
        if (state === 'interrupted')
          await expect(next.run())
            .rejects.toMatchObject({ details: { because: 'state' } })
            .catch(() => {})
        forward(120)
        expect(await next.undo()).toMatchObject({ outcome: 'done', counts: { left: 0 } })
        expect(await allItems(table)).toEqual(expected)
        return seen.dead
      }
      const ones = async () => {
        while (!alive) if (!(await one(++died))) alive = true
      }
      await Promise.all(Array.from({ length: 3 }, ones))
      expect(died).toBeGreaterThan(items.length)
    },
    120_000,
  )

  it('of what was never run is refused', async () => {
    const table = await makeTable([])
    const migrator = migratorOf(table, { migration: splitName, controlTableName })
    await expect(migrator.undo()).rejects.toMatchObject({ details: { because: 'state' } })
    expect(await migrator.status()).toMatchObject({ state: 'none' })
    expect(await migrator.history()).toEqual([])
  })
})

/** Anything that DynamoDB stores. */
const { value } = fc.letrec<{ value: Item[string] }>(tie => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({ unit: 'grapheme', maxLength: 8 }).map(S => ({ S })),
    fc.integer().map(n => ({ N: String(n) })),
    fc.constantFrom('12345678901234567890.123', '-1e-100', '1e100').map(N => ({ N })),
    fc.uint8Array({ maxLength: 8 }).map(B => ({ B })),
    fc.boolean().map(BOOL => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    fc
      .uniqueArray(fc.uint8Array({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3, selector: String })
      .map(BS => ({ BS })),
    fc.uniqueArray(fc.integer().map(String), { minLength: 1, maxLength: 3 }).map(NS => ({ NS })),
    fc.array(tie('value'), { maxLength: 3 }).map(L => ({ L })),
    fc.dictionary(fc.constantFrom('a', 'constructor', 'ü', '#b'), tie('value'), { maxKeys: 3 }).map(M => ({ M })),
  ),
}))
const stored = fc.record({
  id: fc.uuid(),
  team: fc.constantFrom('a', 'b#c', 'd'),
  name: fc.constantFrom('Ada Lovelace', 'Gone Girl', 'Stay Put', 'One'),
  note: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
  more: fc.dictionary(fc.constantFrom('x', 'y', 'hits'), value, { maxKeys: 3 }),
})

describe('any items, with a runner that dies anywhere', () => {
  it('end as they would have, and are undone to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(stored, { minLength: 1, maxLength: 8, selector: each => each.id }),
        fc.constantFrom(mixed, splitName),
        fc.integer({ min: 1, max: 24 }),
        fc.constantFrom('before', 'after'),
        async (generated, migration, at, when) => {
          const items = generated.map(({ id, team, name, note, more }) =>
            person(team, id, name, { ...more, ...(note !== undefined && { note: { S: note } }) }),
          )
          const [table, other] = await Promise.all([makeTable(items), makeTable(items)])
          const before = await allItems(table)
          await migratorOf(other, { migration, controlTableName }).run(small)
          const { now, forward } = createTime()
          const { client } = dyingClient(at, when)
          await migratorOf(table, { migration, controlTableName, client, now })
            .run(small)
            .catch(() => {})
          forward(120)
          const next = migratorOf(table, { migration, controlTableName, now })
          await next.run(small)
          expect(await allItems(table)).toEqual(await allItems(other))
          // A name of one word makes no index key: such an item is set aside.
          const { complete, counts } = await next.verify()
          expect(counts).toMatchObject({ left: 0, invalid: 0, stale: 0 })
          expect(complete).toBe(counts.quarantined === 0)
          expect(await next.undo()).toMatchObject({ counts: { left: 0 } })
          expect(await allItems(table)).toEqual(before)
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)
})

const Wide = defineEntity({
  name: 'Wide',
  table: AppTable,
  schema: z.object({ id: z.string(), text: z.string(), version: z.int() }),
  key: { partitionKey: 'wide#<id>', sortKey: 'wide' },
  version: 'version',
})
const Unversioned = defineEntity({
  name: 'Wide',
  table: AppTable,
  schema: z.object({ id: z.string(), text: z.string() }),
  key: { partitionKey: 'wide#<id>', sortKey: 'wide' },
})
const wide = (id: string, text: string, more: Item = {}): Item => ({
  pk: { S: `wide#${id}` },
  sk: { S: 'wide' },
  entity: { S: 'Wide' },
  id: { S: id },
  text: { S: text },
  ...more,
})
const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`a${at}`, { N: String(at) }]))

describe('large items', () => {
  it('near 400 KB have their before-images in pieces', async () => {
    const migration = defineMigration({
      name: 'shorten',
      from: Unversioned,
      transform: item => ({ ...item, text: item.text.slice(0, 3) }),
    })
    const text = 'ä"\\😀'.repeat(45_000)
    const table = await makeTable([wide('1', text.slice(0, 200_000))])
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration, controlTableName })
    expect((await migrator.run()).counts).toMatchObject({ updated: 1 })
    expect((await allItems(table))[0]?.text?.S).toBe('ä"\\')
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 1 } })
    expect(await allItems(table)).toEqual(before)
  })

  it('of more than 100 attributes are guarded by their version, and set aside where they have none', async () => {
    const change = { transform: (item: any) => ({ ...item, text: 'new' }) }
    const table = await makeTable([wide('1', 'old', { ...many, version: { N: '1' } })])
    const versioned = migratorOf(table, {
      migration: defineMigration({ name: 'wide', from: Wide, ...change }),
      controlTableName,
    })
    expect((await versioned.run()).counts).toMatchObject({ updated: 1 })
    expect((await allItems(table))[0]).toMatchObject({ text: { S: 'new' }, version: { N: '2' }, a149: { N: '149' } })
    const other = await makeTable([wide('1', 'old', many)])
    const unversioned = defineMigration({ name: 'wide', from: Unversioned, ...change })
    const report = await migratorOf(other, { migration: unversioned, controlTableName }).run()
    expect(report).toMatchObject({ counts: { quarantined: 1 }, quarantined: [{ reason: 'wide' }] })
  })
})
