// Installs the packed package beside nothing but what it needs, and uses it as ESM and as CommonJS.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { subpaths } from '../../entries.config.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (program: string, args: string[], cwd: string) => execFileSync(program, args, { cwd, encoding: 'utf8' })

/** The packages that a subpath is for, of which it says what to install where they are missing. */
const optional: Readonly<Record<string, string>> = {
  client: '@aws-sdk/lib-dynamodb',
  langgraph: '@langchain/langgraph-checkpoint',
}

/** An error of one entry must be an instance of the class that the core exports. */
const use = `
process.env.JAVA_HOME = process.env.PATH = '/nowhere'
testing.startLocalDynamoDB({ engine: 'java' }).then(
  () => { throw new Error('there is no Java, and one started') },
  error => { if (!(error instanceof monotable.MonotableError)) throw error },
)
`
const missing = (name: string) => `
if (!(error instanceof monotable.MonotableError) || error.details.package !== '${name}') throw error
`

/** Programs that use one subpath, in each form. */
const esm = (code: string) => ['--input-type=module', '-e', `import * as monotable from 'monotable'; ${code}`]
const cjs = (code: string) => ['--input-type=commonjs', '-e', `const monotable = require('monotable'); ${code}`]

/** A folder with the package unpacked, and the packages linked that it needs. */
function install(tarball: string, parent: string, packages: readonly string[]): string {
  const user = mkdtempSync(join(parent, 'package-'))
  const modules = join(user, 'node_modules')
  const installed = join(modules, 'monotable')
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], user)
  for (const name of packages) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  return user
}

const scratch = mkdtempSync(join(tmpdir(), 'monotable-'))
try {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', scratch], root))
  const tarball = join(scratch, filename)
  const bare = install(tarball, scratch, ['@aws-sdk/client-dynamodb', 'zod'])
  const { dependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const full = install(tarball, scratch, [
    '@aws-sdk/client-dynamodb',
    'zod',
    ...Object.keys(dependencies),
    ...Object.values(optional),
  ])
  const shown = run(process.execPath, [join(full, 'node_modules/monotable/dist/cli.js'), '--version'], full)
  if (shown.trim() !== version) throw new Error(`the command line is of version ${shown}`)
  console.log('the command line runs')
  run(process.execPath, esm(`import * as testing from 'monotable/testing'; ${use}`), bare)
  run(process.execPath, cjs(`const testing = require('monotable/testing'); ${use}`), bare)
  for (const subpath of Object.keys(subpaths)) {
    const specifier = `monotable/${subpath}`
    run(process.execPath, esm(`await import('${specifier}')`), full)
    run(process.execPath, cjs(`require('${specifier}')`), full)
    const wanted = optional[subpath]
    const caught = wanted ? missing(wanted) : 'throw error'
    const loaded = wanted ? "throw new Error('it loaded')" : ''
    run(process.execPath, esm(`await import('${specifier}').then(() => { ${loaded} }, error => { ${caught} })`), bare)
    run(
      process.execPath,
      cjs(`let error; try { require('${specifier}') } catch (e) { error = e }
        if (error) { ${caught} } else { ${loaded} }`),
      bare,
    )
    console.log(`${specifier} loads as ES module and CommonJS${wanted ? `, and says if ${wanted} is missing` : ''}`)
  }
} finally {
  rmSync(scratch, { recursive: true })
}
