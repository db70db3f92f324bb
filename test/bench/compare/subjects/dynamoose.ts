import dynamoose from 'dynamoose'
import { type Agent, keysOf, TEAM } from '../support/agent.js'
import type { Subject } from '../support/subject.js'

/** It has no templates for keys: they are attributes like any other, which the program makes. */
const schema = new dynamoose.Schema({
  pk: { type: String, hashKey: true },
  sk: { type: String, rangeKey: true },
  gsi1pk: { type: String, required: true, index: { name: 'gsi1', type: 'global', rangeKey: 'gsi1sk' } },
  gsi1sk: { type: String, required: true },
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
      skills: { type: Array, required: true, schema: [String] },
    },
  },
  description: { type: String, required: true },
  prompt: { type: String, required: true },
  createdAt: { type: String, required: true },
  tags: { type: Set, required: true, schema: [String] },
  version: { type: Number, required: true },
})

export const dynamooseSubject: Subject = {
  name: 'Dynamoose',
  own: {},
  connect(client, tableName) {
    dynamoose.aws.ddb.set(client)
    const agents = dynamoose.model('Agent', schema, { tableName, create: false, waitForActive: false, update: false })
    new dynamoose.Table(tableName, [agents], { create: false, waitForActive: false, update: false })
    const keyOf = (id: string) => ({ pk: `team#${TEAM}`, sk: `agent#${id}` })
    const values = (agent: Agent) => ({ ...keysOf(agent), ...agent })
    const condition = () => new dynamoose.Condition().where('version').eq(1)
    const change = { $SET: { active: false, name: 'New' }, $ADD: { version: 1 } }
    const query = () => agents.query('pk').eq(`team#${TEAM}`).where('sk').beginsWith('agent#AG-')
    const filtered = () => query().filter('active').eq(true).filter('capability.confidenceScore').ge(0.5)
    return {
      operations: {
        get: id => agents.get(keyOf(id)),
        put: agent => agents.create(values(agent)),
        update: id => agents.update(keyOf(id), change, { condition: condition(), return: 'item' }),
        query: () => query().exec(),
        filtered: () => filtered().exec(),
        batchGet: ids => agents.batchGet(ids.map(keyOf)),
        transact: all => dynamoose.transaction(all.map(agent => agents.transaction.create(values(agent)))),
      },
      builders: {
        get: id => agents.get(keyOf(id), { return: 'request' }),
        put: agent => agents.create(values(agent), { return: 'request' }),
        update: id => agents.update(keyOf(id), change, { condition: condition(), return: 'request' }),
        filtered: () => filtered().getRequest(),
      },
    }
  },
}
