import { MonotableError } from './monotable-error.js'

/**
 * The error for a write whose answer was lost, and of which nothing tells whether it was made.
 * @param name what came of the last attempt
 */
export const inDoubt = (
  operation: string,
  table: string | undefined,
  evidence?: ConstructorParameters<typeof MonotableError>[2],
  name = 'ConditionalCheckFailedException',
): MonotableError => {
  const reason = 'an answer was lost, and what came after it does not tell'
  return new MonotableError('request.failed', { operation, table, name, reason, outcome: 'unknown' }, evidence)
}
