import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { TableClient } from '../../src/client/index.js'
import { createDatabase, defineCollection, defineEntity, defineTable } from '../../src/index.js'
import { DynamoDBKVStore } from '../../src/kv/index.js'

const AppTable = defineTable({
  name: 'load',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})

const Agent = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    type: z.enum(['reasoning', 'vision', 'speech']),
    active: z.boolean().default(true),
    runs: z.int().default(0),
    capability: z.object({ domain: z.string(), confidence: z.number(), skills: z.array(z.string()) }),
    tags: z.set(z.string()).optional(),
    note: z.string().optional(),
    createdAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'agent#<id>' },
  indexes: { byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' } },
  version: 'version',
  timestamps: { createdAt: 'createdAt' },
})

const Member = defineEntity({
  name: 'Member',
  table: AppTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    email: z.string(),
    visits: z.int().optional(),
    ttl: z.int().optional(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'member#<id>' },
  timeToLive: 'ttl',
  unique: ['email:lower'],
})

const Team = defineCollection({ partitionKey: 'team#<team>', entities: { agents: Agent, members: Member } })

/** Everything that traffic goes through, over one client. */
export function openAll(client: DynamoDBClient, transport: 'standard' | 'fast') {
  const options = { client, transport }
  const db = createDatabase({ ...options, entities: { agents: Agent, members: Member }, cursorSecret: 'load' })
  return {
    db,
    team: db.collection(Team),
    store: new DynamoDBKVStore({ ...options, tableName: AppTable.name, prefix: 'kv/', compress: true, chunk: true }),
    plain: new TableClient({ client, tableName: AppTable.name, keyNames: ['pk', 'sk'] }),
  }
}
export type All = ReturnType<typeof openAll>
