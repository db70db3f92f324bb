import { MonotableError } from './monotable-error.js'

/** What is known of a request that failed, if it was one: whether DynamoDB acted on it. */
export const outcomeOf = (error: unknown): unknown =>
  error instanceof MonotableError && 'outcome' in error.details ? error.details.outcome : undefined

/** What DynamoDB or the SDK calls it that a request failed, if it was one. */
export const requestErrorName = (error: unknown): string | undefined =>
  error instanceof MonotableError && error.code === 'request.failed'
    ? (error as MonotableError<'request.failed'>).details.name
    : undefined
