import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compilers } from './compilers.js'
import { createUserProject, type UserProject } from './user-project.js'

const definition = `import { defineEntity, defineTable, type InferCreate, type InferItem, type InferKey, type InferUpdate } from 'monotable'
import * as z from 'zod'

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    scores: { partitionKey: 'gsi2pk', sortKey: { name: 'score', type: 'number' }, projection: 'keysOnly' },
  },
})

export const Agent = defineEntity({
  name: 'Agent',
  table: AppTable,
  schema: z.object({
    teamCode: z.string(),
    id: z.string(),
    name: z.string(),
    type: z.enum(['Reasoning', 'Plain']),
    active: z.boolean().default(true),
    score: z.number(),
    capability: z.object({ domain: z.string(), confidenceScore: z.number(), skills: z.array(z.string()) }),
    createdAt: z.iso.datetime(),
    tags: z.set(z.string()).optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<createdAt>#<id>' },
    byScore: { index: 'scores', partitionKey: 'team#<teamCode>', sortKey: '<score>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt' },
  storedAs: { teamCode: 'team_code' },
})
export type Agent = InferItem<typeof Agent>
export type AgentKey = InferKey<typeof Agent>
export type NewAgent = InferCreate<typeof Agent>
export type AgentChanges = InferUpdate<typeof Agent>
`

/** What users export beside definitions: databases, operations, what functions give. */
const database = `import { createDatabase, type DynamoDBClientLike } from 'monotable'
import { Agent } from './definition.js'

export function open(client: DynamoDBClientLike) {
  return createDatabase({ client, entities: { agents: Agent } })
}
declare const client: DynamoDBClientLike
export const db = open(client)
export const { agents } = db
export const key = { teamCode: 'AT-001', id: 'AG-001' }
export const find = () => agents.get(key).project('name', 'capability.skills')
export const list = (teamCode: string) => agents.query({ teamCode }).beginsWith({ id: 'AG-' }).filter((a, { eq }) => eq(a.active, true))
export const { byType, byScore } = agents.query
export const names = async () => (await byType({ type: 'Plain' }).project('name').all()).map(agent => agent.name)
export const change = () => agents.update(key).set({ active: false }).remove('tags').ifVersion(3)
export const upsert = agents.upsert(key)
export const remove = () => agents.delete(key).condition((a, { eq }) => eq(a.active, false))
export const { create, put, getOrThrow } = agents
export const exists = agents.exists(key)
export const scan = agents.scan()
`

const consumer = `import type { InferItem } from 'monotable'
import type * as database from './database.js'
import type * as definition from './definition.js'
import type * as emitted from './out/definition.js'
import type * as emittedDatabase from './out/database.js'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export const same: readonly true[] = [
  true satisfies Same<emitted.Agent, definition.Agent>,
  true satisfies Same<emitted.AgentKey, definition.AgentKey>,
  true satisfies Same<emitted.NewAgent, definition.NewAgent>,
  true satisfies Same<InferItem<typeof emitted.Agent>, emitted.Agent>,
  true satisfies Same<Awaited<ReturnType<typeof emittedDatabase.find>>, Awaited<ReturnType<typeof database.find>>>,
  true satisfies Same<Awaited<ReturnType<typeof emittedDatabase.names>>, string[]>,
]
declare const agents: typeof emittedDatabase.agents
agents.query({ teamCode: 'AT-001' }).beginsWith({ id: 'x' }).filter((agent, { eq }) => eq(agent.type, 'Plain'))
// @ts-expect-error no such attribute
agents.get({ teamCode: 'AT-001', nope: 1 })
// @ts-expect-error no such path
agents.query.byType({ type: 'Plain' }).project('nope')
// @ts-expect-error kept by the library
agents.update({ teamCode: 'AT-001', id: 'x' }).set({ version: 3 })
`

describe("declarations of a user's package", () => {
  let project: UserProject
  beforeAll(() => {
    project = createUserProject()
    project.write('definition.ts', definition)
    project.write('database.ts', database)
  })
  afterAll(() => project.remove())

  it.each(compilers)('are emitted by TypeScript $version, small, and mean the same', compiler => {
    project.write('consumer.ts', '')
    expect(project.compile(compiler, '--noEmit', 'false', '--emitDeclarationOnly', '--outDir', 'out')).toBe('')
    expect(project.read('out/definition.d.ts').length).toBeLessThan(2 * definition.length)
    project.write('consumer.ts', consumer)
    expect(project.compile(compiler)).toBe('')
  })
})
