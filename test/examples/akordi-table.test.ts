import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  AkordiAgentTable,
  activeAkordiAgents,
  akordiAgent,
  akordiAgentsOfTeam,
  akordiAgentsOfType,
  essentials,
  openAkordiTable,
} from '../../examples/agent-registry/akordi-table.js'
import { documentAnalysis, retiredAgent, storedAgent } from '../../examples/agent-registry/sample-agents.js'
import { localClient, tableName } from '../support/local.js'

const TableName = tableName('akordi-agents')
const db = openAkordiTable({ client: localClient(), tableName: TableName })
const python = DynamoDBDocumentClient.from(localClient())

beforeAll(async () => {
  await db.createTable()
  await python.send(new PutCommand({ TableName, Item: storedAgent }))
  await db.agents.create(retiredAgent)
})

describe('the table as it stands', () => {
  it('has the keys and the index that it has today', () => {
    expect(AkordiAgentTable.createTableInput()).toMatchObject({
      KeySchema: [
        { AttributeName: 'team_code', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [{ IndexName: 'type-index', KeySchema: [{ AttributeName: 'Type', KeyType: 'HASH' }] }],
    })
  })

  it('reads what a Python service wrote', async () => {
    const { capability, ...agent } = documentAnalysis
    expect(await akordiAgent(db, 'AT-001', 'AG-001')).toEqual({
      ...agent,
      active: true,
      capability: {
        domain: capability.domain,
        skills: capability.skills,
        confidence_score: 0.85,
        estimated_latency: 5,
        max_concurrent_tasks: 3,
      },
    })
    expect(await akordiAgent(db, 'AT-001', 'AG-404')).toBeUndefined()
  })

  it('writes it back as it was, attribute for attribute', async () => {
    const agent = await db.agents.getOrThrow({ teamCode: 'AT-001', id: 'AG-001' })
    await db.agents.put({ ...agent, id: 'AG-003' })
    const { Item } = await python.send(new GetCommand({ TableName, Key: { team_code: 'AT-001', id: 'AG-003' } }))
    expect(Item).toEqual({ ...storedAgent, id: 'AG-003' })
    await db.agents.delete({ teamCode: 'AT-001', id: 'AG-003' })
  })
})

describe("the registry's queries", () => {
  it('by team', async () => {
    const { items } = await akordiAgentsOfTeam(db, 'AT-001')
    expect(items.map(agent => agent.id)).toEqual(['AG-001', 'AG-002'])
    expect(items[0]?.capability.skills).toContain('pdf_analysis')
    expect((await akordiAgentsOfTeam(db, 'AT-002')).items).toEqual([])
  })

  it('active agents', async () => {
    const { items, scannedCount } = await activeAkordiAgents(db, 'AT-001')
    expect(items.map(agent => agent.id)).toEqual(['AG-001'])
    expect(scannedCount).toBe(2)
  })

  it('the fields that are needed', async () => {
    const { items } = await essentials(db, 'AT-001')
    expect(items[0]).toEqual({
      id: 'AG-001',
      name: 'document_analysis',
      active: true,
      type: 'Reasoning Agent',
      lambdaArn: storedAgent.lambda_arn,
    })
  })

  it('by type', async () => {
    const { items } = await akordiAgentsOfType(db, 'Reasoning Agent')
    expect(items.map(agent => agent.id)).toEqual(['AG-001'])
  })
})
