import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { type AnyMigration, addUniqueValues } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import { counted, countMigration } from './counting.js'
import {
  AppTable,
  allItems,
  createTime,
  makeTable,
  migratorOf,
  mixed,
  person,
  small,
  splitName,
  store,
} from './support.js'

const controlTableName = tableName('migrations')
const ada = person('t', 'ada', 'Ada Lovelace')
const key = { pk: ada.pk!, sk: ada.sk! }

/** Its clock stands still, so that it never knows that its lease is over. */
const slow = (table: string, migration: AnyMigration, meanwhile: () => unknown, which = 1) =>
  migratorOf(table, {
    migration,
    controlTableName,
    client: racing(/TransactWriteItems/, meanwhile, which),
    now: createTime().now,
  })
const later = (table: string, migration: AnyMigration) => {
  const { now, forward } = createTime()
  forward(3600)
  return migratorOf(table, { migration, controlTableName, now })
}

describe('a runner whose lease is over, with a write under way', () => {
  it.each([
    ['in place', splitName],
    ['to another key', mixed],
    ['that is no fixpoint', countMigration],
  ])('%s, while another one ends the pass: its write is refused, and nothing is done twice', async (_, migration) => {
    const items = migration === countMigration ? [counted('1', 1)] : [ada]
    const table = await makeTable(items)
    const second = later(table, migration)
    let after: unknown
    const first = slow(table, migration, async () => {
      await second.run(small)
      after = await allItems(table)
    })
    await first.run(small).catch(error => expect(error).toMatchObject({ details: { because: 'lost' } }))
    expect(await allItems(table)).toEqual(after)
    expect((await second.verify()).complete).toBe(true)
    expect(await second.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
    expect(await allItems(table)).toEqual(items)
  })

  it.each([
    ['in place', splitName],
    ['to another key', mixed],
    ['that is no fixpoint', countMigration],
  ])(
    '%s, of an item that the undo between had no record of: the next undo finds it, in whatever epoch',
    async (_, migration) => {
      const [item, place] =
        migration === countMigration ? [counted('1', 1), { pk: { S: 'counted#1' }, sk: { S: 'counted' } }] : [ada, key]
      for (const again of [false, true]) {
        const table = await makeTable([item])
        const second = later(table, migration)
        const first = slow(table, migration, async () => {
          // Nobody but the late one knows of the item.
          await localClient().send(new DeleteItemCommand({ TableName: table, Key: place }))
          await second.run(small)
          await second.undo()
          await store(table, item)
        })
        await expect(first.run(small)).rejects.toMatchObject({ details: { because: 'lost' } })
        expect(await allItems(table)).not.toEqual([item])
        const migrated = await allItems(table)
        if (again) {
          const { counts } = await second.run(small)
          expect(counts).toMatchObject({ already: counts.read, quarantined: 0 })
          expect(await allItems(table)).toEqual(migrated)
          expect(await second.verify()).toMatchObject({ complete: true, counts: { left: 0 } })
        }
        expect(await second.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
        expect(await allItems(table)).toEqual([item])
      }
    },
  )

  it('of an undo: what was put back meanwhile, and migrated again, stays so', async () => {
    const table = await makeTable([ada])
    const second = later(table, splitName)
    await second.run()
    const first = slow(table, splitName, async () => {
      await second.undo()
      await second.run()
    })
    const migrated = await allItems(table)
    await expect(first.undo()).rejects.toMatchObject({ details: { because: 'lost' } })
    expect(await allItems(table)).toEqual(migrated)
  })
})

describe('a clock that is put back', () => {
  it('does not prolong a lease: it is renewed by the time that has gone by', async () => {
    const table = await makeTable(Array.from({ length: 3 }, (_, at) => person('t', `${at}`, 'Ada L')))
    const { now, forward } = createTime()
    const second = later(table, splitName)
    let taken = false
    const first = migratorOf(table, {
      migration: splitName,
      controlTableName,
      now,
      leaseSeconds: 1,
      client: racing(
        /TransactWriteItems/,
        async () => {
          forward(-3600)
          await second.run(small)
          taken = true
          await new Promise(resolve => setTimeout(resolve, 1100))
        },
        1,
      ),
    })
    await expect(first.run({ segments: 1, concurrency: 1 })).rejects.toMatchObject({
      details: { because: 'lost', reason: expect.stringContaining('lease') },
    })
    expect(taken).toBe(true)
  })
})

describe('undoing unique values', () => {
  const User = defineEntity({
    name: 'User',
    table: AppTable,
    schema: z.object({ id: z.string(), email: z.string(), phone: z.string() }),
    key: { partitionKey: 'user#<id>', sortKey: 'user' },
    unique: ['email'],
  })
  const Both = defineEntity({
    name: 'User',
    table: AppTable,
    schema: User.schema,
    key: { partitionKey: 'user#<id>', sortKey: 'user' },
    unique: ['email', 'phone'],
  })

  it('gives none free that the application kept before', async () => {
    const table = await makeTable([])
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: User } })
    await db.users.create({ id: 'a', email: 'a@x.org', phone: '1' })
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: addUniqueValues(Both), controlTableName })
    expect((await migrator.run()).counts).toMatchObject({ updated: 1 })
    expect(await allItems(table)).toHaveLength(3)
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
    expect(await allItems(table)).toEqual(before)
    await expect(db.users.create({ id: 'b', email: 'a@x.org', phone: '2' })).rejects.toMatchObject({
      code: 'unique.taken',
    })
  })

  it('gives those free that it took, in whichever pass', async () => {
    const table = await makeTable([])
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: User } })
    await db.users.create({ id: 'a', email: 'a@x.org', phone: '1' })
    const migrator = migratorOf(table, { migration: addUniqueValues(Both), controlTableName })
    await migrator.run()
    // Older code changes it, and knows nothing of the second constraint.
    await db.users.update({ id: 'a' }).set({ phone: '2' })
    expect((await migrator.run()).counts).toMatchObject({ updated: 1 })
    await migrator.undo()
    const keys = (await allItems(table)).map(item => item.pk?.S)
    expect(keys).toContain('unique#User#email#a@x.org')
    expect(keys).not.toContain('unique#User#phone#2')
  })
})
