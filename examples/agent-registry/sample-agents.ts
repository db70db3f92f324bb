import type { AkordiAgent } from './akordi-table.js'
import type { NewAgent } from './model.js'

const lambda = (name: string) => `arn:aws:lambda:ap-southeast-2:216989112759:function:${name}`

/** An agent as the Python services wrote it: attribute for attribute what is in their table. */
export const storedAgent = {
  id: 'AG-001',
  active: true,
  agent_prompt_code: 'AP-001',
  capability: {
    confidence_score: 0.85,
    domain: 'documents',
    estimated_latency: 5,
    max_concurrent_tasks: 3,
    skills: ['document_analysis', 'pdf_analysis', 'risk_extraction', 'file_analysis'],
  },
  createdAt: '2026-01-28T01:04:32.908Z',
  createdBy: 'system',
  lambda_arn: lambda('image-akordi-agent-api'),
  maxTokens: 4000,
  name: 'document_analysis',
  request_body: {
    agent_code: { from: 'agent_prompt_code' },
    bucket_name: { default: '', from: 'bucket_name' },
    'chat-history': { default: [], from: 'chat_history' },
    file_keys: { default: [], from: 'file_keys' },
    kb_id: { default: '', from: 'kb_id' },
    query: { from: 'query' },
  },
  request_type: 'wrapped',
  team_code: 'AT-001',
  Type: 'Reasoning Agent',
  version: '0.0.1',
}

/** The same agent, and others beside it, for the single table. */
export const documentAnalysis = {
  teamCode: 'AT-001',
  id: 'AG-001',
  name: 'document_analysis',
  type: 'Reasoning Agent',
  capability: {
    domain: 'documents',
    skills: ['document_analysis', 'pdf_analysis', 'risk_extraction', 'file_analysis'],
    confidenceScore: 0.85,
    estimatedLatency: 5,
    maxConcurrentTasks: 3,
  },
  agentPromptCode: 'AP-001',
  lambdaArn: lambda('image-akordi-agent-api'),
  maxTokens: 4000,
  requestType: 'wrapped',
  requestBody: storedAgent.request_body,
  version: '0.0.1',
  createdAt: '2026-01-28T01:04:32.908Z',
  createdBy: 'system',
} satisfies Omit<NewAgent, 'active'>

export const contractReview = {
  ...documentAnalysis,
  id: 'AG-002',
  name: 'contract_review',
  capability: {
    ...documentAnalysis.capability,
    skills: ['pdf_analysis', 'clause_extraction'],
    confidenceScore: 0.92,
    estimatedLatency: 12,
  },
  lambdaArn: lambda('contract-review-agent-api'),
  createdAt: '2026-03-02T08:30:00.000Z',
} satisfies Omit<NewAgent, 'active'>

export const siteChat = {
  ...documentAnalysis,
  teamCode: 'AT-002',
  id: 'AG-001',
  name: 'site_chat',
  type: 'Chat Agent',
  capability: {
    ...documentAnalysis.capability,
    domain: 'sites',
    skills: ['chat', 'pdf_analysis'],
    confidenceScore: 0.6,
  },
  lambdaArn: lambda('site-chat-agent-api'),
  createdAt: '2026-04-11T12:00:00.000Z',
} satisfies Omit<NewAgent, 'active'>

/** The stored agent's neighbour, as the TypeScript side adds it. */
export const retiredAgent: AkordiAgent = {
  teamCode: 'AT-001',
  id: 'AG-002',
  name: 'image_tagging',
  type: 'Vision Agent',
  active: false,
  capability: {
    domain: 'images',
    skills: ['image_tagging'],
    confidence_score: 0.7,
    estimated_latency: 2,
    max_concurrent_tasks: 8,
  },
  agentPromptCode: 'AP-002',
  lambdaArn: lambda('image-tagging-agent-api'),
  maxTokens: 1000,
  requestType: 'wrapped',
  requestBody: { query: { from: 'query' } },
  version: '0.0.1',
  createdAt: '2025-11-03T09:15:00.000Z',
  createdBy: 'system',
}
