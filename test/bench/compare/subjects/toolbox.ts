import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import {
  $add,
  BatchGetCommand,
  BatchGetRequest,
  boolean,
  Entity,
  executeBatchGet,
  executeTransactWrite,
  GetItemCommand,
  item,
  list,
  map,
  number,
  PutItemCommand,
  PutTransaction,
  QueryCommand,
  set,
  string,
  Table,
  UpdateItemCommand,
} from 'dynamodb-toolbox'
import { type Agent, TEAM } from '../support/agent.js'
import { marshalled } from '../support/marshalled.js'
import type { Subject } from '../support/subject.js'

export const toolbox: Subject = {
  name: 'DynamoDB-Toolbox',
  own: { _et: 'Agent' },
  connect(client, name) {
    const table = new Table({
      documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      name,
      partitionKey: { name: 'pk', type: 'string' },
      sortKey: { name: 'sk', type: 'string' },
      indexes: {
        gsi1: {
          type: 'global',
          partitionKey: { name: 'gsi1pk', type: 'string' },
          sortKey: { name: 'gsi1sk', type: 'string' },
        },
      },
    })
    const agents = new Entity({
      name: 'Agent',
      table,
      schema: item({
        teamCode: string().key(),
        id: string().key(),
        name: string(),
        type: string(),
        active: boolean(),
        capability: map({ domain: string(), confidenceScore: number(), skills: list(string()) }),
        description: string(),
        prompt: string(),
        createdAt: string(),
        tags: set(string()),
        version: number(),
      }).and(agent => ({
        gsi1pk: string()
          .hidden()
          .putLink<typeof agent>(({ type }) => `type#${type}`),
        gsi1sk: string()
          .hidden()
          .putLink<typeof agent>(({ createdAt, id }) => `${createdAt}#${id}`),
      })),
      computeKey: ({ teamCode, id }) => ({ pk: `team#${teamCode}`, sk: `agent#${id}` }),
      timestamps: false,
    })
    const keyOf = (id: string) => ({ teamCode: TEAM, id })
    const absent = { condition: { attr: 'teamCode', exists: false } } as const
    const get = (id: string) => agents.build(GetItemCommand).key(keyOf(id))
    const put = (agent: Agent) => agents.build(PutItemCommand).item(agent).options(absent)
    const update = (id: string) =>
      agents
        .build(UpdateItemCommand)
        .item({ ...keyOf(id), active: false, name: 'New', version: $add(1) })
        .options({ condition: { attr: 'version', eq: 1 }, returnValues: 'ALL_NEW' })
    const query = () =>
      table
        .build(QueryCommand)
        .query({ partition: `team#${TEAM}`, range: { beginsWith: 'agent#AG-' } })
        .entities(agents)
    const filtered = () =>
      query().options({
        filters: {
          Agent: {
            and: [
              { attr: 'active', eq: true },
              { attr: 'capability.confidenceScore', gte: 0.5 },
            ],
          },
        },
      })
    return {
      operations: {
        get: async id => (await get(id).send()).Item,
        put: agent => put(agent).send(),
        update: async id => (await update(id).send()).Attributes,
        query: async () => (await query().send()).Items!,
        filtered: async () => (await filtered().send()).Items!,
        batchGet: async ids => {
          const requests = ids.map(id => agents.build(BatchGetRequest).key(keyOf(id)))
          const { Responses } = await executeBatchGet(table.build(BatchGetCommand).requests(...requests))
          return Responses[0]!
        },
        transact: all =>
          executeTransactWrite(...all.map(agent => agents.build(PutTransaction).item(agent).options(absent))),
      },
      builders: {
        get: id => marshalled(get(id).params()),
        put: agent => marshalled(put(agent).params()),
        update: id => {
          // For the program, and no part of what is sent.
          const { ToolboxItem, ...params } = update(id).params()
          return marshalled(params)
        },
        filtered: () => marshalled(filtered().params()),
      },
    }
  },
}
