/** What one call costs, in microseconds of CPU time, as the middle half of the rounds saw it. */
export interface Timing {
  readonly median: number
  readonly low: number
  readonly high: number
}

export type Ways = Readonly<Record<string, () => unknown>>

export interface Effort {
  /** How often each way has its turn. */
  readonly rounds: number
  /** Milliseconds of CPU time that a turn takes. */
  readonly turn: number
  /** Milliseconds of CPU time that each way runs, twice, before it is measured, so that what runs often is compiled. */
  readonly warming: number
}

export const FULL: Effort = { rounds: 13, turn: 60, warming: 300 }
/** For each of several processes. */
export const BRIEF: Effort = { rounds: 7, turn: 60, warming: 200 }
export const QUICK: Effort = { rounds: 5, turn: 40, warming: 100 }

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Calls so often, one after another, and gives the CPU time of all of them. */
async function spent(way: () => unknown, times: number): Promise<number> {
  const before = cpu()
  for (let time = 0; time < times; time++) await way()
  return cpu() - before
}

/** Runs until it is warm, and says how many calls make a turn then. */
async function warm(way: () => unknown, { turn, warming }: Effort): Promise<number> {
  let times = 1
  for (let total = 0; ; times *= 2) {
    const used = await spent(way, times)
    total += used
    if (total >= warming * 1000) return Math.max(1, Math.round((times * turn * 1000) / used))
  }
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!

/** The median and the quartiles. */
export function timingOf(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((one, other) => one - other)
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) }
}

function shuffled<T>(all: readonly T[]): T[] {
  const order = all.map(one => ({ one, at: Math.random() }))
  return order.sort((first, second) => first.at - second.at).map(({ one }) => one)
}

/**
 * Measures several ways to do one thing in turns, so that what disturbs the machine disturbs all of them. CPU time, that of the
 * garbage collector's threads included: the wall's clock would count other processes too.
 */
export async function sampleWays(ways: Ways, effort: Effort): Promise<Map<string, number[]>> {
  const names = Object.keys(ways)
  const samples = new Map<string, number[]>(names.map(name => [name, []]))
  const times = new Map<string, number>()
  // Twice, since the first to run is compiled while the code that all share is not yet.
  for (const name of [...shuffled(names), ...shuffled(names)]) times.set(name, await warm(ways[name]!, effort))
  for (let round = 0; round < effort.rounds; round++) {
    // Nobody is always to come after the same: a turn ends with garbage that the next one has to do with.
    for (const name of shuffled(names)) {
      globalThis.gc?.({ type: 'minor', execution: 'sync' })
      samples.get(name)!.push((await spent(ways[name]!, times.get(name)!)) / times.get(name)!)
    }
  }
  return samples
}

/** The same, summed up. */
export async function timeWays(ways: Ways, effort: Effort): Promise<Map<string, Timing>> {
  const samples = await sampleWays(ways, effort)
  return new Map([...samples].map(([name, found]) => [name, timingOf(found)]))
}
