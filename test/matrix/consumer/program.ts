// An application that does what users do. Every cell of the matrix compiles and runs it as it stands; where the cell says so,
// with `zod/mini` in the place of `zod`.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  ConditionFailedError,
  createDatabase,
  defineCollection,
  defineEntity,
  defineTable,
  type InferItem,
  ItemExistsError,
  type StreamRecord,
  TransactionFailedError,
  UniqueConstraintError,
} from 'monotable'
import { TableClient } from 'monotable/client'
import { DynamoDBKVStore } from 'monotable/kv'
import * as z from 'zod'

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})

export const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    email: z.email(),
    plan: z._default(z.enum(['free', 'pro']), 'free'),
    tags: z.optional(z.set(z.string())),
    address: z.optional(z.object({ city: z.string(), zip: z.string() })),
    logins: z._default(z.int(), 0),
    joinedAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' },
  indexes: { byPlan: { index: 'gsi1', partitionKey: 'plan#<plan>', sortKey: '<id>' } },
  unique: ['email:lower'],
  version: 'version',
  timestamps: { createdAt: 'joinedAt' },
})

export const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ team: z.string(), at: z.int(), text: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'note#<at:pad(6)>' },
})

const Team = defineCollection({ partitionKey: 'team#<team>', entities: { users: User, notes: Note } })

/** Where the application keeps its items. */
export interface Setting {
  readonly endpoint: string
  readonly tableName: string
  readonly transport: 'standard' | 'fast'
}

export const connect = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })

const open = ({ endpoint, ...options }: Setting) =>
  createDatabase({ client: connect(endpoint), entities: { users: User, notes: Note }, ...options })

/** Everything that works wherever JavaScript does. Throws where something is not as it should be. */
export async function run(setting: Setting): Promise<void> {
  const db = open(setting)
  await db.createTable()
  await useEntities(db)
  await useTransactions(db)
  await useBatches(db)
  await useCollection(db)
  useStream(db)
  await useTable(setting)
  await useStore(setting)
}

type App = ReturnType<typeof open>

async function useEntities({ users }: App): Promise<void> {
  const key = { team: 'docs', id: 'ada' }
  const ada = await users.create({ ...key, email: 'Ada@example.com' })
  equal('created', [ada.plan, ada.version], ['free', 1])
  equal('create once more', await failure(users.create({ ...key, email: 'b@example.com' })), ItemExistsError.name)
  const taken = users.create({ team: 'docs', id: 'bob', email: 'ada@EXAMPLE.com' })
  equal('a unique value', await failure(taken), UniqueConstraintError.name)

  const updated: InferItem<typeof User> = await users
    .update(key)
    .set({ plan: 'pro', address: { city: 'London', zip: 'W1' }, logins: (user, { plus }) => plus(user.logins, 2) })
    .add({ tags: new Set(['first']) })
    .ifVersion(1)
  equal('updated', [updated.logins, updated.tags?.has('first'), updated.version], [2, true, 2])
  const refused = users.delete(key).condition((user, { eq }) => eq(user.plan, 'free'))
  equal('a condition', await failure(refused), ConditionFailedError.name)

  equal('projected', await users.get(key).consistent().project('address.city'), { address: { city: 'London' } })
  const query = users.query.byPlan({ plan: 'pro' }).gt({ id: 'a' })
  const found = await query.filter((user, { contains }) => contains(user.email, '@')).all()
  equal(
    'by index',
    found.map(({ id }) => id),
    ['ada'],
  )
}

async function useTransactions(db: App): Promise<void> {
  await db.transactWrite([
    db.notes.create({ team: 'docs', at: 1, text: 'a' }),
    db.notes.create({ team: 'docs', at: 2, text: 'b' }),
    db.users.check({ team: 'docs', id: 'ada' }),
  ])
  const again = db.transactWrite([
    db.notes.create({ team: 'docs', at: 2, text: 'c' }),
    db.notes.create({ team: 'docs', at: 3, text: 'c' }),
  ])
  equal('a transaction', await failure(again), TransactionFailedError.name)
  const [note, user] = await db.transactGet([
    db.notes.getOrThrow({ team: 'docs', at: 2 }),
    db.users.get({ team: 'docs', id: 'ada' }).project('logins'),
  ])
  equal('read together', [note.text, user?.logins], ['b', 2])
}

async function useBatches(db: App): Promise<void> {
  const notes = Array.from({ length: 30 }, (_, at) => ({ team: 'many', at, text: `${at} ✓` }))
  await db.notes.putMany(notes)
  const query = db.notes.query({ team: 'many' }).limit(20).descending()
  const first = await query
  const second = await query.after(first.cursor)
  equal(
    'pages',
    [...first.items, ...second.items].map(({ at }) => at),
    notes.map(({ at }) => at).reverse(),
  )
  const [one, none] = await db.notes.getMany([
    { team: 'many', at: 7 },
    { team: 'many', at: 70 },
  ])
  equal('got', [one?.text, none], ['7 ✓', undefined])
  equal('deleted', await db.notes.deletePartition({ team: 'many' }), 30)
}

async function useCollection(db: App): Promise<void> {
  const { users, notes } = await db.collection(Team).query({ team: 'docs' }).all()
  equal('a collection', [users.length, notes.length], [1, 2])
}

function useStream(db: App): void {
  const item = { team: 'docs', at: 1, text: 'a' }
  const { pk, sk, ...rest } = db.notes.encode(item)
  const record: StreamRecord = {
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: pk!, sk: sk! }, NewImage: { pk: pk!, sk: sk!, ...rest }, SequenceNumber: '1' },
  }
  const change = db.decodeStreamRecord(record)
  equal('a record', change.entity === 'notes' ? [change.event, change.new] : change, ['insert', item])
}

interface Visit {
  pk: string
  sk: string
  count?: number
  tags?: string[]
}

async function useTable({ endpoint, tableName }: Setting): Promise<void> {
  const table = new TableClient<Visit>({ tableName, client: connect(endpoint) })
  const key = { pk: 'visit#1', sk: 'visit' }
  await table.create({ ...key, count: 1, tags: ['a'] }, { preventOverwrite: 'pk' })
  const again = await table.create(key, { preventOverwrite: 'pk' })
  equal('not overwritten', again.success, false)
  await table.update(key, { count: 2 })
  equal('a plain item', await table.get(key, { projection: ['count', 'tags'] }), { count: 2, tags: ['a'] })
  await table.batchCreate(Array.from({ length: 30 }, (_, n) => ({ pk: 'visit#2', sk: `${n}` })))
  const { items } = await table.query({ pk: 'visit#2' })
  equal('plain items', items.length, 30)
  await table.batchDelete([key, ...items.map(({ pk, sk }) => ({ pk, sk }))])
}

async function useStore({ endpoint, tableName, transport }: Setting): Promise<void> {
  const options = { tableName, client: connect(endpoint), prefix: 'cache/', transport }
  const store = new DynamoDBKVStore({ ...options, compress: true, chunk: true })
  await store.put('greeting', { text: 'Hello', bytes: new Uint8Array([1, 2]) }, { expires: { minutes: 5 } })
  const greeting = await store.get('greeting')
  equal('a value', greeting, { text: 'Hello', bytes: { 0: 1, 1: 2 } })
  equal('one counted', await store.increment('visits'), 1)
  const large = Array.from({ length: 60_000 }, (_, n) => (n * 7919) % 65_521).join()
  await store.put('large', large)
  equal('a large value', await store.get('large'), large)
  await store.putMany(
    [
      ['a', 1],
      ['b', 2],
    ],
    'letters',
  )
  equal('values', await store.getMany(['b', 'c', 'a'], 'letters'), [2, null, 1])
  await store.clear('letters')
  await store.clear()
}

/** The name of the class of an error that there has to be. By the class itself: a minified program has other names. */
async function failure(work: PromiseLike<unknown>): Promise<string | undefined> {
  try {
    await work
  } catch (error) {
    const classes = [ItemExistsError, UniqueConstraintError, TransactionFailedError, ConditionFailedError]
    const found = classes.find(each => error instanceof each)
    if (found === undefined) throw error
    return found.name
  }
  return undefined
}

/** @throws Error where the two differ */
export function equal(what: string, found: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(sorted(found)), JSON.stringify(sorted(wanted))]
  if (is !== should) throw new Error(`${what}: it is ${is} and should be ${should}`)
}

/** The same with the members of objects by their names. */
const sorted = (value: unknown): unknown =>
  value === null || typeof value !== 'object'
    ? value
    : Array.isArray(value)
      ? value.map(sorted)
      : Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([name, member]) => [name, sorted(member)]),
        )
