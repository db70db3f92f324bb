import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { MonotableError } from '../../errors/monotable-error.js'
import { requestErrorName } from '../../errors/outcome.js'
import type { TransactionOutcome } from '../../operation/transport.js'
import {
  createToken,
  isCondition,
  isInnocent,
  isPassing,
  sendTransaction,
} from '../../operation/write/send-transaction.js'
import type { Runner } from './runner.js'

/**
 * Sends the transaction of one item (TransactWriteItems).
 * @returns what came of it; or why DynamoDB refuses it as a whole, as it would each time: that is about the item
 */
export async function sendChange(
  runner: Runner,
  items: readonly TransactWriteItem[],
): Promise<TransactionOutcome | { readonly refused: string }> {
  try {
    return await sendTransaction(runner, items, createToken(), { entity: runner.migration.from.name })
  } catch (error) {
    if (requestErrorName(error) !== 'ValidationException') throw error
    return { refused: `DynamoDB does not take it: ${(error as MonotableError<'request.failed'>).details.reason}` }
  }
}

/** Why DynamoDB cancels a transaction as it would each time; undefined where nothing says that it would. */
export function refusedBy(reasons: readonly CancellationReason[]): string | undefined {
  const fatal = reasons.find(reason => !isInnocent(reason) && !isPassing(reason) && !isCondition(reason))
  return fatal && `DynamoDB does not take it: ${fatal.Message ?? fatal.Code}`
}
