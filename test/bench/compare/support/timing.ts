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
  /** Milliseconds of CPU time that each way runs before it is measured, so that what runs often is compiled. */
  readonly warming: number
}

export const FULL: Effort = { rounds: 21, turn: 40, warming: 600 }
export const QUICK: Effort = { rounds: 7, turn: 20, warming: 200 }

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

/**
 * Measures several ways to do one thing in turns, so that what disturbs the machine disturbs all of them. CPU time, that of the
 * garbage collector's threads included: the wall's clock would count other processes too.
 */
export async function timeWays(ways: Ways, effort: Effort): Promise<Map<string, Timing>> {
  const names = Object.keys(ways)
  const samples = new Map<string, number[]>(names.map(name => [name, []]))
  const times = new Map<string, number>()
  for (const name of names) times.set(name, await warm(ways[name]!, effort))
  for (let round = 0; round < effort.rounds; round++) {
    for (const position of names.keys()) {
      // Another one begins in each round, for nobody is always to come after the same.
      const name = names[(position + round) % names.length]!
      // Nor is anybody to sweep up what the one before left.
      globalThis.gc?.({ type: 'minor', execution: 'sync' })
      samples.get(name)!.push((await spent(ways[name]!, times.get(name)!)) / times.get(name)!)
    }
  }
  return new Map(names.map(name => [name, timingOf(samples.get(name)!)]))
}
