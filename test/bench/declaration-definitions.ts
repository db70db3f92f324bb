// What the declaration emit is measured with: definitions of every kind, as users export them.
import { defineCollection, defineEntity, defineTable } from 'monotable'
import * as z from 'zod'

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
    scores: { partitionKey: 'gsi3pk', sortKey: { name: 'score', type: 'number' }, projection: 'keysOnly' },
  },
  timeToLive: 'ttl',
})

export const EventTable = defineTable({
  name: 'events',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    places: { partitionKey: ['tenant', 'region'], sortKey: ['city', { name: 'rank', type: 'number' }] },
    kinds: { type: 'local', sortKey: 'kind', projection: ['amount', 'city'] },
  },
})

export const PlainTable = defineTable({ name: 'plain', partitionKey: 'id' })

export const Agent = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    type: z.enum(['Reasoning', 'Plain']),
    active: z.boolean().default(true),
    score: z.number(),
    capability: z.object({ domain: z.string(), confidenceScore: z.number(), skills: z.array(z.string()) }),
    createdAt: z.iso.datetime(),
    tags: z.set(z.string()).optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' },
    byScore: { index: 'scores', partitionKey: 'team#<teamCode>', sortKey: '<score>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt' },
  storedAs: { teamCode: 'team_code' },
})

export const Member = defineEntity({
  name: 'Member',
  table: AppTable,
  schema: z.object({ teamCode: z.string(), email: z.email(), role: z.enum(['owner', 'editor', 'reader']) }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'member#<email>' },
})

export const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.email(), name: z.string(), age: z.int().optional() }),
  key: { partitionKey: 'user#<id>', sortKey: 'profile' },
  unique: ['email:lower'],
})

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})

export const Order = defineEntity({
  name: 'Order',
  table: AppTable,
  schema: z.object({
    customer: z.string(),
    number: z.int(),
    status: z.enum(['open', 'paid', 'sent', 'returned']),
    total: z.number(),
    currency: z.string().default('EUR'),
    lines: z.array(z.object({ sku: z.string(), count: z.int(), price: z.number() })),
    address: z.object({ street: z.string(), city: z.string(), country: z.string() }),
    billing: z.object({ street: z.string(), city: z.string(), country: z.string() }).optional(),
    note: z.string().nullable(),
    placedAt: isoDate,
    changedAt: z.iso.datetime(),
    expires: z.int().optional(),
    revision: z.int(),
  }),
  key: { partitionKey: 'customer#<customer>', sortKey: 'order#<number:pad(8)>' },
  indexes: { byStatus: { index: 'gsi2', partitionKey: 'status#<status>', sortKey: '<placedAt>' } },
  unique: [{ name: 'number', attributes: ['number'] }],
  version: 'revision',
  timestamps: { createdAt: 'placedAt', updatedAt: 'changedAt' },
  timeToLive: 'expires',
  storedAs: { customer: 'c', number: 'n' },
})

export const Event = defineEntity({
  name: 'Event',
  table: EventTable,
  schema: z.object({
    device: z.string(),
    at: isoDate,
    kind: z.string(),
    payload: z.discriminatedUnion('type', [
      z.object({ type: z.literal('start'), host: z.string() }),
      z.object({ type: z.literal('stop'), reason: z.string().optional() }),
      z.object({ type: z.literal('log'), level: z.enum(['info', 'warn']), fields: z.record(z.string(), z.string()) }),
    ]),
    amount: z.bigint(),
    tenant: z.string(),
    region: z.string(),
    city: z.string(),
    rank: z.number(),
  }),
  key: { partitionKey: 'device#<device>', sortKey: 'event#<at>' },
  indexes: {
    byPlace: { index: 'places', partitionKey: ['<tenant>', '<region>'], sortKey: ['<city>', '<rank>'] },
    byKind: { index: 'kinds', sortKey: '<kind>' },
  },
  keys: 'escape',
})

export const Setting = defineEntity({
  name: 'Setting',
  table: PlainTable,
  schema: z.object({ id: z.string(), value: z.union([z.string(), z.number()]) }),
  key: { partitionKey: '<id>' },
})

export const Team = defineCollection({ partitionKey: 'team#<teamCode>', entities: { agents: Agent, members: Member } })
