import { MonotableError } from './monotable-error.js'

/** The error for what a signal has ended before it was sent, or between two requests. */
export const aborted = (
  operation: string,
  { reason }: AbortSignal,
  outcome: 'not written' | 'unknown' = 'not written',
): MonotableError => new MonotableError('request.aborted', { operation, outcome }, { cause: reason })
