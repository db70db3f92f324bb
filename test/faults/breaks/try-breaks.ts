import type { Finding } from '../history.js'
import type { SeedReport } from '../run-seed.js'
import type { Break } from './break.js'
import { breaks } from './breaks.js'
import { buildBroken } from './build.js'

/** How many seeds a break may need until it shows. */
const MOST_SEEDS = 12

/** What came of a break: by which seed it was caught, and what was found; or that it was not. */
export interface Caught {
  readonly name: string
  readonly what: string
  readonly caught:
    | ({ readonly seed: number; readonly transport: string; readonly workload: string } & Finding)
    | undefined
  readonly runs: number
}

/** Runs the suite with a broken library, seed after seed, until what the break is to be caught by is found. */
export async function tryBreak(name: string, endpoint: string, seed: number): Promise<Caught> {
  const broken = breaks.find(each => each.name === name) as Break
  const runSeed = await buildBroken(broken)
  const { what, workloads, kinds } = broken
  for (let runs = 1; runs <= MOST_SEEDS; runs++) {
    const transport = broken.transport ?? (runs % 2 === 0 ? 'fast' : 'standard')
    const report: SeedReport = await runSeed({ endpoint, seed: seed + runs - 1, transport, workloads })
    for (const { workload, findings } of report.workloads)
      for (const finding of findings)
        if (kinds.includes(finding.kind))
          return { name, what, caught: { seed: report.seed, transport, workload, ...finding }, runs }
  }
  return { name, what, caught: undefined, runs: MOST_SEEDS }
}
