import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { compilers } from '../types/compilers.js'
import { type Cell, cellName } from './cells.js'
import { installedVersion, installNode, installPackages } from './packages.js'

const consumer = fileURLToPath(new URL('consumer', import.meta.url))

/** A Node and a folder of packages, as they are installed for a cell. */
interface Installed {
  readonly packages: string
  readonly node: string
}

export interface Outcome {
  readonly cell: Cell
  /** What ran; nothing where it could not be installed. */
  readonly versions: Readonly<Record<'node' | 'typescript' | 'zod' | 'sdk' | 'keyv', string>> | undefined
  /** What went wrong, and in which step; nothing where all is well. */
  readonly failure: { readonly step: string; readonly text: string } | undefined
  readonly seconds: number
}

/**
 * Runs a cell: installs it, compiles the consumer, makes of it what the cell runs, runs that, and then the command line on what it
 * left in its table.
 */
export async function runCell(cell: Cell, tarball: string, endpoint: string): Promise<Outcome> {
  const started = Date.now()
  let step = 'install'
  let versions: Outcome['versions']
  let failure: Outcome['failure']
  try {
    const installed = { packages: installPackages(tarball, cell), node: installNode(cell.node) }
    versions = await versionsOf(cell, installed, endpoint)
    for (const [name, work] of Object.entries(stepsOf(cell, installed, endpoint))) {
      step = name
      await work()
    }
  } catch (error) {
    failure = { step, text: error instanceof Error ? error.message : String(error) }
  }
  return { cell, versions, failure, seconds: Math.round((Date.now() - started) / 1000) }
}

const compilerOf = ({ typescript }: Cell) =>
  compilers.find(({ version }) => version.startsWith(typescript.replace('typescript-', '')))!

async function versionsOf(cell: Cell, { packages, node }: Installed, endpoint: string): Promise<Outcome['versions']> {
  const version = (name: string) => installedVersion(packages, name)
  return {
    node: (await execute(node, ['--version'], packages, endpoint)).trim().replace('v', ''),
    typescript: compilerOf(cell).version,
    zod: version('zod'),
    sdk: version('@aws-sdk/client-dynamodb'),
    keyv: version(cell.node === 'node-20' ? 'keyv-5' : 'keyv'),
  }
}

/** What is done, one after another. */
function stepsOf(
  cell: Cell,
  { packages, node }: Installed,
  endpoint: string,
): Readonly<Record<string, () => Promise<unknown>>> {
  const folder = prepare(cell, packages)
  const { tsc } = compilerOf(cell)
  const table = `matrix-${cellName(cell).replace(/[^\w.]+/g, '-')}-${Date.now().toString(36)}`
  const run = (...words: string[]) => execute(node, words, folder, endpoint)
  const cli = (...words: string[]) =>
    run(join(packages, 'node_modules/monotable/dist/cli.js'), ...words, '--table', `${table}-fast`)
  return {
    // What is bundled is checked all the same.
    'compile with nodenext': () => run(tsc, '--module', 'nodenext', '--outDir', 'out'),
    'compile with bundler': () => run(tsc, '--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'),
    run: async () => {
      if (cell.form === 'esm' || cell.form === 'cjs') return run('out/main.js', endpoint, table)
      const file = await bundle(folder, cell.form)
      return cell.form === 'edge' ? run('edge-host.mjs', file, endpoint, table) : run(file, endpoint, table)
    },
    pull: () => cli('pull', '--out', 'pulled.ts', '--yes'),
    check: () => cli('check', 'program.ts'),
    'migrate by the command line': () => cli('run', 'migration.ts'),
    'verify by the command line': () => cli('verify', 'migration.ts'),
  }
}

/** A folder with the consumer's package, beside the packages that it uses. */
function prepare(cell: Cell, packages: string): string {
  const folder = join(packages, 'cells', cellName(cell).replace(/[^\w.]+/g, '-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(consumer, folder, { recursive: true })
  if (cell.schemas === 'mini') {
    const program = join(folder, 'program.ts')
    writeFileSync(program, readFileSync(program, 'utf8').replace(`from 'zod'`, `from 'zod/mini'`))
  }
  const type = cell.form.endsWith('cjs') ? 'commonjs' : 'module'
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type }))
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ['node'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return folder
}

/** The consumer with all that it uses in one minified file. */
async function bundle(folder: string, form: 'bundled-esm' | 'bundled-cjs' | 'edge'): Promise<string> {
  const outfile = join(folder, `bundle.${{ 'bundled-esm': 'mjs', 'bundled-cjs': 'cjs', edge: 'js' }[form]}`)
  const options: BuildOptions =
    form === 'edge'
      ? { entryPoints: ['program.ts'], platform: 'browser', format: 'iife', globalName: 'program' }
      : { entryPoints: ['main.ts'], platform: 'node', ...(form === 'bundled-esm' ? esm : { format: 'cjs' }) }
  await build({
    ...options,
    absWorkingDir: folder,
    outfile,
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'silent',
  })
  return outfile
}

/** The SDK has parts that are CommonJS and require what is Node's, and in an ES module there is no `require`, unless it is given one. */
const esm: BuildOptions = {
  format: 'esm',
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
}

/** Ten minutes a step: machines may be busy. */
const TIMEOUT = 600_000

function execute(program: string, words: readonly string[], folder: string, endpoint: string): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    DYNAMODB_URL: endpoint,
  }
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, stdout: string, stderr: string) =>
      error ? reject(new Error(`${stdout}${stderr}`.trim() || error.message)) : resolve(stdout)
    execFile(program, words, { cwd: folder, env, timeout: TIMEOUT, maxBuffer: 2 ** 26 }, settle)
  })
}
