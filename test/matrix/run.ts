// Installs the packed package as users have it, and runs one application in each cell of the matrix. `npm run test:matrix -- --help`
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { root } from '../types/compilers.js'
import { cellName, diagonal, only, pairs } from './cells.js'
import { home, packTarball } from './packages.js'
import { describeOutcomes, values, writePage } from './report.js'
import { type Outcome, runCell } from './run-cell.js'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean' },
    only: { type: 'string' },
    fresh: { type: 'boolean' },
    write: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (options.help) {
  console.log(`npm run test:matrix            the fewest cells that have each value once
  -- --all                     few cells that have each pair of values
  -- --only node-22,cjs        the cells of these, or of all, that have these values
  -- --fresh                   installs all packages anew, and so the newest
  -- --write                   puts what was run into docs/compatibility.md

Values: ${values()}.`)
} else {
  const cells = options.all ? pairs() : diagonal()
  await run(options.only === undefined ? cells : only(cells, options.only.split(/[\s,]+/).filter(Boolean)))
}

async function run(cells: ReturnType<typeof pairs>): Promise<void> {
  if (options.fresh) rmSync(home, { recursive: true, force: true })
  const tarball = packTarball()
  const local = await startLocalDynamoDB({ timeout: 120_000 })
  const outcomes: Outcome[] = []
  try {
    // One at a time: what fails is to fail for what it is, and not because a machine is busy.
    for (const cell of cells) {
      const outcome = await runCell(cell, tarball, local.endpoint)
      console.log(`${outcome.failure ? 'failed' : 'passed'}  ${cellName(cell)}  ${outcome.seconds} s`)
      if (outcome.failure) console.log(`${outcome.failure.step}: ${outcome.failure.text}\n`)
      outcomes.push(outcome)
    }
  } finally {
    await local.stop()
  }
  console.log(`\n${describeOutcomes(outcomes)}`)
  if (options.write) writePage(join(root, 'docs/compatibility.md'), outcomes, new Date())
  if (outcomes.some(({ failure }) => failure)) process.exitCode = 1
}
