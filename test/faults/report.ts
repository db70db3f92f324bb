import type { Finding, FindingKind } from './history.js'
import { addCalls, type SeedReport } from './run-seed.js'
import type { Calls } from './writer.js'

/** What all seeds came to. */
export interface Report {
  readonly seeds: readonly (Pick<SeedReport, 'seed' | 'transport' | 'seconds' | 'requests'> & Counts)[]
  readonly requests: number
  readonly faults: Readonly<Record<string, number>>
  /** By workload. */
  readonly operations: Readonly<Record<string, Calls>>
  readonly acknowledged: Counts
  readonly findings: readonly (Finding & {
    readonly seed: number
    readonly transport: string
    readonly workload: string
  })[]
}

type Counts = Readonly<Record<FindingKind, number>>

const count = (findings: readonly Finding[]): Counts => {
  const of = (kind: FindingKind) => findings.filter(finding => finding.kind === kind).length
  return { lost: of('lost'), doubled: of('doubled'), unexplained: of('unexplained') }
}

/** Adds up. */
export function reportOf(all: readonly SeedReport[]): Report {
  const findings = all.flatMap(({ seed, transport, workloads }) =>
    workloads.flatMap(({ workload, findings }) => findings.map(finding => ({ seed, transport, workload, ...finding }))),
  )
  const faults: Record<string, number> = {}
  for (const each of all)
    for (const [fault, times] of Object.entries(each.faults)) faults[fault] = (faults[fault] ?? 0) + times
  const names = [...new Set(all.flatMap(({ workloads }) => workloads.map(({ workload }) => workload)))]
  const callsOf = (name: string) =>
    addCalls(
      all.flatMap(({ workloads }) => workloads.filter(({ workload }) => workload === name).map(({ calls }) => calls)),
    )
  return {
    seeds: all.map(({ seed, transport, seconds, requests, workloads }) => ({
      ...{ seed, transport, seconds, requests },
      ...count(workloads.flatMap(each => each.findings)),
    })),
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    faults,
    operations: Object.fromEntries(names.map(name => [name, callsOf(name)])),
    acknowledged: count(findings),
    findings,
  }
}

/** One line for a seed, as soon as it is done, and what was found. */
export function describeSeed(report: SeedReport): string {
  const { seed, transport, seconds, requests, faults, workloads } = report
  const { lost, doubled, unexplained } = count(workloads.flatMap(each => each.findings))
  const injected = Object.values(faults).reduce((sum, times) => sum + times, 0)
  return [
    `seed ${seed}, ${transport}: ${requests} requests, ${injected} faults; lost ${lost}, doubled ${doubled}, unexplained ${unexplained} (${seconds.toFixed(0)} s)`,
    ...workloads.flatMap(({ workload, findings }) =>
      findings.map(({ kind, text }) => `  ${kind} in ${workload}: ${text}`),
    ),
    ...(lost + doubled + unexplained > 0
      ? [`  again: npm run test:faults -- --seed ${seed} --seeds 1 --transport ${transport}`]
      : []),
  ].join('\n')
}

/** The whole report, for people. */
export function describeReport({ seeds, requests, faults, operations, acknowledged }: Report): string {
  const table = (rows: readonly (readonly [string, string | number])[]) => {
    const width = Math.max(...rows.map(([name]) => name.length))
    return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  }
  const calls = Object.entries(operations).flatMap(([workload, all]) =>
    Object.entries(all).map(([operation, counts]): [string, string] => [
      `${workload}: ${operation}`,
      `${counts.done} done, ${counts['not done']} not done, ${counts.unknown} unknown`,
    ]),
  )
  const injected = Object.entries(faults).sort(([, one], [, other]) => other - one)
  return [
    '',
    `Faults injected into ${requests} requests: ${injected.reduce((sum, [, times]) => sum + times, 0)}`,
    ...table(injected),
    '',
    'Operations',
    ...table(calls),
    '',
    `Of ${seeds.length} runs`,
    ...table([
      ['acknowledged writes lost', acknowledged.lost],
      ['acknowledged writes doubled', acknowledged.doubled],
      ['unexplained', acknowledged.unexplained],
    ]),
  ].join('\n')
}
