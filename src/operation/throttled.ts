import { MonotableError } from '../errors/monotable-error.js'

/** Whether a whole request was refused for a reason that passes: too much at once, or the same transaction under way still. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof MonotableError &&
  error.code === 'request.failed' &&
  /Throttl|ThroughputExceeded|RequestLimitExceeded|TransactionInProgress/.test((error.details as { name: string }).name)
