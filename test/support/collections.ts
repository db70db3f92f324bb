import * as z from 'zod'
import { defineCollection, defineEntity, defineTable } from '../../src/index.js'

/** A table with the kinds of index that a collection can be on. */
export const OfficeTable = defineTable({
  name: 'office',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    feed: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    names: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: ['name'] },
    byAge: { type: 'local', sortKey: 'lsi1sk' },
    places: { partitionKey: ['city', 'floor'], sortKey: [{ name: 'room', type: 'number' }, 'label'] },
  },
  timeToLive: 'ttl',
})

export const Agent = defineEntity({
  name: 'Agent',
  table: OfficeTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    name: z.string(),
    active: z.boolean(),
    day: z.string().optional(),
    city: z.string().optional(),
    floor: z.string().optional(),
    room: z.number().optional(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'agent#<id>' },
  indexes: {
    inFeed: { index: 'feed', partitionKey: 'feed#<team>', sortKey: '<day>#agent#<id>' },
    byName: { index: 'names', partitionKey: 'names#<team>', sortKey: 'agent#<name>' },
    byDay: { index: 'byAge', sortKey: '<day>#<name>' },
    byPlace: { index: 'places', partitionKey: ['<city>', '<floor>'], sortKey: ['<room>', 'agent#<id>'] },
  },
})

export const Member = defineEntity({
  name: 'Member',
  table: OfficeTable,
  schema: z.object({
    team: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(['lead', 'guest']),
    day: z.string().optional(),
    expires: z.int().optional(),
    city: z.string().optional(),
    floor: z.string().optional(),
    room: z.number().optional(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'member#<email>' },
  indexes: {
    inFeed: { index: 'feed', partitionKey: 'feed#<team>', sortKey: '<day>#member#<email>' },
    byName: { index: 'names', partitionKey: 'names#<team>', sortKey: 'member#<name>' },
    byDay: { index: 'byAge', sortKey: '<day>#<email>' },
    byPlace: { index: 'places', partitionKey: ['<city>', '<floor>'], sortKey: ['<room>', 'member#<email>'] },
  },
  timeToLive: 'expires',
  unique: [{ name: 'email', attributes: ['email'], partitionKey: 'team#<team>' }],
  onInvalid: 'skip',
})

/** Beside them in their partitions, told apart by its key alone. */
export const Audit = defineEntity({
  name: 'Audit',
  table: OfficeTable,
  schema: z.object({ team: z.string(), day: z.string(), no: z.int() }),
  key: { partitionKey: 'team#<team>', sortKey: 'audit#<day>#<no:pad(4)>' },
  indexes: { inFeed: { index: 'feed', partitionKey: 'feed#<team>', sortKey: '<day>#audit#<no:pad(4)>' } },
  discriminator: false,
})

/** In partitions of its own. */
export const Order = defineEntity({
  name: 'Order',
  table: OfficeTable,
  schema: z.object({ id: z.string(), team: z.string() }),
  key: { partitionKey: 'order#<id>', sortKey: 'order' },
})

export const Team = defineCollection({ partitionKey: 'team#<team>', entities: { agents: Agent, members: Member } })
export const Feed = defineCollection({
  index: 'feed',
  partitionKey: 'feed#<team>',
  entities: { agents: Agent, members: Member, audits: Audit },
})
export const Names = defineCollection({
  index: 'names',
  partitionKey: 'names#<team>',
  entities: { agents: Agent, members: Member },
})
export const Days = defineCollection({
  index: 'byAge',
  partitionKey: 'team#<team>',
  entities: { agents: Agent, members: Member },
})
export const Places = defineCollection({
  index: 'places',
  partitionKey: ['<city>', '<floor>'],
  entities: { agents: Agent, members: Member },
})
