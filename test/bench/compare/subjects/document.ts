import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { type Agent, keysOf, TEAM } from '../support/agent.js'
import { marshalled } from '../support/marshalled.js'
import type { Subject } from '../support/subject.js'

const keyOf = (id: string) => ({ pk: `team#${TEAM}`, sk: `agent#${id}` })

/** The SDK's document client: plain values, nothing checked. Everything else is told as a multiple of it. */
export const document: Subject = {
  name: 'DynamoDBDocumentClient',
  own: {},
  connect(client, TableName) {
    const documents = DynamoDBDocumentClient.from(client)
    const put = (agent: Agent) => ({
      TableName,
      Item: { ...keysOf(agent), ...agent },
      ConditionExpression: 'attribute_not_exists(pk)',
    })
    const update = (id: string) => ({
      TableName,
      Key: keyOf(id),
      UpdateExpression: 'SET #active = :active, #name = :name ADD #version :one',
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#active': 'active', '#name': 'name', '#version': 'version' },
      ExpressionAttributeValues: { ':active': false, ':name': 'New', ':one': 1, ':version': 1 },
      ReturnValues: 'ALL_NEW' as const,
    })
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': `team#${TEAM}`, ':sk': 'agent#AG-' },
    }
    const filtered = () => ({
      ...query,
      FilterExpression: '#active = :active AND #capability.#score >= :score',
      ExpressionAttributeNames: { '#active': 'active', '#capability': 'capability', '#score': 'confidenceScore' },
      ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ':active': true, ':score': 0.5 },
    })
    return {
      operations: {
        get: async id => (await documents.send(new GetCommand({ TableName, Key: keyOf(id) }))).Item,
        put: agent => documents.send(new PutCommand(put(agent))),
        update: async id => (await documents.send(new UpdateCommand(update(id)))).Attributes,
        query: async () => (await documents.send(new QueryCommand(query))).Items!,
        filtered: async () => (await documents.send(new QueryCommand(filtered()))).Items!,
        batchGet: async ids => {
          const command = new BatchGetCommand({ RequestItems: { [TableName]: { Keys: ids.map(keyOf) } } })
          return (await documents.send(command)).Responses![TableName]!
        },
        transact: agents =>
          documents.send(new TransactWriteCommand({ TransactItems: agents.map(agent => ({ Put: put(agent) })) })),
      },
      builders: {
        get: id => marshalled({ TableName, Key: keyOf(id) }),
        put: agent => marshalled(put(agent)),
        update: id => marshalled(update(id)),
        filtered: () => marshalled(filtered()),
      },
    }
  },
}
