import { type ConnectionOptions, createDatabase, defineEntity, defineTable, type InferItem } from 'monotable'
import * as z from 'zod'
import { RequestParameter } from './model.js'

/** The table that the Python services use, as it stands: its keys are attributes of the agents themselves. */
export const AkordiAgentTable = defineTable({
  name: process.env.AKORDI_AGENT_TABLE ?? 'akordi-agents',
  partitionKey: 'team_code',
  sortKey: 'id',
  indexes: { 'type-index': { partitionKey: 'Type' } },
})

export const AkordiAgent = defineEntity({
  name: 'AkordiAgent',
  table: AkordiAgentTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    type: z.string(),
    active: z.boolean(),
    capability: z.object({
      domain: z.string(),
      skills: z.array(z.string()),
      confidence_score: z.number(),
      estimated_latency: z.number(),
      max_concurrent_tasks: z.int(),
    }),
    agentPromptCode: z.string(),
    lambdaArn: z.string(),
    maxTokens: z.int(),
    requestType: z.string(),
    requestBody: z.record(z.string(), RequestParameter),
    version: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  }),
  key: { partitionKey: '<teamCode>', sortKey: '<id>' },
  indexes: { byType: { index: 'type-index', partitionKey: '<type>' } },
  // The names in the table, where they differ from ours.
  storedAs: {
    teamCode: 'team_code',
    type: 'Type',
    agentPromptCode: 'agent_prompt_code',
    lambdaArn: 'lambda_arn',
    requestType: 'request_type',
    requestBody: 'request_body',
  },
  // Nothing but agents is in this table, and the other services expect no attribute that says so.
  discriminator: false,
})
export type AkordiAgent = InferItem<typeof AkordiAgent>

export type AkordiTable = ReturnType<typeof openAkordiTable>

export function openAkordiTable(connection: ConnectionOptions) {
  return createDatabase({ ...connection, entities: { agents: AkordiAgent } })
}

export function akordiAgentsOfTeam(db: AkordiTable, teamCode: string) {
  return db.agents.query({ teamCode })
}

export function activeAkordiAgents(db: AkordiTable, teamCode: string) {
  return db.agents.query({ teamCode }).filter((agent, { eq }) => eq(agent.active, true))
}

export function akordiAgent(db: AkordiTable, teamCode: string, id: string) {
  return db.agents.get({ teamCode, id })
}

export function essentials(db: AkordiTable, teamCode: string) {
  return db.agents.query({ teamCode }).project('id', 'name', 'active', 'type', 'lambdaArn')
}

export function akordiAgentsOfType(db: AkordiTable, type: string) {
  return db.agents.query.byType({ type })
}
