// Prepares the comparison with other libraries and runs it: see docs/performance.md.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../types/compilers.js'
import { benchFolder, installMonotable, installRivals } from './install.js'

installRivals()
await installMonotable()

const tsx = createRequire(import.meta.url).resolve('tsx/cli')
const { status } = spawnSync(
  process.execPath,
  [
    tsx,
    '--tsconfig',
    join(benchFolder, 'tsconfig.json'),
    '--expose-gc',
    join(benchFolder, 'compare', 'main.ts'),
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    // Else the SDK says in every process that it will need a later Node one day.
    env: { ...process.env, NODE_ENV: 'production', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
)
process.exitCode = status ?? 1
