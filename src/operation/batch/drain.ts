import { MonotableError } from '../../errors/monotable-error.js'
import { outcomeOf } from '../../errors/outcome.js'
import { pause } from '../backoff.js'

/** How often in a row a request is sent of which nothing is processed. */
const MAX_IDLE = 8

/** What was left in the end, and what the last request failed with, if it failed; or one before it that may have been done. */
export interface Drained<T> {
  readonly left: readonly T[]
  readonly cause: unknown
}

/**
 * Sends a request; then one of what it left unprocessed, after a pause, until nothing is left or nothing goes forward. That it
 * was too much at once counts as nothing processed; any other error ends it.
 * @param send gives what was not processed
 */
export async function drain<T>(
  all: readonly T[],
  send: (left: readonly T[]) => Promise<readonly T[]>,
  signal: AbortSignal | undefined,
): Promise<Drained<T>> {
  let left = all
  let idle = 0
  let lost: unknown
  for (;;) {
    let cause: unknown
    try {
      const before = left.length
      left = await send(left)
      idle = left.length < before ? 0 : idle + 1
    } catch (error) {
      // What may have been done is not forgotten over what came of it later.
      if (outcomeOf(error) === 'unknown') lost ??= error
      if (!isThrottled(error)) return { left, cause: lost ?? error }
      cause = error
      idle++
    }
    if (left.length === 0 || idle === MAX_IDLE) return { left, cause: lost ?? cause }
    await pause(idle, signal)
  }
}

/** Whether a request was refused because it was too much at once. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof MonotableError &&
  error.code === 'request.failed' &&
  /Throttl|ThroughputExceeded|RequestLimitExceeded/.test((error.details as { readonly name: string }).name)
