import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, type InferItem } from '../../src/index.js'

/** A table with every kind of key and index that the compiler treats in a way of its own. */
export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    byText: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    byScore: { partitionKey: 'gsi2pk', sortKey: { name: 'score', type: 'number' } },
    byPlace: { partitionKey: ['tenant', 'region'], sortKey: ['city', { name: 'rank', type: 'number' }] },
    keysAlone: { partitionKey: 'gsi3pk', sortKey: 'gsi3sk', projection: 'keysOnly' },
    someOf: { partitionKey: 'gsi4pk', projection: ['name', 'nick_name'] },
    byAge: { type: 'local', sortKey: 'lsi1sk' },
  },
})

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})

export const Agent = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    nick: z.string().nullable(),
    type: z.enum(['Reasoning', 'Plain']),
    domain: z.string().optional(),
    active: z.boolean().default(true),
    score: z.number(),
    tenant: z.string(),
    region: z.string(),
    city: z.string(),
    rank: z.number(),
    capability: z.object({
      domain: z.string(),
      level: z.number().optional(),
      skills: z.array(z.object({ name: z.string(), since: isoDate.optional() })),
    }),
    settings: z.object({ theme: z.string() }).optional(),
    steps: z.array(z.string()),
    tags: z.set(z.string()).optional(),
    total: z.bigint(),
    logins: z.int().default(0),
    due: isoDate.optional(),
    createdAt: z.iso.datetime(),
    updatedAt: isoDate,
    version: z.int(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: {
    byType: { index: 'byText', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' },
    byDomain: { index: 'byText', partitionKey: 'domain#<domain>', sortKey: '<due>#<logins:pad(6)>#<score>' },
    byScore: { index: 'byScore', partitionKey: 'all#<type>', sortKey: '<score>' },
    byPlace: { index: 'byPlace', partitionKey: ['<tenant>', '<region>'], sortKey: ['<city>', '<rank>'] },
    keysByName: { index: 'keysAlone', partitionKey: 'name#<name>', sortKey: '<id>' },
    someByName: { index: 'someOf', partitionKey: 'name#<name>' },
    byAge: { index: 'byAge', sortKey: 'age#<createdAt>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
  storedAs: { nick: 'nick_name' },
})
export type Agent = InferItem<typeof Agent>

/** A table without a sort key. */
export const UserTable = defineTable({ name: 'users', partitionKey: 'id' })

/** Nothing is kept by the library, and there is no access pattern. */
export const User = defineEntity({
  name: 'User',
  table: UserTable,
  schema: z.object({ id: z.string(), email: z.email(), age: z.int().optional() }),
  key: { partitionKey: '<id>' },
})
export type User = InferItem<typeof User>

declare const client: DynamoDBClient
export const { agents } = createDatabase({ client, entities: { agents: Agent } })
export const { users } = createDatabase({ client, entities: { users: User } })

export const key = { teamCode: 'AT-001', id: 'AG-001' }
