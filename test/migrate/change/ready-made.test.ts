import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import {
  type AnyMigration,
  addDiscriminator,
  addUniqueValues,
  addVersion,
  backfillIndexKeys,
  changeKeys,
  upgradeSchema,
} from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { AppTable, allItems, type Item, Moved, makeTable, migratorOf, Person, person } from './support.js'

const controlTableName = tableName('migrations')

const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.string(), version: z.int() }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  indexes: { byEmail: { index: 'gsi1', partitionKey: 'email#<email:lower>', sortKey: '<id>' } },
  version: 'version',
  unique: ['email:lower'],
})
const user = (id: string, more: Item = {}): Item => ({
  pk: { S: `user#${id}` },
  sk: { S: 'user' },
  entity: { S: 'User' },
  id: { S: id },
  email: { S: `${id}@Example.com` },
  version: { N: '3' },
  gsi1pk: { S: `email#${id}@example.com` },
  gsi1sk: { S: id },
  unknown: { M: { a: { N: '1.0' } } },
  ...more,
})
const without = (item: Item, ...names: string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))
const foreign = { pk: { S: 'user#x' }, sk: { S: 'user' }, entity: { S: 'Robot' } }

/** Runs it twice: the second time there is nothing to do; then undoes it. */
async function migrate(migration: AnyMigration, items: readonly Item[], changes: object) {
  const table = await makeTable(items)
  const before = await allItems(table)
  const migrator = migratorOf(table, { migration, controlTableName })
  const plan = await migrator.plan()
  expect(plan.counts).toMatchObject(changes)
  expect(plan.unstable.count).toBe(0)
  expect(await allItems(table)).toEqual(before)
  expect((await migrator.run()).counts).toMatchObject(changes)
  const after = await allItems(table)
  const second = (await migrator.run()).counts
  expect(second).toMatchObject({ updated: 0, moved: 0, split: 0, deleted: 0 })
  expect(await allItems(table)).toEqual(after)
  return { table, before, after, migrator }
}

describe('ready-made migrations', () => {
  it('index keys: the missing are written, the stale are mended, and nothing else', async () => {
    const { after, migrator, before, table } = await migrate(
      backfillIndexKeys(User),
      [without(user('a'), 'gsi1pk', 'gsi1sk'), user('b', { gsi1pk: { S: 'old' } }), user('c'), foreign],
      { read: 4, updated: 2, untouched: 1, foreign: 1 },
    )
    expect(after).toEqual([user('a', { version: { N: '4' } }), user('b', { version: { N: '4' } }), user('c'), foreign])
    expect((await migrator.verify()).complete).toBe(true)
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 2, left: 0 } })
    // The version goes up once more, so that nothing made of what was there before the undo is taken.
    expect(await allItems(table)).toEqual(
      before.map(item => (['a', 'b'].includes(item.id?.S ?? '') ? { ...item, version: { N: '5' } } : item)),
    )
  })

  it('discriminators: of items that lack it, and of aliases; another entity is left alone', async () => {
    const Aliased = defineEntity({
      name: 'User',
      table: AppTable,
      schema: z.object({ id: z.string(), email: z.string() }),
      key: { partitionKey: 'user#<id>', sortKey: 'user' },
      discriminator: { attribute: 'kind', value: 'User', aliases: ['user'] },
    })
    const items = [
      user('a', { kind: { S: 'user' } }),
      user('b'),
      user('c', { kind: { S: 'User' } }),
      user('d', { kind: { S: 'Robot' } }),
    ]
    const { after, migrator, before, table } = await migrate(addDiscriminator(Aliased), items, {
      read: 4,
      updated: 2,
      already: 1,
      foreign: 1,
    })
    expect(after.map(item => item.kind?.S)).toEqual(['User', 'User', 'User', 'Robot'])
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('versions: 1 for what has none', async () => {
    const { after, migrator, before, table } = await migrate(
      addVersion(User),
      [without(user('a'), 'version'), user('b')],
      { read: 2, updated: 1, untouched: 1 },
    )
    expect(after.map(item => item.version?.N)).toEqual(['1', '3'])
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('unique values: kept for all, but for those of which two have one', async () => {
    const twin = user('c', { email: { S: 'A@example.com' } })
    const table = await makeTable([user('a'), user('b'), twin])
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: addUniqueValues(User), controlTableName })
    expect(await migrator.plan()).toMatchObject({ counts: { updated: 2, quarantined: 1 }, collisions: { count: 1 } })
    const report = await migrator.run()
    expect(report.counts).toMatchObject({ updated: 2, quarantined: 1 })
    expect(report.quarantined).toMatchObject([{ reason: 'collision' }])
    expect((await migrator.run()).counts).toMatchObject({ updated: 0, already: 2, quarantined: 1 })
    expect((await migrator.verify()).complete).toBe(false)
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: User } })
    await expect(db.users.create({ id: 'z', email: 'B@EXAMPLE.COM' })).rejects.toMatchObject({ code: 'unique.taken' })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 2, left: 0 } })
    expect(await allItems(table)).toEqual(before)
  })

  it('schema upgrades, written', async () => {
    const Upgraded = defineEntity({
      name: 'User',
      table: AppTable,
      schema: z.object({ id: z.string(), mail: z.string() }),
      key: { partitionKey: 'user#<id>', sortKey: 'user' },
      schemaVersion: 2,
      upgrades: { 1: ({ email, ...rest }) => ({ ...rest, mail: email }) },
    })
    const plain = without(user('a'), 'gsi1pk', 'gsi1sk')
    const { after, migrator, before, table } = await migrate(upgradeSchema(Upgraded), [plain], { updated: 1 })
    expect(after).toEqual([{ ...without(plain, 'email'), mail: { S: 'a@Example.com' }, schemaVersion: { N: '2' } }])
    expect((await migrator.verify()).complete).toBe(true)
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('keys: each item is moved with all that it has', async () => {
    const stored: Item = {
      ...without(person('t', 'ada', ''), 'name'),
      first: { S: 'Ada' },
      last: { S: 'L' },
      extra: { N: '1' },
    }
    const { after, migrator, before, table } = await migrate(changeKeys({ from: Person, to: Moved }), [stored], {
      moved: 1,
    })
    expect(after).toEqual([
      { ...stored, pk: { S: 'org#t' }, sk: { S: 'member#ada' }, gsi1pk: { S: 'last#L' }, gsi1sk: { S: 'ada' } },
    ])
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('keys of an entity with unique values and a version: the values go with it, and back', async () => {
    const To = defineEntity({
      name: 'User',
      table: AppTable,
      schema: User.schema,
      key: { partitionKey: 'member#<id>', sortKey: 'member' },
      version: 'version',
      unique: ['email:lower'],
    })
    const table = await makeTable([])
    const old = createDatabase({ client: localClient(), tableName: table, entities: { users: User } })
    await old.users.create({ id: 'a', email: 'a@x.org' })
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: changeKeys({ from: User, to: To }), controlTableName })
    expect((await migrator.run()).counts).toMatchObject({ moved: 1 })
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: To } })
    expect(await db.users.get({ id: 'a' })).toMatchObject({ version: 2 })
    await expect(db.users.create({ id: 'b', email: 'A@x.org' })).rejects.toMatchObject({
      code: 'unique.taken',
      owner: { id: 'a' },
    })
    await migrator.undo()
    expect(await allItems(table)).toEqual(before.map(item => (item.version ? { ...item, version: { N: '3' } } : item)))
  })
})
