import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Timing, timingOf } from '../support/timing.js'

export interface ImportRow extends Timing {
  readonly what: string
}

/** What a program imports beside the SDK, in the order in which it is loaded; the first parts are not counted. */
const imports: readonly { what: string; before: readonly string[]; counted: readonly string[] }[] = [
  { what: 'monotable', before: ['zod'], counted: ['monotable'] },
  { what: 'monotable and zod', before: [], counted: ['zod', 'monotable'] },
  { what: 'ElectroDB', before: [], counted: ['electrodb'] },
  { what: 'DynamoDB-Toolbox', before: [], counted: ['dynamodb-toolbox'] },
  { what: 'OneTable', before: [], counted: ['dynamodb-onetable', 'dynamodb-onetable/Dynamo'] },
  { what: 'Dynamoose', before: [], counted: ['dynamoose'] },
]

const sdk = ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', '@aws-sdk/util-dynamodb']
const folder = fileURLToPath(new URL('..', import.meta.url))

const load = (specifiers: readonly string[]) =>
  specifiers.map(name => `await import(${JSON.stringify(name)})`).join('\n')

/** Milliseconds that a fresh process takes to import. */
function once(before: readonly string[], counted: readonly string[]): number {
  const program = `${load(before)}
const started = performance.now()
${load(counted)}
console.log(performance.now() - started)
process.exit()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    encoding: 'utf8',
  })
  const found = Number(stdout)
  if (stdout === '' || Number.isNaN(found)) throw new Error(stderr)
  return found
}

/** How long each library takes to load where the SDK is loaded already: milliseconds by the wall's clock. */
export function measureImports(rounds: number): ImportRow[] {
  const rows = [
    { what: 'the SDK itself', before: [], counted: sdk },
    ...imports.map(({ what, before, counted }) => ({ what, before: [...sdk, ...before], counted })),
  ]
  const samples = rows.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { before, counted }] of rows.entries()) {
      const found = once(before, counted)
      // The first brings the files into the system's cache.
      if (round > 0) samples[index]!.push(found)
    }
  }
  return rows.map(({ what }, index) => ({ what, ...timingOf(samples[index]!) }))
}
