/** The delays between attempts, in milliseconds: anything up to a bound that doubles, from the first to the most (full jitter). */
const FIRST = 50
const MOST = 2_000

/** Waits before another attempt; ends early, without an error, where the signal says so: the next request tells of it. */
export function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const delay = Math.random() * Math.min(MOST, FIRST * 2 ** attempt)
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delay)
    if (signal?.aborted) done()
    else signal?.addEventListener('abort', done)
  })
}
