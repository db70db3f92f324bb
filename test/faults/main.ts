// Runs the fault suite: see docs/faults.md.
import { writeFile } from 'node:fs/promises'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { type Caught, tryBreak } from './breaks/try-breaks.js'
import { help, type Options, readOptions } from './options.js'
import { describeReport, describeSeed, type Report, reportOf } from './report.js'
import { runSeed, type SeedReport } from './run-seed.js'

const options = readOptions(process.argv.slice(2))
if (options === 'help') console.log(help)
else {
  const local = await startLocalDynamoDB()
  try {
    const result =
      options.breaks.length > 0 ? await runBreaks(options, local.endpoint) : await runSeeds(options, local.endpoint)
    if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`)
  } finally {
    await local.stop()
  }
}

/** A run for each seed, as long as there is time. */
async function runSeeds({ seed, seeds, minutes, transports, workloads }: Options, endpoint: string): Promise<Report> {
  const end = Date.now() + minutes * 60_000
  const all: SeedReport[] = []
  for (let index = 0; index < seeds && (index === 0 || Date.now() < end); index++) {
    const transport = transports[(seed + index) % transports.length]!
    const report = await runSeed({ endpoint, seed: seed + index, transport, workloads })
    all.push(report)
    console.log(describeSeed(report))
  }
  const report = reportOf(all)
  console.log(describeReport(report))
  if (report.findings.length > 0) process.exitCode = 1
  return report
}

/** Each break, until it is caught. */
async function runBreaks({ seed, breaks }: Options, endpoint: string): Promise<readonly Caught[]> {
  const all: Caught[] = []
  for (const name of breaks) {
    const result = await tryBreak(name, endpoint, seed)
    all.push(result)
    const { caught, what, runs } = result
    console.log(`${caught ? 'caught' : 'NOT CAUGHT'}  ${name}: ${what}`)
    if (caught)
      console.log(`  ${caught.kind} in ${caught.workload}, seed ${caught.seed}, ${caught.transport}: ${caught.text}`)
    else console.log(`  nothing was found in ${runs} runs`)
  }
  const missed = all.filter(({ caught }) => !caught).length
  console.log(`\n${all.length - missed} of ${all.length} breaks were caught`)
  if (missed > 0) process.exitCode = 1
  return all
}
