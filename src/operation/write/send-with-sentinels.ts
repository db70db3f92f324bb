import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { Context } from '../context.js'
import type { SendOptions } from '../transport.js'
import { createToken, isCondition, isInnocent, isPassing, sendTransaction } from './send-transaction.js'
import { compileSentinel, type SentinelChange } from './sentinels.js'
import { takenError } from './taken.js'

/**
 * Sends the writes of one item, and what becomes of its sentinels, in one transaction. A value from before the constraint can
 * be another item's: then it is not this one's to give free, and the rest is sent without that.
 * @throws UniqueConstraintError where a value is another item's, and nothing is wrong with the writes themselves
 */
export async function sendWithSentinels(
  context: Context,
  writes: readonly TransactWriteItem[],
  changes: readonly SentinelChange[],
  sending: SendOptions,
): ReturnType<typeof sendTransaction> {
  const items = [...writes, ...changes.map(change => compileSentinel(context, change))]
  const outcome = await sendTransaction(context, items, createToken(), sending)
  if (outcome.written) return outcome
  const reasons = outcome.reasons.slice(writes.length)
  const blamed = outcome.reasons.slice(0, writes.length).some(reason => !isInnocent(reason) && !isPassing(reason))
  const refused = changes.filter((_, index) => reasons[index] && isCondition(reasons[index]))
  if (blamed || refused.length === 0) return outcome
  const taken = refused.find(change => change.to)
  if (taken) throw takenError(context.entity, taken, reasons[changes.indexOf(taken)]?.Item)
  const others = changes.filter(change => !refused.includes(change))
  return sendWithSentinels(context, writes, others, sending)
}
