import type { Held, Sample } from './samples.js'

/** By how much memory may seem to grow over the second half, in bytes: caches fill, and code is compiled, for a while. */
const TOLERANCE = 1_000_000

/** How many sockets may be open when nothing is under way: an operation has some requests at a time, and they are kept for the next. */
const SOCKETS_OF_A_WORKER = 2
const MORE_SOCKETS = 8

export interface Trend {
  /** By how much it grew over the time of the samples, on the line that fits them best. */
  readonly growth: number
  /** The standard error of that. */
  readonly error: number
}

/** The line of least squares through the heap of some samples. */
export function trendOf(samples: readonly Sample[]): Trend {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(samples.map(({ at }) => at)), mean(samples.map(({ heap }) => heap))]
  const spread = samples.reduce((sum, { at }) => sum + (at - x) ** 2, 0)
  const slope = samples.reduce((sum, { at, heap }) => sum + (at - x) * (heap - y), 0) / spread
  const rest = samples.reduce((sum, { at, heap }) => sum + (heap - y - slope * (at - x)) ** 2, 0)
  const span = samples.at(-1)!.at - samples[0]!.at
  const error = Math.sqrt(rest / Math.max(1, samples.length - 2) / spread) * span
  return { growth: slope * span, error }
}

/** The samples of the second half, in which caches are filled and code is compiled. */
export const secondHalf = (samples: readonly Sample[]): readonly Sample[] =>
  samples.slice(Math.floor(samples.length / 2))

/** What was counted over the whole time. */
export interface Counted {
  readonly workers: number
  readonly rejections: number
  /** Warnings of Node's that somebody listens too often. */
  readonly warnings: readonly string[]
  /** Errors that such traffic must not meet. */
  readonly crashes: readonly string[]
}

/** What is wrong, in words; nothing where all is well. */
export function faultsOf(samples: readonly Sample[], begin: Held, end: Held, counted: Counted): string[] {
  const { growth, error } = trendOf(secondHalf(samples))
  const sockets = Math.max(...secondHalf(samples).map(each => each.sockets))
  const allowed = begin.sockets + counted.workers * SOCKETS_OF_A_WORKER + MORE_SOCKETS
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`
  return [
    // Surely more than is tolerated: two standard errors below what was measured.
    ...(growth - 2 * error > TOLERANCE
      ? [`the heap grew by ${megabytes(growth)} (± ${megabytes(error)}) in the second half`]
      : []),
    ...(sockets > allowed
      ? [`${sockets} sockets were open while nothing was under way; ${counted.workers} workers keep ${allowed} at most`]
      : []),
    ...(end.sockets > begin.sockets
      ? [`${end.sockets - begin.sockets} sockets are open that were not at the beginning`]
      : []),
    ...(end.listeners > begin.listeners
      ? [`${end.listeners - begin.listeners} listeners are left that were not there at the beginning`]
      : []),
    ...(counted.rejections > 0 ? [`${counted.rejections} rejections were handled by nobody`] : []),
    ...counted.warnings.map(warning => `Node warned: ${warning}`),
    ...counted.crashes.map(crash => `an error that is none of the library's, or not to be expected here: ${crash}`),
  ]
}
