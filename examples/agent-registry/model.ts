import { defineEntity, defineTable, type InferCreate, type InferItem } from 'monotable'
import * as z from 'zod'

/** One table for all that the registry keeps. Its keys say nothing of what is in it: the entities below do. */
export const RegistryTable = defineTable({
  name: 'agent-registry',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
    skills: { partitionKey: 'skill', sortKey: { name: 'confidenceScore', type: 'number' } },
  },
})

/** Who runs agents. A team, its agents and their skills share a partition. */
export const Team = defineEntity({
  name: 'Team',
  table: RegistryTable,
  schema: z.object({
    teamCode: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'team' },
  timestamps: { createdAt: 'createdAt' },
})
export type Team = InferItem<typeof Team>

/** Where a parameter of an agent's request comes from, and what it is if nothing comes. */
export const RequestParameter = z.object({
  from: z.string(),
  default: z.union([z.string(), z.array(z.string())]).optional(),
})

/** A program that can be given a task: what it is good at, and how it is called. */
export const Agent = defineEntity({
  name: 'Agent',
  table: RegistryTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    type: z.string(),
    active: z.boolean(),
    /** There while the agent is active, and only then: that makes the index below sparse. */
    activeSince: z.iso.datetime().optional(),
    capability: z.object({
      domain: z.string(),
      skills: z.array(z.string()),
      confidenceScore: z.number().min(0).max(1),
      estimatedLatency: z.number(),
      maxConcurrentTasks: z.int().min(1),
    }),
    agentPromptCode: z.string(),
    lambdaArn: z.string().startsWith('arn:aws:lambda:'),
    maxTokens: z.int(),
    requestType: z.enum(['wrapped', 'plain']),
    requestBody: z.record(z.string(), RequestParameter),
    /** The agent's own version, as its authors write it. */
    version: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    /** Rises with every write: for optimistic locking. */
    revision: z.int(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<teamCode>#<id>' },
    // Sparse: an agent without `activeSince` has no place in this index, and costs nothing there.
    active: { index: 'gsi2', partitionKey: 'active', sortKey: '<teamCode>#<activeSince>#<id>' },
  },
  version: 'revision',
  timestamps: { createdAt: 'createdAt' },
})
export type Agent = InferItem<typeof Agent>
export type NewAgent = InferCreate<typeof Agent>

/**
 * An entry for each skill of each active agent. A list can't be an index key, so that without these entries a search by
 * skill would read every agent; with them it reads what it finds, best first.
 */
export const Skill = defineEntity({
  name: 'Skill',
  table: RegistryTable,
  schema: z.object({
    skill: z.string(),
    confidenceScore: z.number(),
    teamCode: z.string(),
    agentId: z.string(),
    agentName: z.string(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'skill#<agentId>#<skill>' },
  indexes: {
    bySkill: { index: 'skills', partitionKey: '<skill>', sortKey: '<confidenceScore>' },
  },
})
export type Skill = InferItem<typeof Skill>
