import { MonotableError } from '../../errors/monotable-error.js'

/** @throws MonotableError `request.aborted`, caused by the signal's reason, where it is aborted */
export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted)
    throw new MonotableError('request.aborted', { operation, outcome: 'not written' }, { cause: signal.reason })
}
