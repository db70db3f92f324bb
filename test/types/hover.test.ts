import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitions } from '../bench/declaration-size.js'
import { type Editor, openEditor } from './editor.js'

/** What fits on a screen beside the code. */
const LINES = 28
/** The generic types that may be shown: those that users write, call and get. What computes types is not among them. */
const known =
  /^(Zod\w+|Set|Entity|EntityClient|EntityModel|Table|TableModel|DatabaseMethods|Page|Query|\w+Operation|transactWrite|returning)$/

const agentItem =
  '{ teamCode: string; id: string; name: string; type: "Reasoning" | "Plain"; active: boolean; score: number; capability: { domain: string; confidenceScore: number; skills: string[]; }; createdAt: string; version: number; tags?: Set<string> | undefined; }'
const memberItem = '{ teamCode: string; email: string; role: "owner" | "editor" | "reader"; }'

const source = `import { createDatabase, type DynamoDBClientLike, type InferItem } from 'monotable'
import { |Agent, Member, Team } from './definition.js'
type |Item = InferItem<typeof Agent>
const key = { teamCode: 'AT-001', id: 'AG-001' }
const member = { teamCode: 'AT-001', email: 'ada@example.com' }
const agent = { ...key, name: 'n', type: 'Plain', score: 1, capability: { domain: 'd', confidenceScore: 1, skills: [] } } as const
const db = createDatabase({ client: {} as DynamoDBClientLike, entities: { agents: Agent, members: Member } })
db.|agents.|get(key)
db.agents.|query({ teamCode: 'AT-001' }).|beginsWith({ id: 'AG-' })
db.agents.query.|byType({ type: 'Plain' }).|gt({ createdAt: '2026' })
db.agents.|update(key).set({ active: false }).|returning('old')
const |got = await db.agents.get(key)
const |narrow = await db.agents.get(key).project('name', 'capability.skills')
const |page = await db.agents.query({ teamCode: 'AT-001' }).project('id', 'capability.domain')
const |all = await db.agents.query({ teamCode: 'AT-001' }).all()
const |part = await db.agents.query.byScore({ teamCode: 'AT-001' })
const |written = await db.|transactWrite([db.members.put({ ...member, role: 'owner' }), db.agents.delete(key), db.agents.check(key)])
const |read = await db.transactGet([db.agents.get(key).project('name'), db.members.getOrThrow(member)])
const |batch = await db.batchGet([db.members.get(member)])
const |created = await db.members.create({ ...member, role: 'owner' })
const |updated = await db.members.update(member).set({ role: 'reader' })
const |team = await db.collection(Team).query({ teamCode: 'AT-001' }).all()
for await (const |each of db.collection(Team).query({ teamCode: 'AT-001' }).items()) void each
export {}
`

describe('what an editor shows', () => {
  let editor: Editor
  const shown = new Map<string, string>()
  beforeAll(() => {
    editor = openEditor(source)
    editor.project.write('definition.ts', definitions)
    const names = [...source.matchAll(/\|(\w+)/g)].map(([, name]) => name!)
    for (const [mark, name] of names.entries()) shown.set(name, editor.hover(mark))
  })
  afterAll(() => editor.project.remove())

  const flat = (name: string) => shown.get(name)!.replace(/\s+/g, ' ')

  it('is asked of code that compiles', () => expect(editor.errors()).toEqual([]))

  it('of what operations give is the items, in full', () => {
    expect(flat('Item')).toBe(`type Item = ${agentItem}`)
    expect(flat('got')).toBe(`const got: ${agentItem} | undefined`)
    expect(flat('narrow')).toBe('const narrow: { name: string; capability: { skills: string[]; }; } | undefined')
    expect(flat('page')).toBe('const page: Page<{ id: string; capability: { domain: string; }; }>')
    expect(flat('all')).toBe(`const all: ${agentItem}[]`)
    expect(flat('part')).toBe('const part: Page<{ teamCode: string; id: string; score: number; }>')
    expect(flat('written')).toBe(`const written: [${memberItem}, undefined, undefined]`)
    expect(flat('read')).toBe(`const read: [{ name: string; } | undefined, ${memberItem}]`)
    expect(flat('batch')).toBe(`const batch: [${memberItem} | undefined]`)
    expect(flat('created')).toBe(`const created: ${memberItem}`)
    expect(flat('updated')).toBe(`const updated: ${memberItem}`)
    expect(flat('team')).toBe(`const team: { readonly agents: ${agentItem}[]; readonly members: ${memberItem}[]; }`)
    expect(flat('each')).toBe(
      `const each: { readonly entity: "agents"; readonly item: ${agentItem}; } | { readonly entity: "members"; readonly item: ${memberItem}; }`,
    )
  })

  it('of methods is what they take, and what they give', () => {
    const end = (name: string, text: string) => expect(flat(name).slice(-text.length)).toBe(text)
    end('get', `.get(key: { teamCode: string; id: string; }): GetOperation<${agentItem}, false, never>`)
    end('query', `.query: (partition: { teamCode: string; }) => Query<${agentItem}, ["id"], "table", never, never>`)
    end(
      'beginsWith',
      `.beginsWith(attributes: { id: string; }): Query<${agentItem}, OneOperator, "table", never, never>`,
    )
    end(
      'gt',
      `.gt(attributes: ({ createdAt: string; } & { id?: never; }) | { id: string; createdAt: string; }): Query<${agentItem}, OneOperator, "global", never, never>`,
    )
    end('byType', ` => Query<${agentItem}, ["createdAt", "id"], "global", never, never>`)
    expect(flat('update')).toContain('.update(key: { teamCode: string; id: string; }): UpdateOperation<')
  })

  it('fits on a screen, and has nothing of what types are computed with', () => {
    const texts = [...shown].map(([name, text]) => ({ name, text }))
    expect(texts.filter(({ text }) => text.split('\n').length > LINES)).toEqual([])
    const generics = texts.flatMap(({ name, text }) =>
      [...text.matchAll(/(\w+)</g)].map(([, type]) => `${name}: ${type}`),
    )
    expect(generics.filter(found => !known.test(found.split(': ')[1]!))).toEqual([])
  })
})
