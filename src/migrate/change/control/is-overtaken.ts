import { MonotableError } from '../../../errors/monotable-error.js'
import { requestErrorName } from '../../../errors/outcome.js'

/**
 * Whether the condition of a write does not hold, because of what another has written. Where an answer was lost, nobody knows whether
 * it was made before that; what is there now is the other's all the same.
 */
export const isOvertaken = (error: unknown): error is MonotableError =>
  requestErrorName(error) === 'ConditionalCheckFailedException' ||
  (error instanceof MonotableError && error.code === 'condition.failed')
