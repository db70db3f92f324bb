import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Editor, openEditor } from './editor.js'

const source = `import { createDatabase, defineEntity, defineTable, type DynamoDBClientLike, type InferCreate, type InferItem, type InferKey, type InferPut } from 'monotable'
import * as z from 'zod'
const AppTable = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk', indexes: { gsi1: { partitionKey: 'p' }, gsi2: { partitionKey: 'q' } } })
const User = defineEntity({
  name: 'User', table: AppTable,
  schema: z.object({ id: z.string(), plan: z.string().default('free'), at: z.object({ city: z.string() }), version: z.int() }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  version: 'version',
})
defineEntity({ name: 'Other', table: AppTable, schema: z.object({ id: z.string() }), key: { partitionKey: 'x#<id>', sortKey: 'x' },
  indexes: { byId: { index: '|' } } })
type |Item = InferItem<typeof User>
type |Key = InferKey<typeof User>
type |Create = InferCreate<typeof User>
type |Put = InferPut<typeof User>
const { users } = createDatabase({ client: {} as DynamoDBClientLike, entities: { users: User } })
users.update({ id: 'x' }).set({ | })
users.scan().filter((user, { eq }) => eq(user.|, 'x'))
const |narrow = await users.getOrThrow({ id: 'x' }).project('at.city')
const |whole = await users.getOrThrow({ id: 'x' })
export {}
`

describe('an editor', () => {
  let editor: Editor
  beforeAll(() => {
    editor = openEditor(source)
  })
  afterAll(() => editor.project.remove())

  const hover = (mark: number) => editor.hover(mark).replace(/\s+/g, ' ')

  it('shows inferred types in full', () => {
    expect(hover(1)).toBe('type Item = { id: string; plan: string; at: { city: string; }; version: number; }')
    expect(hover(2)).toBe('type Key = { id: string; }')
    expect(hover(3)).toBe('type Create = { id: string; at: { city: string; }; plan?: string; version?: number; }')
    expect(hover(4)).toBe(
      'type Put = { id: string; at: { city: string; }; plan?: string; version?: undefined; } | { id: string; at: { city: string; }; plan?: string; version: number; }',
    )
    expect(hover(7)).toBe('const narrow: { at: { city: string; }; }')
    expect(hover(8)).toBe('const whole: { id: string; plan: string; at: { city: string; }; version: number; }')
  })

  it('offers what there is', () => {
    expect(editor.offered(0)).toEqual(['gsi1', 'gsi2'])
    expect(editor.offered(5)).toEqual(['at', 'id', 'plan', 'version'])
    expect(editor.offered(6)).toEqual(['at', 'id', 'plan', 'version'])
  })
})
