/** What the SDK says of an error that it may try again. */
interface ErrorInfo {
  readonly errorType: 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR'
}

/** What the SDK keeps of a request that is tried again. */
interface RetryToken {
  getRetryCount(): number
  getRetryDelay(): number
}

const tokenOf = (count: number): RetryToken => ({ getRetryCount: () => count, getRetryDelay: () => count * 5 })

/**
 * The SDK's way of trying again, in a hurry: the same errors as often, with pauses of some milliseconds, so that a run meets as many
 * faults as can be; and without its budget, which many faults use up.
 */
export const createRetryStrategy = (maxAttempts: number) => ({
  /** The fast lane is for this one alone. */
  mode: 'standard',
  acquireInitialRetryToken: async () => tokenOf(0),
  async refreshRetryTokenForRetry(token: RetryToken, { errorType }: ErrorInfo) {
    const count = token.getRetryCount() + 1
    if (errorType === 'CLIENT_ERROR' || count >= maxAttempts) throw new Error('It is not tried again.')
    return tokenOf(count)
  },
  recordSuccess: () => {},
})
