import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** What every library is to keep: an agent of about 1.3 KB. */
export interface Agent {
  teamCode: string
  id: string
  name: string
  type: string
  active: boolean
  capability: { domain: string; confidenceScore: number; skills: string[] }
  description: string
  prompt: string
  createdAt: string
  tags: Set<string>
  version: number
}

export type StoredItem = Record<string, AttributeValue>

export const TEAM = 'T-1'
export const TYPE = 'Reasoning'

const sentence = 'Reads documents, finds what they say on a question and answers with the pages. '
const text = (length: number): string => sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length)

export const idOf = (number: number): string => `AG-${String(number).padStart(8, '0')}`

export const agentOf = (number: number): Agent => ({
  teamCode: TEAM,
  id: idOf(number),
  name: `Agent ${number}`,
  type: TYPE,
  active: true,
  capability: { domain: 'documents', confidenceScore: 0.93, skills: ['pdf', 'ocr', 'summarise', 'translate'] },
  description: text(400),
  prompt: text(400),
  createdAt: '2026-01-01T00:00:00.000Z',
  tags: new Set(['a', 'b', 'c']),
  version: 1,
})

/** The attributes that a library adds for itself, such as the entity's name. */
export type OwnAttributes = Readonly<Record<string, string>>

export const keysOf = ({ teamCode, id, type, createdAt }: Agent) => ({
  pk: `team#${teamCode}`,
  sk: `agent#${id}`,
  gsi1pk: `type#${type}`,
  gsi1sk: `${createdAt}#${id}`,
})

/** An agent as DynamoDB answers with it. */
export function storedAgent(number: number, own: OwnAttributes): StoredItem {
  const { active, capability, tags, version, ...agent } = agentOf(number)
  const { domain, confidenceScore, skills } = capability
  const texts = Object.entries({ ...keysOf(agentOf(number)), ...own, ...agent })
  return {
    ...Object.fromEntries(texts.map(([name, S]) => [name, { S }])),
    active: { BOOL: active },
    capability: {
      M: {
        domain: { S: domain },
        confidenceScore: { N: String(confidenceScore) },
        skills: { L: skills.map(S => ({ S })) },
      },
    },
    tags: { SS: [...tags] },
    version: { N: String(version) },
  }
}
