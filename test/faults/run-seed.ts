import { startProxyServer } from '../support/proxy-server.js'
import { checkHistory } from './check/check-history.js'
import { readTable } from './check/read-table.js'
import type { Finding } from './history.js'
import { Schedule, writerOf } from './schedule.js'
import { workloads } from './workloads/all.js'
import type { Workload } from './workloads/workload.js'
import { type Calls, type Run, Writer } from './writer.js'

/** What is asked of one run. */
export interface SeedOptions {
  readonly endpoint: string
  readonly seed: number
  readonly transport: 'standard' | 'fast'
  /** The names of workloads; all where there are none. */
  readonly workloads: readonly string[]
}

/** What one run of a workload came to. */
interface WorkloadReport {
  readonly workload: string
  readonly calls: Calls
  readonly findings: readonly Finding[]
}

/** What one seed came to. */
export interface SeedReport {
  readonly seed: number
  readonly transport: 'standard' | 'fast'
  readonly seconds: number
  readonly requests: number
  readonly faults: Readonly<Record<string, number>>
  readonly workloads: readonly WorkloadReport[]
}

/** Runs the workloads beside one another through a proxy with the faults of a seed, and checks what is there afterwards. */
export async function runSeed({ endpoint, seed, transport, ...options }: SeedOptions): Promise<SeedReport> {
  const started = Date.now()
  const schedule = new Schedule(seed)
  const server = await startProxyServer(new URL(endpoint), request => schedule.decide(request))
  let moment = 0
  const run: Run = {
    seed,
    transport,
    endpoint,
    proxy: server.endpoint,
    schedule,
    underWay: call => server.isUnderWay(({ mark }) => mark === call),
    settled: call => server.settled(({ mark }) => mark === call),
    quiet: writer => server.settled(({ caller }) => writerOf(caller) === writer),
    tick: () => ++moment,
  }
  try {
    const chosen = workloads.filter(({ name }) => options.workloads.length === 0 || options.workloads.includes(name))
    const reports = await Promise.all(chosen.map(workload => runWorkload(run, workload)))
    const { requests, injected } = schedule
    const seconds = (Date.now() - started) / 1000
    return { seed, transport, seconds, requests, faults: Object.fromEntries(injected), workloads: reports }
  } finally {
    await server.stop()
  }
}

async function runWorkload(run: Run, workload: Workload): Promise<WorkloadReport> {
  const { name } = workload
  const tableName = `faults-${name}-${run.seed}-${run.transport}-${crypto.randomUUID().slice(0, 8)}`
  const calm = new Writer(run, `${name}calm`, true)
  const writers = Array.from({ length: workload.writers }, (_, index) => new Writer(run, `${name}w${index}`))
  try {
    await workload.prepare(calm, tableName)
    await Promise.all(
      writers.map(async writer => {
        const step = workload.start(writer, tableName)
        for (let index = 0; index < workload.steps; index++) await step()
      }),
    )
    for (const writer of writers) await run.quiet(writer.name)
    await workload.finish?.(calm, tableName)
    const all = [calm, ...writers]
    const histories = await Promise.all(all.map(writer => writer.history()))
    const history = { effects: histories.flatMap(each => each.effects), seen: histories.flatMap(each => each.seen) }
    const state = workload.read(await readTable(calm.client, tableName))
    const findings = [...all.flatMap(writer => writer.findings), ...checkHistory(history, state)]
    return { workload: name, calls: addCalls(writers.map(({ calls }) => calls)), findings }
  } finally {
    for (const writer of [calm, ...writers]) writer.close()
  }
}

/** The calls of several, added up. */
export function addCalls(all: readonly Calls[]): Calls {
  const sum: Calls = {}
  for (const calls of all)
    for (const [operation, counts] of Object.entries(calls)) {
      sum[operation] ??= { done: 0, 'not done': 0, unknown: 0 }
      for (const outcome of ['done', 'not done', 'unknown'] as const) sum[operation][outcome] += counts[outcome]
    }
  return sum
}
