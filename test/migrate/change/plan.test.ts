import { describe, expect, it } from 'vitest'
import { createMigrator, defineMigration } from '../../../src/migrate/index.js'
import { createLocalClient, localClient, tableName } from '../../support/local.js'
import { counted, countMigration } from './counting.js'
import { allItems, Before, Moved, makeTable, migratorOf, person, small, splitName } from './support.js'

const controlTableName = tableName('migrations')

describe('plan', () => {
  it('finds what collides, with an item and with another change', async () => {
    const table = await makeTable([person('t', 'a', 'Ada L'), person('t', 'b', 'Bob L'), person('t', 'c', 'Cy L')])
    const migration = defineMigration({
      name: 'one-key',
      from: Before,
      to: Moved,
      transform: ({ name, ...rest }) => ({ ...rest, id: rest.id === 'c' ? 'c' : 'same', first: name, last: name }),
    })
    const { collisions, counts } = await migratorOf(table, { migration, controlTableName }).plan()
    expect(collisions).toMatchObject({ count: 1, examples: [{ by: 'change' }] })
    expect(counts).toMatchObject({ moved: 2, quarantined: 1 })
    const report = await migratorOf(table, { migration, controlTableName }).run({ segments: 1, concurrency: 1 })
    expect(report.counts).toMatchObject({ moved: 2, quarantined: 1 })
  })

  it('says where a migration would change what it has made', async () => {
    const table = await makeTable([counted('a', 1), counted('b', 2)])
    expect((await migratorOf(table, { migration: countMigration, controlTableName }).plan()).unstable.count).toBe(2)
  })

  it('shows differences and what is lost, side by side', async () => {
    const table = await makeTable([person('t', 'a', 'Ada Lovelace')])
    const { examples, destructive } = await migratorOf(table, { migration: splitName, controlTableName }).plan()
    expect(destructive).toEqual([{ kind: 'dropsAttribute', attribute: 'name', count: 1 }])
    expect(examples[0]?.differences).toContainEqual({
      attribute: 'name',
      before: { S: 'Ada Lovelace' },
      after: undefined,
    })
    expect(examples[0]?.differences).toContainEqual({ attribute: 'first', before: undefined, after: { S: 'Ada' } })
  })

  it('looks at a sample, and tells of the whole', async () => {
    const table = await makeTable(Array.from({ length: 60 }, (_, at) => person(`t${at}`, `${at}`, 'A B')))
    const plan = await migratorOf(table, { migration: splitName, controlTableName }).plan({ sample: 20 })
    expect(plan.whole).toBe(false)
    expect(plan.counts.read).toBe(20)
    expect(plan.expected).toMatchObject({ read: 60, updated: 60 })
    const units = plan.cost.writeUnits
    const { consumed } = await migratorOf(table, { migration: splitName, controlTableName }).run(small)
    expect(units / consumed.write).toBeGreaterThan(0.5)
    expect(units / consumed.write).toBeLessThan(2)
  })
})

describe('a transform that fails', () => {
  it.each([
    ['nothing', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['an empty list', () => [], 'empty list'],
    [
      'an error',
      () => {
        throw new Error('broken')
      },
      'broken',
    ],
    ['an item that does not fit', () => ({ team: 't' }), 'id'],
  ])('by giving %s sets the item aside, and leaves it', async (_, transform, message) => {
    const items = [person('t', 'a', 'Ada Lovelace')]
    const table = await makeTable(items)
    const migration = defineMigration({ name: 'failing', from: Before, transform: transform as never })
    const report = await migratorOf(table, { migration, controlTableName }).run()
    expect(report.counts).toMatchObject({ read: 1, quarantined: 1 })
    expect(report.quarantined[0]).toMatchObject({ reason: 'transform', message: expect.stringContaining(message) })
    expect(await allItems(table)).toEqual(items)
  })

  it('too often ends the run, which says so', async () => {
    const table = await makeTable(Array.from({ length: 9 }, (_, at) => person('t', `${at}`, 'A')))
    const migration = defineMigration({ name: 'failing', from: Before, transform: (() => undefined) as never })
    const migrator = migratorOf(table, { migration, controlTableName })
    await expect(migrator.run({ ...small, maxQuarantined: 4 })).rejects.toMatchObject({
      details: { because: 'quarantine' },
    })
    expect((await migrator.history()).at(-1)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('set aside'),
    })
    expect(await migrator.status()).toMatchObject({ state: 'interrupted' })
  })
})

describe('a table that is not local', () => {
  it('is changed only by its name, and nothing is sent before', async () => {
    const client = createLocalClient({ endpoint: 'https://dynamodb.us-east-1.amazonaws.com', maxAttempts: 1 })
    const migrator = createMigrator({ client, migration: splitName })
    await expect(migrator.run()).rejects.toMatchObject({ details: { because: 'unconfirmed' } })
    await expect(migrator.undo({ confirm: 'other' })).rejects.toMatchObject({ details: { because: 'unconfirmed' } })
    const local = createMigrator({ client: localClient(), migration: splitName })
    await expect(local.run({ confirm: 'other' })).rejects.toMatchObject({ details: { because: 'unconfirmed' } })
  })
})
