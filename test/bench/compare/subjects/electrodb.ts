import { Entity, Service } from 'electrodb'
import { type Agent, TEAM } from '../support/agent.js'
import { marshalled } from '../support/marshalled.js'
import type { Subject } from '../support/subject.js'

export const electroModel = {
  model: { entity: 'agent', version: '1', service: 'registry' },
  attributes: {
    teamCode: { type: 'string', required: true },
    id: { type: 'string', required: true },
    name: { type: 'string', required: true },
    type: { type: 'string', required: true },
    active: { type: 'boolean', required: true },
    capability: {
      type: 'map',
      required: true,
      properties: {
        domain: { type: 'string', required: true },
        confidenceScore: { type: 'number', required: true },
        skills: { type: 'list', items: { type: 'string' }, required: true },
      },
    },
    description: { type: 'string', required: true },
    prompt: { type: 'string', required: true },
    createdAt: { type: 'string', required: true },
    tags: { type: 'set', items: 'string', required: true },
    version: { type: 'number', required: true },
  },
  indexes: {
    agents: {
      pk: { field: 'pk', composite: ['teamCode'], template: 'team#${teamCode}', casing: 'none' },
      sk: { field: 'sk', composite: ['id'], template: 'agent#${id}', casing: 'none' },
    },
    byType: {
      index: 'gsi1',
      pk: { field: 'gsi1pk', composite: ['type'], template: 'type#${type}', casing: 'none' },
      sk: { field: 'gsi1sk', composite: ['createdAt', 'id'], template: '${createdAt}#${id}', casing: 'none' },
    },
  },
} as const

export const electrodb: Subject = {
  name: 'ElectroDB',
  own: { __edb_e__: 'agent', __edb_v__: '1' },
  connect(client, table) {
    const agents = new Entity(electroModel, { client, table })
    const registry = new Service({ agents }, { client, table })
    const keyOf = (id: string) => ({ teamCode: TEAM, id })
    const update = (id: string) =>
      agents
        .patch(keyOf(id))
        .set({ active: false, name: 'New' })
        .add({ version: 1 })
        .where(({ version }, { eq }) => eq(version, 1))
    const query = () => agents.query.agents({ teamCode: TEAM }).begins({ id: 'AG-' })
    const filtered = () =>
      query().where(
        ({ active, capability }, { eq, gte }) => `${eq(active, true)} AND ${gte(capability.confidenceScore, 0.5)}`,
      )
    const create = ({ tags, ...agent }: Agent) => agents.create({ ...agent, tags: [...tags] })
    return {
      operations: {
        get: async id => (await agents.get(keyOf(id)).go()).data,
        put: agent => create(agent).go(),
        update: async id => (await update(id).go({ response: 'all_new' })).data,
        query: async () => (await query().go()).data,
        filtered: async () => (await filtered().go()).data,
        batchGet: async ids => (await agents.get(ids.map(keyOf)).go()).data,
        transact: all =>
          registry.transaction
            .write(entities => all.map(agent => entities.agents.create({ ...agent, tags: [...agent.tags] }).commit()))
            .go(),
      },
      builders: {
        get: id => marshalled(agents.get(keyOf(id)).params()),
        put: agent => marshalled(create(agent).params()),
        update: id => marshalled(update(id).params({ response: 'all_new' })),
        filtered: () => marshalled(filtered().params()),
      },
    }
  },
}
