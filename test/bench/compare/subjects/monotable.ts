import { createDatabase, defineEntity, defineTable } from 'monotable'
import * as z from 'zod'
import { type Agent, TEAM } from '../support/agent.js'
import type { Subject } from '../support/subject.js'

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})

export const agentSchema = z.object({
  teamCode: z.string(),
  id: z.string(),
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  capability: z.object({ domain: z.string(), confidenceScore: z.number(), skills: z.array(z.string()) }),
  description: z.string(),
  prompt: z.string(),
  createdAt: z.iso.datetime(),
  tags: z.set(z.string()),
  version: z.int(),
})

export const AgentEntity = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: agentSchema,
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: { byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' } },
  version: 'version',
})

/** The way to DynamoDB: the SDK's own, or the library's. */
export type TransportName = 'sdk' | 'fast'

/** What `createDatabase` is given for a transport. */
export const transportOptions = (transport: TransportName): object => (transport === 'fast' ? { transport } : {})

function monotableOver(name: string, transport: TransportName): Subject {
  return {
    name,
    own: { entity: 'Agent' },
    connect(client, tableName) {
      const options = { client, tableName, entities: { agents: AgentEntity }, ...transportOptions(transport) }
      const db = createDatabase(options)
      const keyOf = (id: string) => ({ teamCode: TEAM, id })
      const create = ({ version, ...agent }: Agent) => db.agents.create(agent)
      const update = (id: string) => db.agents.update(keyOf(id)).set({ active: false, name: 'New' }).ifVersion(1)
      const query = () => db.agents.query({ teamCode: TEAM }).beginsWith({ id: 'AG-' })
      const filtered = () =>
        query().filter((agent, { and, eq, gte }) =>
          and(eq(agent.active, true), gte(agent.capability.confidenceScore, 0.5)),
        )
      return {
        operations: {
          get: id => db.agents.get(keyOf(id)),
          put: create,
          update,
          query: async () => (await query()).items,
          filtered: async () => (await filtered()).items,
          batchGet: ids => db.agents.getMany(ids.map(keyOf)) as PromiseLike<readonly unknown[]>,
          transact: agents => db.transactWrite(agents.map(create)),
        },
        builders: {
          get: id => db.agents.get(keyOf(id)).compile(),
          put: agent => create(agent).compile(),
          update: id => update(id).compile(),
          filtered: () => filtered().compile(),
        },
      }
    },
  }
}

export const monotable = monotableOver('monotable', 'sdk')
export const monotableFast = monotableOver('monotable, fast', 'fast')
