import { type Entity, Table } from 'dynamodb-onetable'
import { Dynamo } from 'dynamodb-onetable/Dynamo'
import { type Agent, TEAM } from '../support/agent.js'
import type { Subject } from '../support/subject.js'

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: { primary: { hash: 'pk', sort: 'sk' }, gsi1: { hash: 'gsi1pk', sort: 'gsi1sk' } },
  models: {
    Agent: {
      pk: { type: String, value: 'team#${teamCode}' },
      sk: { type: String, value: 'agent#${id}' },
      gsi1pk: { type: String, value: 'type#${type}' },
      gsi1sk: { type: String, value: '${createdAt}#${id}' },
      teamCode: { type: String, required: true },
      id: { type: String, required: true },
      name: { type: String, required: true },
      type: { type: String, required: true },
      active: { type: Boolean, required: true },
      capability: {
        type: Object,
        required: true,
        schema: {
          domain: { type: String, required: true },
          confidenceScore: { type: Number, required: true },
          skills: { type: Array, required: true, items: { type: String } },
        },
      },
      description: { type: String, required: true },
      prompt: { type: String, required: true },
      createdAt: { type: String, required: true },
      tags: { type: Set, required: true },
      version: { type: Number, required: true },
    },
  },
  params: { isoDates: true, timestamps: false },
} as const

/** Its batch is filled by operations, and answers with what they asked for. */
type Batch = Record<string, unknown>

export const onetable: Subject = {
  name: 'OneTable',
  own: { _type: 'Agent' },
  connect(client, name) {
    const table = new Table({ client: new Dynamo({ client }), name, schema, partial: true, warn: false })
    const agents = table.getModel<Entity<typeof schema.models.Agent>>('Agent')
    const keyOf = (id: string) => ({ teamCode: TEAM, id })
    // Its type has the set's class itself as the attribute's value.
    const values = (agent: Agent) => agent as any
    const update = (id: string, params: object) =>
      agents.update({ ...keyOf(id), active: false, name: 'New' } as any, {
        add: { version: 1 },
        where: '${version} = {1}',
        ...params,
      })
    const query = (params: object) => agents.find({ teamCode: TEAM, sk: { begins: 'agent#AG-' } } as any, params)
    const filtered = (params: object) =>
      query({ where: '(${active} = {true}) and (${capability.confidenceScore} >= {0.5})', ...params })
    const unsent = { execute: false }
    const built = (command: PromiseLike<unknown>) => command as PromiseLike<object>
    return {
      operations: {
        get: id => agents.get(keyOf(id)),
        put: agent => agents.create(values(agent)),
        update: id => update(id, {}),
        query: () => query({}),
        filtered: () => filtered({}),
        batchGet: async ids => {
          const batch: Batch = {}
          for (const id of ids) await agents.get(keyOf(id), { batch })
          return table.batchGet(batch, { parse: true, hidden: false })
        },
        transact: async all => {
          const transaction: Batch = {}
          for (const agent of all) await agents.create(values(agent), { transaction })
          return table.transact('write', transaction)
        },
      },
      builders: {
        get: id => built(agents.get(keyOf(id), unsent)),
        put: agent => built(agents.create(values(agent), unsent)),
        update: id => built(update(id, unsent)),
        filtered: () => built(filtered(unsent)),
      },
    }
  },
}
