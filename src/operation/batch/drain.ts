import { inDoubt } from '../../errors/in-doubt.js'
import { pause } from '../backoff.js'
import { isThrottled } from '../throttled.js'
import { type Attempts, noAttempts } from '../transport.js'

/** How often in a row a request is sent of which nothing is processed. */
const MAX_IDLE = 8

/** What was left in the end; and what the last request failed with, or that an answer was lost before it. */
export interface Drained<T> {
  readonly left: readonly T[]
  readonly cause: unknown
}

/**
 * Sends a request; then one of what it left unprocessed, after a pause, until nothing is left or nothing goes forward. That it
 * was too much at once counts as nothing processed; any other error ends it.
 * @param send gives what was not processed, and keeps in `attempts` that an answer was lost
 */
export async function drain<T>(
  all: readonly T[],
  send: (left: readonly T[], attempts: Attempts) => Promise<readonly T[]>,
  signal: AbortSignal | undefined,
): Promise<Drained<T>> {
  let left = all
  let idle = 0
  const attempts = noAttempts()
  for (;;) {
    let cause: unknown
    try {
      const before = left.length
      left = await send(left, attempts)
      idle = left.length < before ? 0 : idle + 1
    } catch (error) {
      if (!isThrottled(error)) return { left, cause: error }
      cause = error
      idle++
    }
    if (left.length === 0 || idle === MAX_IDLE) return { left, cause: cause ?? doubtOf(attempts) }
    await pause(idle, signal)
  }
}

/** What is left over was in the request whose answer was lost, and may have been made. */
const doubtOf = ({ lost }: Attempts) =>
  lost ? inDoubt('BatchWriteItem', undefined, undefined, 'UnprocessedItems') : undefined
