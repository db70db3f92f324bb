import { beforeAll, expect, it } from 'vitest'
import {
  activeAgents,
  activeAgentsOfTeam,
  agentsOfTeam,
  agentsWithSkill,
  getAgent,
  openRegistry,
  quickAgents,
  reasoningAgents,
  registerAgent,
  retire,
} from '../../examples/agent-registry/registry.js'
import { contractReview, documentAnalysis, siteChat } from '../../examples/agent-registry/sample-agents.js'
import { ItemExistsError, ItemNotFoundError } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'

const db = openRegistry({ client: localClient(), tableName: tableName('agent-registry') })
const names = (items: readonly { readonly name: string }[]) => items.map(item => item.name)

beforeAll(async () => {
  await db.createTable()
  await db.teams.create({ teamCode: 'AT-001', name: 'Document intelligence' })
  for (const agent of [documentAnalysis, contractReview, siteChat]) await registerAgent(db, agent)
})

it('keeps the whole record', async () => {
  const agent = await getAgent(db, 'AT-001', 'AG-001')
  expect(agent).toEqual({
    ...documentAnalysis,
    active: true,
    activeSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    revision: 1,
  })
  expect(agent.requestBody['chat-history']).toEqual({ from: 'chat_history', default: [] })
})

it('registers an agent once', async () => {
  await expect(registerAgent(db, documentAnalysis)).rejects.toThrow(ItemExistsError)
  await expect(getAgent(db, 'AT-001', 'AG-404')).rejects.toThrow(ItemNotFoundError)
})

it('finds agents by team, and none of their neighbours', async () => {
  const { items, scannedCount } = await agentsOfTeam(db, 'AT-001')
  expect(names(items)).toEqual(['document_analysis', 'contract_review'])
  expect(scannedCount).toBe(2)
})

it('finds agents by type and date', async () => {
  expect(names((await reasoningAgents(db, '2026-01')).items)).toEqual(['document_analysis', 'contract_review'])
  expect(names((await reasoningAgents(db, '2026-02')).items)).toEqual(['contract_review'])
})

it('finds agents by skill and confidence, the best first', async () => {
  const { items } = await agentsWithSkill(db, 'pdf_analysis', 0.85)
  expect(items.map(({ agentName, confidenceScore }) => [agentName, confidenceScore])).toEqual([
    ['contract_review', 0.92],
    ['document_analysis', 0.85],
  ])
  expect((await agentsWithSkill(db, 'pdf_analysis', 0)).count).toBe(3)
})

it('filters by capability and gives what is projected', async () => {
  const { items } = await quickAgents(db, 'AT-001', 'documents')
  const { estimatedLatency, skills } = documentAnalysis.capability
  expect(items).toEqual([{ id: 'AG-001', name: 'document_analysis', capability: { estimatedLatency, skills } }])
})

it('has active agents only in the sparse index', async () => {
  await registerAgent(db, { ...documentAnalysis, id: 'AG-009', name: 'short_lived' })
  expect((await activeAgents(db)).count).toBe(4)

  const retired = await retire(db, 'AT-001', 'AG-009')

  expect(retired).toMatchObject({ active: false, revision: 2 })
  expect(retired).not.toHaveProperty('activeSince')
  const { items, scannedCount } = await activeAgentsOfTeam(db, 'AT-001')
  expect(names(items)).toEqual(['document_analysis', 'contract_review'])
  expect(scannedCount).toBe(2)
  expect(names((await activeAgents(db)).items)).toEqual(['document_analysis', 'contract_review', 'site_chat'])
  expect((await agentsWithSkill(db, 'file_analysis', 0)).count).toBe(1)
})
