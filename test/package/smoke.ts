// Installs the packed package beside nothing but its peers, and uses it as ESM and as CommonJS.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (program: string, args: string[], cwd: string) => execFileSync(program, args, { cwd, encoding: 'utf8' })

/** An error of one entry must be an instance of the class that the other entry exports. */
const use = `
process.env.JAVA_HOME = process.env.PATH = '/nowhere'
testing.startLocalDynamoDB({ engine: 'java' }).then(
  () => { throw new Error('there is no Java, and one started') },
  error => { if (!(error instanceof monotable.MonotableError)) throw error },
)
`
const programs = {
  'ES module': [
    '--input-type=module',
    '-e',
    `import * as monotable from 'monotable'; import * as testing from 'monotable/testing'; ${use}`,
  ],
  CommonJS: [
    '--input-type=commonjs',
    '-e',
    `const monotable = require('monotable'); const testing = require('monotable/testing'); ${use}`,
  ],
}

mkdirSync(join(root, '.tmp'), { recursive: true })
const user = mkdtempSync(join(root, '.tmp', 'package-'))
try {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', user], root))
  const installed = join(user, 'node_modules', 'monotable')
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', join(user, filename), '--strip-components=1', '-C', installed], user)
  for (const [kind, args] of Object.entries(programs)) {
    run(process.execPath, args, user)
    console.log(`monotable and monotable/testing load as ${kind}`)
  }
} finally {
  rmSync(user, { recursive: true })
}
