import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { addUniqueValues, changeKeys, defineMigration, upgradeSchema } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import {
  AppTable,
  allItems,
  Before,
  createTime,
  dyingClient,
  type Item,
  makeTable,
  migratorOf,
  mixed,
  person,
  splitName,
  store,
} from './support.js'

const controlTableName = tableName('migrations')
const ada = person('t', 'ada', 'Ada Lovelace')
const noted = { ...ada, note: { S: 'n' } }

describe('attributes that only the new schema knows', () => {
  const To = defineEntity({
    name: 'Person',
    table: AppTable,
    schema: z.object({
      team: z.string(),
      id: z.string(),
      name: z.string(),
      city: z.string().optional(),
      level: z.string().default('none'),
      createdAt: z.string(),
    }),
    key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
    indexes: { byCity: { index: 'gsi1', partitionKey: 'city#<city>', sortKey: '<id>' } },
    timestamps: { createdAt: 'createdAt' },
  })
  const migration = defineMigration({ name: 'more', from: Before, to: To, transform: item => ({ ...item }) })
  const written = { city: { S: 'London' }, level: { S: 'high' }, createdAt: { S: '2020-01-01T00:00:00.000Z' } }

  it('stay, where newer code has written them already', async () => {
    const table = await makeTable([{ ...ada, ...written }])
    const migrator = migratorOf(table, { migration, controlTableName })
    expect((await migrator.run()).counts).toMatchObject({ updated: 1 })
    expect(await allItems(table)).toEqual([{ ...ada, ...written, gsi1pk: { S: 'city#London' }, gsi1sk: { S: 'ada' } }])
    expect((await migrator.verify()).complete).toBe(true)
  })

  it('stay within others, under another stored name too', async () => {
    const nested = (place: z.ZodType, storedAs = {}) =>
      defineEntity({
        name: 'Home',
        table: AppTable,
        schema: z.object({ id: z.string(), place }) as z.ZodObject<{ id: z.ZodString; place: z.ZodObject }>,
        key: { partitionKey: 'home#<id>', sortKey: 'home' },
        storedAs,
      })
    const Old = nested(z.object({ street: z.string(), code: z.string() }), { place: 'p' })
    const New = nested(z.object({ street: z.string(), zip: z.string().optional() }))
    const home = { pk: { S: 'home#1' }, sk: { S: 'home' }, entity: { S: 'Home' }, id: { S: '1' } }
    const place = { street: { S: 's' }, zip: { S: 'z' }, nobody: { S: 'n' } }
    const table = await makeTable([{ ...home, p: { M: { ...place, code: { S: 'c' } } } }])
    const rename = defineMigration({
      name: 'rename',
      from: Old,
      to: New,
      transform: ({ place: { code, ...rest }, ...item }: any) => ({ ...item, place: rest }),
    })
    await migratorOf(table, { migration: rename, controlTableName }).run()
    expect(await allItems(table)).toEqual([{ ...home, place: { M: place } }])
  })

  it('set the item aside, where they do not fit', async () => {
    const table = await makeTable([{ ...ada, ...written, city: { N: '1' } }])
    const report = await migratorOf(table, { migration, controlTableName }).run()
    expect(report).toMatchObject({ counts: { quarantined: 1 }, quarantined: [{ reason: 'transform' }] })
    expect(await allItems(table)).toEqual([{ ...ada, ...written, city: { N: '1' } }])
  })
})

const TtlTable = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' })

describe('unique values', () => {
  const user = { name: 'User', table: AppTable, key: { partitionKey: 'user#<id>', sortKey: 'user' } } as const
  const stored: Item = {
    pk: { S: 'user#a' },
    sk: { S: 'user' },
    entity: { S: 'User' },
    id: { S: 'a' },
    mail: { S: 'a@x.org' },
  }
  const V1 = defineEntity({
    ...user,
    schema: z.object({ id: z.string(), mail: z.string() }),
    unique: [{ name: 'email', attributes: ['mail'] }],
  })
  const V2 = defineEntity({
    ...user,
    schema: z.object({ id: z.string(), email: z.string() }),
    unique: [{ name: 'email', attributes: ['email'] }],
    schemaVersion: 2,
    upgrades: { 1: ({ mail, ...rest }) => ({ ...rest, email: mail }) },
  })

  it('last as long as the item does, where that is prolonged', async () => {
    const Session = defineEntity({
      name: 'Session',
      table: TtlTable,
      schema: z.object({ id: z.string(), email: z.string(), ends: z.int() }),
      key: { partitionKey: 'session#<id>', sortKey: 'session' },
      timeToLive: 'ends',
      unique: ['email'],
    })
    const table = await makeTable([], TtlTable as never)
    const db = createDatabase({ client: localClient(), tableName: table, entities: { sessions: Session } })
    const ends = Math.floor(Date.now() / 1000) + 1000
    await db.sessions.create({ id: '1', email: 'a@x.org', ends } as never)
    const before = await allItems(table)
    const migration = defineMigration({
      name: 'prolong',
      from: Session,
      transform: (item: any) => ({ ...item, ends: item.ends + 5000 }),
    })
    const migrator = migratorOf(table, { migration, controlTableName })
    await migrator.run()
    expect((await allItems(table)).map(item => item.ttl?.N)).toEqual([`${ends + 5000}`, `${ends + 5000}`])
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('are kept for items of an older schema', async () => {
    const table = await makeTable([stored])
    await migratorOf(table, { migration: addUniqueValues(V2), controlTableName }).run()
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: V2 } })
    await expect(db.users.create({ id: 'b', email: 'a@x.org' })).rejects.toMatchObject({ code: 'unique.taken' })
  })

  it('stay kept when a schema upgrade is undone', async () => {
    const table = await makeTable([])
    const old = createDatabase({ client: localClient(), tableName: table, entities: { users: V1 } })
    await old.users.create({ id: 'a', mail: 'a@x.org' })
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: upgradeSchema(V2), controlTableName })
    await migrator.run()
    await migrator.undo()
    expect(await allItems(table)).toEqual(before)
  })

  it('are not given to both of two items that one is split into', async () => {
    const table = await makeTable([])
    const db = createDatabase({ client: localClient(), tableName: table, entities: { users: V1 } })
    await db.users.create({ id: 'a', mail: 'a@x.org' })
    const before = await allItems(table)
    const migration = defineMigration({
      name: 'twins',
      from: V1,
      transform: item => [item, { ...item, id: `${item.id}-2` }],
    })
    const report = await migratorOf(table, { migration, controlTableName }).run()
    expect(report).toMatchObject({ counts: { quarantined: 1 }, quarantined: [{ reason: 'transform' }] })
    expect(await allItems(table)).toEqual(before)
  })
})

describe('a runner whose clock is behind', () => {
  it('migrates nothing again that was undone meanwhile', async () => {
    const table = await makeTable([ada])
    const other = createTime()
    other.forward(3600)
    const second = migratorOf(table, { migration: splitName, controlTableName, now: other.now })
    const client = racing(/TransactWriteItems/, async () => {
      await second.run()
      await second.undo()
    })
    const first = migratorOf(table, { migration: splitName, controlTableName, client, now: createTime().now })
    await expect(first.run()).rejects.toMatchObject({ details: { because: 'lost' } })
    expect(await allItems(table)).toEqual([ada])
  })
})

describe('undo', () => {
  const Part = defineEntity({
    name: 'Part',
    table: AppTable,
    schema: z.object({ team: z.string(), id: z.string(), note: z.string() }),
    key: { partitionKey: 'part#<team>', sortKey: '<id>' },
  })
  const split = defineMigration({
    name: 'split-note',
    from: Before,
    to: { people: Before, parts: Part },
    transform: ({ note, ...rest }, { untouched }) =>
      note === undefined ? untouched : [{ people: rest }, { parts: { team: rest.team, id: rest.id, note } }],
  })

  it('takes away what an earlier pass has made of an item', async () => {
    const table = await makeTable([noted])
    const migrator = migratorOf(table, { migration: split, controlTableName })
    await migrator.run()
    await store(table, noted)
    expect((await migrator.run()).counts).toMatchObject({ split: 1 })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
    expect(await allItems(table)).toEqual([noted])
  })
})

describe('items that the new form makes too large', () => {
  it('are set aside, and the others migrated', async () => {
    const Far = defineEntity({
      name: 'Person',
      table: AppTable,
      schema: Before.schema,
      key: { partitionKey: `${'far-'.repeat(400)}#<team>`, sortKey: 'person#<id>' },
    })
    const table = await makeTable([{ ...ada, unknown: { S: 'x'.repeat(408_900) } }, person('t', 'bob', 'Bob B')])
    const report = await migratorOf(table, { migration: changeKeys({ from: Before, to: Far }), controlTableName }).run()
    expect(report).toMatchObject({ counts: { quarantined: 1, moved: 1 }, quarantined: [{ reason: 'transform' }] })
  })
})

describe('a limit that makes requests wait for longer than the lease lasts', () => {
  it('does not lose it', async () => {
    const table = await makeTable([ada, person('t', 'bob', 'Bob B'), person('t', 'eve', 'Eve E')])
    const migrator = migratorOf(table, { migration: splitName, controlTableName, leaseSeconds: 3 })
    const report = await migrator.run({ segments: 1, pageSize: 1, concurrency: 1, writeUnitsPerSecond: 1.5 })
    expect(report.counts).toMatchObject({ updated: 3 })
  }, 60_000)
})

describe('records that take longer to be counted than the lease lasts', () => {
  it('do not lose it', async () => {
    const table = await makeTable([ada, person('t', 'bob', 'Bob B')])
    const { now, forward } = createTime()
    // Records are in 64 parts, each of which is read by itself.
    const client = racing(/^Query/, () => forward(2), 'each')
    const migrator = migratorOf(table, { migration: splitName, controlTableName, client, now, leaseSeconds: 60 })
    expect(await migrator.run()).toMatchObject({ outcome: 'done', counts: { updated: 2 } })
    expect(await migrator.undo()).toMatchObject({ outcome: 'done', counts: { restored: 2 } })
    expect(await migrator.undo()).toMatchObject({ outcome: 'done', counts: { restored: 2 } })
  })
})

describe('an item that was changed before an undo, and put back since', () => {
  it('can be moved again', async () => {
    const table = await makeTable([noted])
    const migrator = migratorOf(table, { migration: mixed, controlTableName })
    await migrator.run()
    const made = await allItems(table)
    for (const item of made) await store(table, { ...item, edited: { BOOL: true } })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 0, left: 1 } })
    await store(table, noted)
    for (const { pk, sk } of made)
      await localClient().send(new DeleteItemCommand({ TableName: table, Key: { pk: pk!, sk: sk! } }))
    expect((await migrator.run()).counts).toMatchObject({ split: 1, quarantined: 0 })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
    expect(await allItems(table)).toEqual([noted])
  })
})

describe('items of a schema of more than 100 attributes', () => {
  const shape = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`a${at}`, z.string().optional()]))
  const Sheet = defineEntity({
    name: 'Sheet',
    table: AppTable,
    schema: z.object({ id: z.string(), a0: z.string().optional(), a1: z.string().optional(), ...shape }),
    key: { partitionKey: 'sheet#<id>', sortKey: 'sheet' },
  })
  const sheet: Item = { pk: { S: 'sheet#1' }, sk: { S: 'sheet' }, entity: { S: 'Sheet' }, id: { S: '1' } }

  it('are set aside, where no version guards them: an attribute that is added meanwhile would be lost', async () => {
    const table = await makeTable([sheet])
    const migration = defineMigration({
      name: 'sheet',
      from: Sheet,
      transform: item => ({ ...item, a1: item.a1 ?? 'default' }),
    })
    const client = racing(/TransactWriteItems/, () => store(table, { ...sheet, a1: { S: 'theirs' } }))
    const report = await migratorOf(table, { migration, controlTableName, client }).run()
    // The race is not even begun: nothing could tell that the item is as it was read.
    expect(report.quarantined).toMatchObject([{ reason: 'wide' }])
    expect(await allItems(table)).toEqual([sheet])
  })
})

describe('a run that is gone on with', () => {
  it('counts each item once, whatever its pages are', async () => {
    const table = await makeTable(Array.from({ length: 6 }, (_, at) => person('t', `${at}`, `First${at} Last${at}`)))
    const { client } = dyingClient(10, 'before')
    const { now, forward } = createTime()
    await migratorOf(table, { migration: splitName, controlTableName, client, now })
      .run({ segments: 1, pageSize: 6, concurrency: 1 })
      .catch(() => {})
    forward(120)
    const report = await migratorOf(table, { migration: splitName, controlTableName, now }).run({
      segments: 1,
      pageSize: 1,
    })
    expect(report.counts).toMatchObject({ read: 6, updated: 6, already: 0 })
  })
})
