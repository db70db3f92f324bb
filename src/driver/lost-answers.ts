import type { PutItemCommand } from '@aws-sdk/client-dynamodb'

/** What an attempt to send a request failed with, by shape. */
interface Failure {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** What became of the attempts that the SDK made for one request. */
export interface Attempts {
  /** Whether one failed in a way that leaves open whether DynamoDB had acted on it. */
  lost: boolean
}

/** Ends the SDK's attempts. It has no cause, for the SDK looks into causes for a reason to try again. */
export class NotSentAgain extends Error {
  constructor(readonly failure: unknown) {
    super('The request may have been acted on, and is not sent again.')
  }
}

/**
 * Watches each attempt of a write. One that was answered with a status of 400 to 499 was not acted on; of any other failure
 * nobody knows. Where a second attempt would do the work a second time, the first such failure ends the attempts.
 */
export function watchAttempts(stack: PutItemCommand['middlewareStack'], unrepeatable: boolean): Attempts {
  const attempts: Attempts = { lost: false }
  stack.add(
    next => async request => {
      try {
        return await next(request)
      } catch (error) {
        const status = (error as Failure | undefined)?.$metadata?.httpStatusCode ?? 0
        if (status >= 400 && status < 500) throw error
        attempts.lost = true
        throw unrepeatable ? new NotSentAgain(error) : error
      }
    },
    // Behind the SDK's retries, which have a high priority in this step: once an attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'monotableAttempts' },
  )
  return attempts
}
