// Times what importing the built library adds to importing the SDK and zod, in processes of their own, by turns. Two thirds of it
// are the parsing of the code, so it goes with the size. Nothing fails here: a time is the machine's too.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the library is to add at most, in milliseconds. */
const AIM = 5
const RUNS = 30

const root = fileURLToPath(new URL('../..', import.meta.url))
const peers = ['@aws-sdk/client-dynamodb', 'zod']
const kinds = {
  'ES module': { type: 'module', load: (path: string) => `await import('${path}')`, library: './dist/index.js' },
  CommonJS: { type: 'commonjs', load: (path: string) => `require('${path}')`, library: './dist/index.cjs' },
}

/** When each of several modules was there, in a new process that loads one after another. */
function load({ type, load }: (typeof kinds)['CommonJS'], modules: readonly string[]): number[] {
  const program = `const started = performance.now(), loaded = []
${modules.map(path => `${load(path)}; loaded.push(performance.now() - started)`).join('\n')}
console.log(JSON.stringify(loaded))`
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } } as const
  return JSON.parse(execFileSync(process.execPath, [`--input-type=${type}`, '-e', program], options))
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

for (const [name, kind] of Object.entries(kinds)) {
  const without: number[] = []
  const whole: number[] = []
  // Within one process the machine is as busy for the one as for the other, so this is what tells.
  const own: number[] = []
  for (let run = 0; run < RUNS; run++) {
    without.push(load(kind, peers).at(-1)!)
    const [, before, after] = load(kind, [...peers, kind.library]) as [number, number, number]
    whole.push(after)
    own.push(after - before)
  }
  const added = median(own)
  console.log(
    `${name}: ${median(without).toFixed(1)} ms without monotable, ${median(whole).toFixed(1)} ms with it; its own are ${added.toFixed(1)} ms; the aim is ${AIM}`,
  )
}
