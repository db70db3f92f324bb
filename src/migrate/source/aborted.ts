import { aborted } from '../../errors/aborted.js'

/** @throws MonotableError `request.aborted`, caused by the signal's reason, where it is aborted */
export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted) throw aborted(operation, signal)
}
