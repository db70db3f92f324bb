import * as z from 'zod'
import { defineEntity, defineTable } from '../../src/index.js'

/** A table for many items: time-to-live, and an index that holds keys alone. */
const ManyTable = defineTable({
  name: 'many',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    keys: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk', projection: 'keysOnly' },
    some: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: ['entity', 'title', 'ttl'] },
  },
  timeToLive: 'ttl',
})

/** Nothing stands in the way of a batch. */
const Note = defineEntity({
  name: 'Note',
  table: ManyTable,
  schema: z.object({
    team: z.string(),
    id: z.string().default(() => crypto.randomUUID()),
    title: z.string(),
    body: z.string().optional(),
    meta: z.object({ author: z.string(), words: z.int() }).optional(),
    ttl: z.int().optional(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'note#<id>' },
  indexes: {
    byTitle: { index: 'keys', partitionKey: 'title#<title>', sortKey: '<id>' },
    byTeam: { index: 'some', partitionKey: 'team#<team>', sortKey: 'note#<id>' },
  },
  timeToLive: 'ttl',
})

/** Versioned. */
const Page = defineEntity({
  name: 'Page',
  table: ManyTable,
  schema: z.object({ team: z.string(), id: z.string(), title: z.string(), version: z.int() }),
  key: { partitionKey: 'team#<team>', sortKey: 'page#<id>' },
  version: 'version',
})

/** With a unique value. */
const Member = defineEntity({
  name: 'Member',
  table: ManyTable,
  schema: z.object({ team: z.string(), id: z.string(), email: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'member#<id>' },
  unique: ['email:lower'],
})

/** Two that share their keys. */
const shared = { partitionKey: 'shared#<team>', sortKey: '<id>' } as const
const Cat = defineEntity({
  name: 'Cat',
  table: ManyTable,
  schema: z.object({ team: z.string(), id: z.string() }),
  key: shared,
  discriminator: { attribute: 'entity', value: 'Cat' },
})
const Dog = defineEntity({
  name: 'Dog',
  table: ManyTable,
  schema: z.object({ team: z.string(), id: z.string() }),
  key: shared,
  discriminator: { attribute: 'entity', value: 'Dog' },
})

/** An extension has a condition of its own. */
const Locked = defineEntity({
  name: 'Locked',
  table: ManyTable,
  schema: z.object({ team: z.string(), id: z.string(), locked: z.boolean().default(false) }),
  key: { partitionKey: 'team#<team>', sortKey: 'locked#<id>' },
  extensions: [{ name: 'lock', beforeWrite: () => ({ condition: (item, { ne }) => ne(item.locked, true) }) }],
})

/** The sort key of its pattern has a range that is not exact: what `at` can hold sorts on both sides of '#'. */
const Session = defineEntity({
  name: 'Session',
  table: ManyTable,
  schema: z.object({ id: z.string(), state: z.string(), at: z.string(), text: z.string() }),
  key: { partitionKey: 'session#<id>', sortKey: 'session' },
  indexes: { byState: { index: 'keys', partitionKey: 'state#<state>', sortKey: '<at>#<id>' } },
})

/** Of two parts of its key, one has the attribute in lower case. */
const Alias = defineEntity({
  name: 'Alias',
  table: ManyTable,
  schema: z.object({ email: z.string(), no: z.string() }),
  key: { partitionKey: 'alias#<email:lower>', sortKey: 'alias#<email>#<no>' },
})

/** A codec that reads several texts as one date. */
const Visit = defineEntity({
  name: 'Visit',
  table: ManyTable,
  schema: z.object({
    id: z.string(),
    at: z.codec(z.string(), z.date(), { decode: text => new Date(text), encode: date => date.toISOString() }),
  }),
  key: { partitionKey: 'visit#<id>', sortKey: 'visit#<at>' },
})

export const entities = {
  notes: Note,
  pages: Page,
  members: Member,
  cats: Cat,
  dogs: Dog,
  locks: Locked,
  sessions: Session,
  aliases: Alias,
  visits: Visit,
}

/** So many of something. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const numbered = (index: number): string => String(index).padStart(4, '0')
