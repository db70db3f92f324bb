import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserProject, type UserProject } from './user-project.js'

/** `|` marks the places where an editor is asked. */
const marked = `import { createDatabase, defineEntity, defineTable, type DynamoDBClientLike, type InferCreate, type InferItem, type InferKey, type InferPut } from 'monotable'
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
const places: number[] = []
const source = marked
  .split('|')
  .map((part, index, parts) => {
    if (index < parts.length - 1) places.push((places.at(-1) ?? 0) + part.length)
    return part
  })
  .join('')

describe('an editor', () => {
  let project: UserProject
  let service: ts.LanguageService
  const file = () => join(project.folder, 'user.ts')

  beforeAll(() => {
    project = createUserProject()
    project.write('user.ts', source)
    const { config } = ts.readConfigFile(join(project.folder, 'tsconfig.json'), ts.sys.readFile)
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project.folder)
    service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getCurrentDirectory: () => project.folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getScriptFileNames: () => [file()],
      getScriptVersion: () => '1',
      getScriptSnapshot: name => {
        const text = ts.sys.readFile(name)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
    })
  })
  afterAll(() => project.remove())

  const hover = (place: number) =>
    ts.displayPartsToString(service.getQuickInfoAtPosition(file(), places[place]!)?.displayParts).replace(/\s+/g, ' ')
  const offered = (place: number) =>
    (service.getCompletionsAtPosition(file(), places[place]!, undefined)?.entries ?? [])
      .filter(({ kind }) => kind !== ts.ScriptElementKind.keyword)
      .map(({ name }) => name)

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
    expect(offered(0)).toEqual(['gsi1', 'gsi2'])
    expect(offered(5)).toEqual(['at', 'id', 'plan', 'version'])
    expect(offered(6)).toEqual(['at', 'id', 'plan', 'version'])
  })
})
