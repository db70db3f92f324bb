import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { cli, models, root, userFolder } from './cli.js'

/** A project with monotable installed, as it is built. */
const folder = userFolder({
  'models.ts': models('app'),
  'package.json': '{ "type": "module" }',
  // Or paths of this project's would be those of the user's.
  'tsconfig.json': '{}',
  // A package with a copy of monotable of its own, and entities that were made with it; it is not loaded by us but by Node.
  'node_modules/shared-models/package.json': '{ "name": "shared-models", "type": "module", "main": "index.js" }',
  'node_modules/shared-models/index.js': models('shared'),
  'shared.ts': `export * from 'shared-models'`,
  'wrong.ts': `import { defineTable } from 'monotable'

export const Wrong = defineTable({ name: '', partitionKey: 'pk' })`,
  'same.ts': `
    import { DefinitionError, defineTable } from 'monotable'
    import { defineTable as native } from './node_modules/monotable/dist/index.js'
    if (native === defineTable) throw new Error('there is one copy only')
    try { defineTable({ name: '', partitionKey: 'pk' }) } catch (error) {
      if (!(error instanceof DefinitionError)) throw new Error('its errors are of another class')
    }
    export const App = defineTable({ name: 'app', partitionKey: 'pk' })`,
})
const installed = join(folder, 'node_modules/monotable')
/** The copy of that package. */
const other = join(folder, 'node_modules/shared-models/node_modules/monotable')
const run = (...parameters: string[]) => cli(parameters, { folder, program: [join(installed, 'dist/cli.js')] })

beforeAll(async () => {
  mkdirSync(installed, { recursive: true })
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
  const parameters = [tsup, '--no-dts', '--format', 'esm', '--out-dir', join(installed, 'dist')]
  await promisify(execFile)(process.execPath, parameters, { cwd: root })
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'))
  cpSync(installed, other, { recursive: true })
}, 120_000)

it('is a program of Node', async () => {
  expect(readFileSync(join(installed, 'dist/cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

it('is started through a link too, as npm makes one', async () => {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  const link = join(folder, 'node_modules/.bin/monotable')
  symlinkSync('../monotable/dist/cli.js', link)
  expect(await cli(['table', 'export', '--format', 'cdk', 'models.ts'], { folder, program: [link] })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('aws-cdk-lib'),
  })
})

it("gives the user's files its own copy of monotable, whichever is installed beside them", async () => {
  const parameters = ['table', 'export', 'same.ts', '--format', 'cloudformation']
  const program = [join(other, 'dist/cli.js')]
  expect(await cli(parameters, { folder, program })).toMatchObject({ code: 0, stderr: '' })
})

it('understands entities of another copy', async () => {
  const { code, stdout } = await run('diagram', 'shared.ts', '--format', 'markdown')
  expect(code).toBe(0)
  expect(stdout).toContain('User')
  expect(stdout).toContain('team#<team>')
})

it("shows where a user's file is wrong, and nothing of its own code", async () => {
  expect(await run('diagram', 'wrong.ts')).toEqual({
    code: 2,
    stdout: '',
    stderr: `Error: Table '': the name '' must have 3 to 255 of the characters a-z, A-Z, 0-9, _, . and -.
  in wrong.ts:3
  3 | export const Wrong = defineTable({ name: '', partitionKey: 'pk' })
`,
  })
})
