/** The delays between attempts, in milliseconds: anything up to a bound that doubles, from the first to the most (full jitter). */
const FIRST = 50
const MOST = 2_000

/** Waits before another attempt; ends early, without an error, where the signal says so: the next request tells of it. */
export const pause = (attempt: number, signal: AbortSignal | undefined): Promise<void> =>
  sleep(Math.random() * Math.min(MOST, FIRST * 2 ** attempt), signal)

/** Waits so many milliseconds, or until the signal says so. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    if (signal?.aborted) done()
    else signal?.addEventListener('abort', done)
  })
}
