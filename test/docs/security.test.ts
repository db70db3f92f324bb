import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createDatabase, defineCollection, defineEntity, defineTable } from 'monotable'
import { createMigrator, defineMigration, pull, tableSource } from 'monotable/migrate'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { tableName } from '../support/local.js'
import { createWire } from '../support/wire.js'

const page = readFileSync(fileURLToPath(new URL('../../docs/security.md', import.meta.url)), 'utf8')
/** Feature by feature, the actions that the page says it needs. */
const rows = new Map(
  [...page.matchAll(/^\| ([^|]+) \| ((?:`\w+`(?:, )?)+) \|$/gm)].map(([, feature, actions]) => [
    feature!,
    actions!.replaceAll('`', '').split(', ').sort(),
  ]),
)

const { client, requests } = createWire()
const Table = defineTable({
  name: tableName('security'),
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk', projection: 'keysOnly' } },
  timeToLive: 'ttl',
})
const User = defineEntity({
  name: 'User',
  table: Table,
  schema: z.object({ team: z.string(), id: z.string(), name: z.string(), note: z.string().optional() }),
  key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' },
  indexes: { byName: { index: 'gsi1', partitionKey: 'name#<name>', sortKey: '<id>' } },
})
const Member = defineEntity({
  name: 'Member',
  table: Table,
  schema: z.object({ team: z.string(), id: z.string(), email: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'member#<id>' },
  unique: ['email'],
})
const Timed = defineEntity({
  name: 'Timed',
  table: Table,
  schema: z.object({
    id: z.string(),
    size: z.object({ height: z.int().optional() }).optional(),
    expiresAt: z.int().optional(),
  }),
  key: { partitionKey: 'timed#<id>', sortKey: 'timed' },
  timeToLive: 'expiresAt',
})
const old = { name: 'Old', table: Table, key: { partitionKey: 'old#<id>', sortKey: 'old' } } as const
const Before = defineEntity({ ...old, schema: z.object({ id: z.string(), mail: z.string() }) })
const After = defineEntity({
  ...old,
  schema: z.object({ id: z.string(), email: z.string() }),
  schemaVersion: 2,
  upgrades: { 1: ({ mail, ...rest }) => ({ ...rest, email: mail }) },
  writeBack: true,
})
const Team = defineCollection({ partitionKey: 'team#<team>', entities: { users: User, members: Member } })
const db = createDatabase({ client, entities: { users: User, members: Member, timed: Timed, olds: After } })
const before = createDatabase({ client, entities: { olds: Before } })
const plain = createDatabase({
  client,
  tableName: tableName('security'),
  entities: {
    sessions: defineEntity({
      name: 'Session',
      table: defineTable({ name: 'sessions', partitionKey: 'pk' }),
      schema: z.object({ id: z.string() }),
      key: { partitionKey: '<id>' },
    }),
  },
})

const key = { team: 't', id: '1' }
const user = { ...key, name: 'Ada' }
const member = { ...key, email: 'a@x' }

/** What each row is about; one after another, so that each finds what it needs. */
const features: Readonly<Record<string, () => Promise<unknown>>> = {
  '`createTable`': () => plain.createTable(),
  '`createTable` with a time-to-live': () => db.createTable(),
  '`checkTable`': () => db.checkTable(),
  '`create`, `put`': async () => [await db.users.create(user), await db.users.put(user)],
  '`get`, `getOrThrow`, `exists`': async () => [
    await db.users.get(key),
    await db.users.getOrThrow(key),
    await db.users.exists(key),
  ],
  '`query`, collections': async () => [await db.users.query(key), await db.collection(Team).query(key)],
  '`scan`': () => db.users.scan().all(),
  '`update`, `upsert`': async () => [
    await db.users.update(key).set({ name: 'Bob' }),
    await db.users.upsert(key).set({ name: 'Cid' }),
  ],
  '`check`': async () => db.users.check(key),
  '`setPath` into a map that is not there': async () => {
    await db.timed.create({ id: '1' })
    return forgetting(db.timed.update({ id: '1' }).setPath('size.height', 1))
  },
  '`upsert` over an item that has expired': async () => {
    await db.timed.put({ id: '1' }).expires(new Date(0))
    return forgetting(db.timed.upsert({ id: '1' }).set({ size: {} }))
  },
  '`exactlyOnce()`': async () => db.timed.update({ id: '1' }).set({ size: {} }).exactlyOnce(),
  '`get` with `writeBack`': async () => {
    await before.olds.put({ id: '1', mail: 'a@x' })
    return forgetting(db.olds.get({ id: '1' }))
  },
  '`query` with `writeBack`': async () => {
    await before.olds.put({ id: '1', mail: 'a@x' })
    return forgetting(db.olds.query({ id: '1' }))
  },
  '`update`, `upsert` of an item of an older version of its schema': async () => {
    await before.olds.put({ id: '1', mail: 'a@x' })
    await forgetting(db.olds.update({ id: '1' }).set({ email: 'b@x' }))
    const sent = [...requests]
    await before.olds.put({ id: '1', mail: 'a@x' })
    await forgetting(db.olds.upsert({ id: '1' }).set({ email: 'b@x' }))
    requests.push(...sent)
  },
  '`refresh()`, `modify`': async () => [
    await db.users.update(key).set({ name: 'Dan' }).refresh(),
    await db.users.modify(key, item => ({ ...item, name: 'Eve' })),
  ],
  '`move`': async () => db.users.move(key, { team: 't', id: '2' }),
  '`create` with `unique`': async () => db.members.create(member),
  '`put` with `unique`': async () => db.members.put({ ...member, email: 'c@x' }),
  '`update`, `upsert` with `unique`': async () => [
    await db.members.update(key).set({ email: 'b@x' }),
    await db.members.upsert(key).set({ email: 'd@x' }),
  ],
  '`delete` with `unique`': async () => db.members.delete(key),
  '`transactGet`': () => db.transactGet([db.users.get(key)]),
  '`batchGet`': async () => db.batchGet([db.users.get(key)]),
  '`query` with `hydrate()`': () => db.users.query.byName({ name: 'Eve' }).hydrate().all(),
  '`batchWrite` without conditions': async () => db.batchWrite([db.users.put(user)]),
  '`batchWrite` of other writes': async () =>
    db.batchWrite([
      db.users.create({ ...user, id: '7' }),
      db.users.update({ ...key, id: '2' }).set({ name: 'Fay' }),
      db.users.delete({ ...key, id: '2' }).returning('old'),
    ]),
  '`delete`': async () => db.users.delete(key),
  '`deletePartition`': async () => db.users.deletePartition({ team: 't' }),
  '`deletePartition` with `unique`': async () => {
    await db.members.create(member)
    return forgetting(db.members.deletePartition({ team: 't' }))
  },
  '`pull`, `check` of a table': async () => pull(await tableSource(client, Table.name)),
}

/** What has to be there for it was sent before. */
function forgetting(work: PromiseLike<unknown>): PromiseLike<unknown> {
  requests.length = 0
  return work
}

/** A transaction needs the actions of what is in it. */
const inTransactions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
}
const actionsOf = ({ operation, body }: { readonly operation: string; readonly body: string }): readonly string[] => {
  if (operation === 'TransactGetItems') return ['GetItem']
  if (operation !== 'TransactWriteItems') return [operation]
  return JSON.parse(body).TransactItems.flatMap((item: object) => Object.keys(item).map(kind => inTransactions[kind]!))
}

describe('the IAM actions of docs/security.md', () => {
  it.each(Object.entries(features))('%s', async (feature, use) => {
    requests.length = 0
    await use()
    expect([...new Set(requests.flatMap(actionsOf))].sort()).toEqual(rows.get(feature))
  })

  it('are of no other features', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(features).sort())
  })
})

describe('the IAM actions of migrations', () => {
  const table = defineTable({ name: tableName('security'), partitionKey: 'pk', sortKey: 'sk' })
  const schema = z.object({ id: z.string(), name: z.string() })
  const Old = defineEntity({ name: 'Old', table, schema, key: { partitionKey: 'old#<id>', sortKey: 'old' } })
  const New = defineEntity({ name: 'New', table, schema, key: { partitionKey: 'new#<id>', sortKey: 'new' } })
  const migration = defineMigration({
    name: 'all kinds',
    from: Old,
    to: { olds: Old, news: New },
    transform(item, { deleted, untouched }) {
      if (item.name === 'deleted') return deleted
      if (item.name === 'moved') return { news: item }
      return item.name === 'changed' ? { olds: { ...item, name: 'right' } } : untouched
    },
  })
  const migrator = createMigrator({ client, migration })
  const rowOf = (action: string): readonly string[] =>
    new RegExp(`^\\| \`${action}\` \\| (.+) \\| (.+) \\|$`, 'm').exec(page)!.slice(1)

  it.each(['plan', 'run', 'verify', 'status', 'undo'] as const)('%s', async action => {
    if (action === 'plan') {
      const olds = createDatabase({ client, entities: { olds: Old } })
      await olds.createTable()
      for (const name of ['deleted', 'moved', 'changed', 'right']) await olds.olds.create({ id: name, name })
    }
    requests.length = 0
    await migrator[action]()
    const sent = new Map<string, Set<string>>()
    for (const request of requests)
      for (const [name, act] of byTable(request)) sent.set(name, (sent.get(name) ?? new Set()).add(act))
    const [own, control] = rowOf(action).map(actions => actions!.replaceAll('`', '').split(', ').sort())
    expect(own).toEqual(expect.arrayContaining([...(sent.get(table.name) ?? [])]))
    expect(control).toEqual(expect.arrayContaining([...(sent.get(`${table.name}-migrations`) ?? [])]))
  })
})

/** The table and the action of each thing that a request does. */
function byTable(request: {
  readonly operation: string
  readonly body: string
}): readonly (readonly [string, string])[] {
  const { TableName, TransactItems = [], RequestItems = {} } = JSON.parse(request.body)
  if (TableName) return [[TableName, request.operation]]
  const whole = Object.keys(RequestItems).map(name => [name, request.operation] as const)
  const parts = TransactItems.flatMap((item: Readonly<Record<string, { TableName: string }>>) =>
    Object.entries(item).map(([kind, { TableName: name }]) => [
      name,
      kind === 'Get' ? 'GetItem' : inTransactions[kind]!,
    ]),
  )
  return [...whole, ...parts]
}
