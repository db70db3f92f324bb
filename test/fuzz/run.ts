// Goes on with new seeds for a while: `npm run test:fuzz -- --minutes 10 [--seed 7] [files]`. Ends at the first failure.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
  allowPositionals: true,
})
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const folders = positionals.length > 0 ? positionals : ['test/fuzz', 'test/properties', 'test/migrate/hostile-table']
const until = Date.now() + Number(values.minutes) * 60_000
let rounds = 0
do {
  const seed = rounds === 0 && values.seed !== undefined ? values.seed : String(randomInt(2 ** 31))
  const all = [vitest, 'run', ...folders, '--typecheck.enabled=false', '--testTimeout=600000']
  console.log(`Round ${++rounds}, seed ${seed}.`)
  const env = { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: values.runs }
  const { status } = spawnSync(process.execPath, all, { stdio: 'inherit', env })
  if (status !== 0) {
    console.error(`Failed with seed ${seed}. Again, and alone:`)
    console.error(`  FUZZ_SEED=${seed} FUZZ_RUNS=${values.runs} npx vitest run <file> --typecheck.enabled=false`)
    process.exit(1)
  }
} while (Date.now() < until)
console.log(`${rounds} rounds, and nothing found.`)
