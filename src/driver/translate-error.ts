import { MonotableError } from '../errors/monotable-error.js'

/** What failed requests look like: the SDK's errors, by shape. */
interface Failure {
  readonly name?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number; readonly requestId?: string }
}

/**
 * Whether DynamoDB has answered that it did not act; of any other failure nobody knows. That a transaction is under way says
 * that it was sent before, and may yet be made.
 */
export const isRefusal = (status = 0, name?: string): boolean =>
  status >= 400 && status < 500 && name !== 'TransactionInProgressException'

/** What DynamoDB says of values, without them. */
const withoutValues = (text: string): string => text.replace(/AttributeValue: ?\{[\s\S]*\}/, 'AttributeValue: {…}')

/** The error's name, for events. */
export const errorName = (error: unknown): string => (error as Failure | undefined)?.name ?? 'Error'

/**
 * The error for a request that failed. Whether DynamoDB acted is known only where it answered that it did not, each time:
 * `lost` says that an attempt before the last had no such answer.
 */
export function translateError(
  error: unknown,
  operation: string,
  table: string | undefined,
  signal: AbortSignal | undefined,
  lost = false,
): MonotableError {
  const { name = 'Error', message = String(error), $metadata } = (error ?? {}) as Failure
  const reads = /^(Get|Query|Scan|Describe|BatchGet|TransactGet)/.test(operation)
  // Without credentials nothing is sent.
  const isRefused = name === 'CredentialsProviderError' || isRefusal($metadata?.httpStatusCode, name)
  const refused = reads || (!signal?.aborted && !lost && isRefused)
  const outcome = refused ? 'not written' : 'unknown'
  if (signal?.aborted) return new MonotableError('request.aborted', { operation, outcome }, { cause: error })
  return new MonotableError(
    'request.failed',
    { operation, table, name, reason: withoutValues(message), outcome },
    { cause: error },
  )
}
