import { requestErrorName } from '../errors/outcome.js'

/** Whether a whole request was refused because it was too much at once, which passes. */
export const isThrottled = (error: unknown): boolean =>
  /Throttl|ThroughputExceeded|RequestLimitExceeded/.test(requestErrorName(error) ?? '')
