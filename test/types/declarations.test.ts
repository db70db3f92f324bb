import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declarationSizes, definitions, emitDeclarations, TIMES } from '../bench/declaration-size.js'
import budget from '../bench/types-budget.json' with { type: 'json' }
import { compiler as compilerOf, compilers } from './compilers.js'
import { createUserProject, type UserProject } from './user-project.js'

const quickest = compilerOf(7)

/** What users export beside definitions: databases, operations, what functions give. */
const database = `import { createDatabase, type DynamoDBClientLike } from 'monotable'
import { Agent, Event, Member, Team } from './definition.js'

export function open(client: DynamoDBClientLike) {
  return createDatabase({ client, entities: { agents: Agent, members: Member } })
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
export const team = (teamCode: string) => db.collection(Team).query({ teamCode }).all()
export const { events } = createDatabase({ client, entities: { events: Event } })
`

/** Compares the types of the declarations with those of the sources. */
const comparison = `import type * as database from './database.js'
import type * as definition from './definition.js'
import type * as emittedDatabase from './out/database.js'
import type * as emitted from './out/definition.js'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export const same: readonly true[] = [
  true satisfies Same<typeof emitted, typeof definition>,
  true satisfies Same<typeof emittedDatabase, typeof database>,
]
`

/** Uses declarations where there is nothing but them. */
const importer = `import type { InferCollectionItem, InferCreate, InferItem } from 'monotable'
import type { Agent, Order, Team } from './definition.js'
import { type agents, events, names, team } from './database.js'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Capability = { domain: string; confidenceScore: number; skills: string[] }
export const same: readonly true[] = [
  true satisfies Same<InferItem<typeof Agent>, {
    teamCode: string; id: string; name: string; type: 'Reasoning' | 'Plain'; active: boolean; score: number
    capability: Capability; createdAt: string; tags?: Set<string> | undefined; version: number
  }>,
  true satisfies Same<InferCreate<typeof Order>['placedAt'], Date | undefined>,
  true satisfies Same<Awaited<ReturnType<typeof names>>, string[]>,
  true satisfies Same<InferCollectionItem<typeof Team>['entity'], 'agents' | 'members'>,
]
export const roles = async () => (await team('AT-001')).members.map(({ role }) => role) satisfies ('owner' | 'editor' | 'reader')[]
declare const client: typeof agents
client.query({ teamCode: 'AT-001' }).beginsWith({ id: 'x' }).filter((agent, { eq }) => eq(agent.type, 'Plain'))
client.query.byScore({ teamCode: 'AT-001' }).gt({ score: 3 }).hydrate()
events.query.byPlace({ tenant: 't', region: 'r' }).gte({ city: 'c', rank: 3 })
events.query.byKind({ device: 'd' }).project('city', 'amount').consistent()
// @ts-expect-error no such attribute
client.get({ teamCode: 'AT-001', nope: 1 })
// @ts-expect-error no such path
client.query.byType({ type: 'Plain' }).project('nope')
// @ts-expect-error kept by the library
client.update({ teamCode: 'AT-001', id: 'x' }).set({ version: 3 })
// @ts-expect-error not in the index
events.query.byKind({ device: 'd' }).project('payload')
// @ts-expect-error a global index
client.query.byType({ type: 'Plain' }).consistent()
`

/** Declarations that need no inference, as `isolatedDeclarations` asks for. */
const annotated = `import { type Collection, defineCollection, defineEntity, defineTable, type Entity, type Table } from 'monotable'
import * as z from 'zod'

export const AppTable: Table<'app', 'string', 'gsi1', never> = defineTable({
  name: 'app', partitionKey: 'pk', sortKey: 'sk', indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})
export const UserSchema: z.ZodObject<{ id: z.ZodString; name: z.ZodString }> = z.object({ id: z.string(), name: z.string() })
export const User: Entity<'User', typeof AppTable, typeof UserSchema, 'user#<id>', 'profile'> = defineEntity({
  name: 'User', table: AppTable, schema: UserSchema, key: { partitionKey: 'user#<id>', sortKey: 'profile' },
})
export const Users: Collection<{ readonly users: typeof User }, 'user#<id>'> = defineCollection({
  partitionKey: 'user#<id>', entities: { users: User },
})
`

describe("declarations of a user's package", { timeout: 90_000 }, () => {
  let project: UserProject
  let user: UserProject
  beforeAll(() => {
    project = createUserProject()
    user = createUserProject()
  })
  afterAll(() => {
    project.remove()
    user.remove()
  })

  it.each(compilers)('are small, by TypeScript $version', compiler => {
    const sizes = declarationSizes(project, compiler)
    expect(sizes.filter(({ source, emitted }) => emitted >= TIMES * source)).toEqual([])
    // Where one is shorter, or longer for a reason: put what is printed in test/bench/types-budget.json.
    expect(Object.fromEntries(sizes.map(({ name, emitted }) => [name, emitted]))).toEqual(budget.declarationCharacters)
  })

  it.each(compilers)('mean the same, and need nothing but themselves, by TypeScript $version', compiler => {
    project.write('comparison.ts', '')
    project.write('definition.ts', definitions)
    project.write('database.ts', database)
    emitDeclarations(project, compiler)
    project.write('comparison.ts', comparison)
    expect(project.compile(compiler)).toBe('')

    for (const file of ['definition.d.ts', 'database.d.ts']) user.write(file, project.read(`out/${file}`))
    user.write('importer.ts', importer)
    expect(user.compile(compiler)).toBe('')
    // The quickest compiler checks the declarations themselves too, and with them all that they import.
    expect(user.compile(quickest, '--skipLibCheck', 'false', '--lib', 'ES2023,DOM', '--types', 'node')).toBe('')
  })

  it.each(compilers)('can be written by hand, for isolatedDeclarations, by TypeScript $version', compiler => {
    user.write('importer.ts', annotated)
    expect(user.compile(compiler, '--isolatedDeclarations')).toBe('')
  })
})
