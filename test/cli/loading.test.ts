import { describe, expect, it } from 'vitest'
import { tableName } from '../support/local.js'
import { cli, models, userFolder } from './cli.js'

const table = `{ name: 'app', partitionKey: 'pk' }`
const diff = async (files: Record<string, string>, ...parameters: string[]) => {
  const { code, stdout, stderr } = await cli(['table', 'diff', ...parameters, '--json'], { folder: userFolder(files) })
  return { code, stderr, ...JSON.parse(stdout) }
}

describe("the user's files", () => {
  const forms: Record<string, string> = {
    'models.ts': `import { defineTable, type Table } from 'monotable'
      enum Names { App = 'app' }
      export const App: Table = defineTable({ ...${table}, name: Names.App })
      await Promise.resolve()`,
    'models.mts': `import { defineTable } from 'monotable'\nexport default defineTable(${table})`,
    'models.cts': `import { defineTable } from 'monotable'\nexport = { tables: [defineTable(${table})] }`,
    'models.mjs': `import { defineTable } from 'monotable'\nexport const tables = [defineTable(${table})]`,
    'models.cjs': `const { defineTable } = require('monotable')\nmodule.exports = defineTable(${table})`,
    'models.js': `const { defineTable } = require('monotable')\nexports.App = defineTable(${table})`,
  }
  it.each(Object.entries(forms))('%s is loaded', async (path, text) => {
    expect(await diff({ [path]: text }, path)).toMatchObject({ code: 1, stderr: '', table: 'app', matches: false })
  })

  it('an ES module by its package.json, that imports TypeScript by the name it will have', async () => {
    const files = {
      'package.json': '{ "type": "module" }',
      'index.js': `export { App } from './tables/app.js'`,
      'tables/app.ts': `import { defineTable } from 'monotable'\nexport const App = defineTable(${table})`,
    }
    expect(await diff(files, 'index.js')).toMatchObject({ code: 1, table: 'app' })
  })

  it('paths of the tsconfig.json beside them', async () => {
    const files = {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }',
      'models.ts': `export { App } from '~/app'`,
      'lib/app.ts': `import { defineTable } from 'monotable'\nexport const App = defineTable(${table})`,
    }
    expect(await diff(files, 'models.ts')).toMatchObject({ code: 1, table: 'app' })
  })

  it('a database has a name of its table of its own, and --table goes before it', async () => {
    const text = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
      ${models('app')}
      export default createDatabase({ client: new DynamoDBClient({}), tableName: 'app-blue', entities: { users: User } })`
    expect(await diff({ 'models.ts': text }, 'models.ts')).toMatchObject({ table: 'app-blue' })
    expect(await diff({ 'models.ts': text }, 'models.ts', '--table', 'app-red')).toMatchObject({ table: 'app-red' })
  })

  it('which table is meant must be said where there are several', async () => {
    const text = `import { defineTable } from 'monotable'
      export const One = defineTable({ name: 'one', partitionKey: 'pk' })
      export const Two = defineTable({ name: 'two', partitionKey: 'pk' })`
    expect(await diff({ 'models.ts': text }, 'models.ts')).toMatchObject({
      code: 2,
      error: { message: expect.stringContaining("has several tables, 'one', 'two': say which with --table.") },
    })
    expect(await diff({ 'models.ts': text }, 'models.ts', '--table', 'two')).toMatchObject({ code: 1, table: 'two' })
  })
})

describe('the configuration', () => {
  const config = (text: string) =>
    `import { defineConfig } from 'monotable/migrate'\nexport default defineConfig(${text})`

  it('says what options would', async () => {
    const name = tableName('config')
    const files = {
      'config/monotable.ts': config(`{ definitions: '../src/models.ts', tableName: '${name}' }`),
      'src/models.ts': models('app'),
    }
    expect(await diff(files, '--config', 'config/monotable.ts')).toMatchObject({ code: 1, table: name })
  })

  it('is found by its name', async () => {
    const files = {
      'monotable.config.mts': config(`{ definitions: 'models.ts', endpoint: 'http://localhost:1' }`),
      'models.ts': models('app'),
    }
    expect(await diff(files)).toMatchObject({ code: 3, error: { hint: expect.stringContaining('does not answer') } })
  })

  it('has a client, and an option goes before it', async () => {
    const files = {
      'monotable.config.ts': `export default { client: { send: () => { throw new Error('the client was used') } } }`,
      'models.ts': models('app'),
    }
    const used = expect.stringContaining('the client was used')
    expect(await diff(files, 'models.ts')).toMatchObject({ code: 3, error: { message: used } })
    expect(await diff(files, 'models.ts', '--region', 'eu-west-1')).toMatchObject({ code: 1 })
  })

  it('is refused where it says something that is not known', async () => {
    const { code, error } = await diff({ 'monotable.config.ts': config('{ tabel: "app" } as {}') })
    expect(code).toBe(2)
    expect(error.message).toContain(
      "there is no setting 'tabel'; there are tableName, client, region, endpoint, definitions.",
    )
  })
})

describe('errors of the files', () => {
  const said = async (text: string) => {
    const folder = userFolder({ 'models.ts': "import { x } from './other.js'\nconsole.assert(x)", 'other.ts': text })
    const { code, stdout, stderr } = await cli(['table', 'diff', 'models.ts'], { folder })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    return stderr
  }

  it('of a definition: what is wrong, the file and the line', async () => {
    const text = `import { defineTable } from 'monotable'

interface Names { readonly app: string }
export const x = defineTable({ name: 'a', partitionKey: 'pk' })`
    expect(await said(text)).toBe(
      `Error: Table 'a': the name 'a' must have 3 to 255 of the characters a-z, A-Z, 0-9, _, . and -.
  in other.ts:4
  4 | export const x = defineTable({ name: 'a', partitionKey: 'pk' })
`,
    )
  })

  it('of code', async () => {
    expect(await said('\nconst y: any = undefined\nexport const x = y.z')).toBe(
      "Error: TypeError: Cannot read properties of undefined (reading 'z')\n  in other.ts:3\n  3 | export const x = y.z\n",
    )
  })

  it('of syntax', async () => {
    expect(await said('export const x = {\n  a: ,\n}')).toMatch(/^Error: This does not parse: .*\n {2}in other\.ts:2\n/)
  })

  it('of a package that is not there', async () => {
    expect(await said("import y from 'no-such-package'\nexport const x = y")).toBe(
      "Error: Cannot find module 'no-such-package'\n  in other.ts:1\n  1 | import y from 'no-such-package'\n",
    )
  })

  it('what is thrown is no error', async () => {
    expect(await said("throw 'up'\nexport const x = 1")).toBe(
      'Error: It throws up, which is no error.\n  in models.ts\n',
    )
  })
})
