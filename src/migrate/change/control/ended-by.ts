/** An operation that is ended by a signal, where there is one. */
export const endedBy = <O extends { signal(signal: AbortSignal): O }>(
  signal: AbortSignal | undefined,
  operation: O,
): O => (signal ? operation.signal(signal) : operation)
