import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { type Agent, keysOf, TEAM } from '../support/agent.js'
import type { Subject } from '../support/subject.js'

const keyOf = (id: string) => ({ pk: { S: `team#${TEAM}` }, sk: { S: `agent#${id}` } })

/** What a program without any library writes by hand. */
function itemOf(agent: Agent) {
  const { pk, sk, gsi1pk, gsi1sk } = keysOf(agent)
  const { teamCode, id, name, type, active, capability, description, prompt, createdAt, tags, version } = agent
  return {
    pk: { S: pk },
    sk: { S: sk },
    gsi1pk: { S: gsi1pk },
    gsi1sk: { S: gsi1sk },
    teamCode: { S: teamCode },
    id: { S: id },
    name: { S: name },
    type: { S: type },
    active: { BOOL: active },
    capability: {
      M: {
        domain: { S: capability.domain },
        confidenceScore: { N: String(capability.confidenceScore) },
        skills: { L: capability.skills.map(S => ({ S })) },
      },
    },
    description: { S: description },
    prompt: { S: prompt },
    createdAt: { S: createdAt },
    tags: { SS: [...tags] },
    version: { N: String(version) },
  }
}

/** The SDK's client with DynamoDB's type tags written by hand: nothing is checked, and items stay as they are stored. */
export const raw: Subject = {
  name: 'DynamoDBClient',
  own: {},
  connect(client, TableName) {
    const put = (agent: Agent) => ({ TableName, Item: itemOf(agent), ConditionExpression: 'attribute_not_exists(pk)' })
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': { S: `team#${TEAM}` }, ':sk': { S: 'agent#AG-' } },
    }
    return {
      operations: {
        get: async id => (await client.send(new GetItemCommand({ TableName, Key: keyOf(id) }))).Item,
        put: agent => client.send(new PutItemCommand(put(agent))),
        update: async id => {
          const command = new UpdateItemCommand({
            TableName,
            Key: keyOf(id),
            UpdateExpression: 'SET #active = :active, #name = :name ADD #version :one',
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#active': 'active', '#name': 'name', '#version': 'version' },
            ExpressionAttributeValues: {
              ':active': { BOOL: false },
              ':name': { S: 'New' },
              ':one': { N: '1' },
              ':version': { N: '1' },
            },
            ReturnValues: 'ALL_NEW',
          })
          return (await client.send(command)).Attributes
        },
        query: async () => (await client.send(new QueryCommand(query))).Items!,
        filtered: async () => {
          const command = new QueryCommand({
            ...query,
            FilterExpression: '#active = :active AND #capability.#score >= :score',
            ExpressionAttributeNames: { '#active': 'active', '#capability': 'capability', '#score': 'confidenceScore' },
            ExpressionAttributeValues: {
              ...query.ExpressionAttributeValues,
              ':active': { BOOL: true },
              ':score': { N: '0.5' },
            },
          })
          return (await client.send(command)).Items!
        },
        batchGet: async ids => {
          const command = new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: ids.map(keyOf) } } })
          return (await client.send(command)).Responses![TableName]!
        },
        transact: agents =>
          client.send(new TransactWriteItemsCommand({ TransactItems: agents.map(agent => ({ Put: put(agent) })) })),
      },
    }
  },
}
