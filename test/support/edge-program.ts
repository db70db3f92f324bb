// An application as it runs at the edge: nothing of Node's, and no code made of text. It is bundled with all that it needs.

import * as z from 'zod'
import {
  createDatabase,
  type DynamoDBClientLike,
  defineCollection,
  defineEntity,
  defineTable,
  ItemExistsError,
} from '../../src/index.js'

const table = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})
const User = defineEntity({
  name: 'User',
  table,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    email: z.email(),
    plan: z.enum(['free', 'pro']).default('free'),
    joinedAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' },
  indexes: { byPlan: { index: 'gsi1', partitionKey: 'plan#<plan>', sortKey: '<joinedAt>' } },
  unique: ['email:lower'],
  version: 'version',
  timestamps: { createdAt: 'joinedAt' },
})
const Note = defineEntity({
  name: 'Note',
  table,
  schema: z.object({ team: z.string(), at: z.int(), text: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'note#<at:pad(6)>' },
})
const Team = defineCollection({ partitionKey: 'team#<team>', entities: { users: User, notes: Note } })

type Stored = Record<string, { S?: string }>

/** A table in memory, as far as the program uses it. */
function createClient(): DynamoDBClientLike {
  const items = new Map<string, Stored>()
  const keyOf = (stored: Stored) => `${stored.pk?.S} ${stored.sk?.S}`
  const create = (item: Stored) => {
    if (items.has(keyOf(item)))
      throw Object.assign(new Error(), { name: 'ConditionalCheckFailedException', Item: items.get(keyOf(item)) })
    items.set(keyOf(item), item)
  }
  const answers: Record<string, (input: any) => object> = {
    PutItemCommand: ({ Item }) => {
      create(Item)
      return {}
    },
    TransactWriteItemsCommand: ({ TransactItems }) => {
      for (const { Put } of TransactItems) create(Put.Item)
      return {}
    },
    GetItemCommand: ({ Key }) => ({ Item: items.get(keyOf(Key)) }),
    QueryCommand: ({ ExpressionAttributeValues: values, Limit = 100, ExclusiveStartKey: start }) => {
      const texts = Object.values(values as Stored).map(({ S }) => S)
      const found = [...items.values()]
        .filter(({ pk, gsi1pk }) => texts.includes(pk?.S) || texts.includes(gsi1pk?.S))
        .sort((a, b) => (a.sk!.S! < b.sk!.S! ? -1 : 1))
        .filter(item => !start || item.sk!.S! > start.sk.S)
      const Items = found.slice(0, Limit)
      const last = Items.at(-1)
      return { Items, ...(found.length > Limit && last ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}) }
    },
  }
  return {
    config: {},
    send: async command => answers[command.constructor.name]!(command.input),
  }
}

/** Defines, writes and reads; gives what was read. */
export async function run(): Promise<object> {
  const db = createDatabase({
    client: createClient(),
    entities: { users: User, notes: Note },
    cursorSecret: { secrets: ['a secret of at least thirty-two bytes'], encrypt: true },
    now: () => new Date(0),
  })
  const key = { team: 'docs', id: 'ada' }
  await db.users.create({ ...key, email: 'Ada@example.com' })
  await db.transactWrite([
    db.notes.create({ team: 'docs', at: 1, text: 'a' }),
    db.notes.create({ team: 'docs', at: 2, text: 'b' }),
  ])
  const notes = db.notes.query({ team: 'docs' }).limit(1)
  const first = await notes
  const again = await db.notes.create({ team: 'docs', at: 1, text: 'c' }).then(
    () => undefined,
    (error: unknown) => error instanceof ItemExistsError && error.code,
  )
  return {
    user: await db.users.get(key),
    ofPlan: await db.users.query
      .byPlan({ plan: 'free' })
      .filter((user, { contains }) => contains(user.email, '@'))
      .all(),
    first: first.items,
    second: (await notes.after(first.cursor)).items,
    team: await db.collection(Team).query({ team: 'docs' }).count(),
    again,
  }
}
