import * as z from 'zod'
import { defineEntity, defineTable, type InferItem } from '../../src/index.js'

/** A single table as most have it: text keys, global and local indexes, a time-to-live. */
export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
    byAge: { type: 'local', sortKey: 'lsi1sk' },
  },
  timeToLive: 'ttl',
})

/** An agent of the registry: versioned, with the time of its making, found by type and by domain. */
export const Agent = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    type: z.string(),
    active: z.boolean().default(true),
    capability: z.object({
      domain: z.string(),
      confidenceScore: z.number().min(0).max(1),
      skills: z.array(z.string()),
      limits: z.object({ tokens: z.int(), note: z.string().optional() }).optional(),
    }),
    domain: z.string().optional(),
    tags: z.set(z.string()).optional(),
    logins: z.int().default(0),
    createdAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' },
    byDomain: { index: 'gsi2', partitionKey: 'domain#<domain>', sortKey: '<id>' },
    byAge: { index: 'byAge', sortKey: 'age#<createdAt>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt' },
})

/** A team: beside its agents in one partition, without anything kept by the library. */
export const Team = defineEntity({
  name: 'Team',
  table: AppTable,
  schema: z.object({ teamCode: z.string(), title: z.string(), budget: z.number().optional() }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'team' },
})

export const teamCode = 'AT-001'

type NewAgent = Omit<InferItem<typeof Agent>, 'version'>

/** An agent to create; `changes` for what a test is about. */
export function agent(id: string, changes: Partial<NewAgent> = {}): NewAgent {
  return {
    teamCode,
    id,
    name: 'document_analysis',
    type: 'Reasoning',
    active: true,
    capability: { domain: 'documents', confidenceScore: 0.85, skills: ['pdf', 'summary'] },
    logins: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}
