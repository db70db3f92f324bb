import type { CancellationReason, TransactWriteItem, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb'
import { outcomeOf, requestErrorName } from '../../errors/outcome.js'
import { pause } from '../backoff.js'
import type { Context } from '../context.js'
import { isThrottled } from '../throttled.js'
import {
  type Commands,
  noAttempts,
  type Outcome,
  type SendOptions,
  type TransactionOutcome,
  type WriteCommand,
} from '../transport.js'
import type { CompiledWrite, WriteInput } from './compiled-write.js'

/** How often a transaction is sent that met another one, or was throttled. */
export const MAX_CONFLICTS = 8

/** Reasons that pass: what others did meanwhile, or too much at once. Anything else would come back each time. */
const passing = /^(TransactionConflict|ThrottlingError|ProvisionedThroughputExceeded)$/

/** Whether an operation of a cancelled transaction is not to blame for it. */
export const isInnocent = ({ Code }: CancellationReason): boolean => Code === undefined || Code === 'None'
export const isPassing = ({ Code = '' }: CancellationReason): boolean => passing.test(Code)
export const isCondition = ({ Code }: CancellationReason): boolean => Code === 'ConditionalCheckFailed'

/** Something unlikely to be used twice. */
export const createToken = (): string => crypto.randomUUID()

/**
 * Sends a transaction; again, the same bytes with the same token, where it met another one or was throttled: DynamoDB makes
 * it once. Conditions that do not hold are not tried again.
 */
export async function sendTransaction(
  { transport }: Pick<Context, 'transport'>,
  items: readonly TransactWriteItem[],
  token: string,
  sending: SendOptions,
): Promise<TransactionOutcome & { readonly attempts: number }> {
  const input: TransactWriteItemsCommandInput = { TransactItems: [...items], ClientRequestToken: token }
  // The token keeps what may have been made from being made again; that it may have been is not forgotten.
  const options = { ...sending, attempts: noAttempts() }
  for (let attempt = 1; ; attempt++) {
    try {
      const outcome = await transport.transact(input, options)
      if (outcome.written) return { ...outcome, attempts: attempt }
      const { reasons } = outcome
      const again = reasons.some(isPassing) && reasons.every(reason => isInnocent(reason) || isPassing(reason))
      if (!again || attempt === MAX_CONFLICTS) return { ...outcome, attempts: attempt }
    } catch (error) {
      if (attempt === MAX_CONFLICTS || !(isThrottled(error) || isUnderWay(error))) throw error
    }
    await pause(attempt, sending.signal)
  }
}

/** Sends a write; again where it met a transaction on its item, and so was not acted on. */
export async function sendWrite<N extends WriteCommand>(
  { transport }: Pick<Context, 'transport'>,
  command: N,
  input: WriteInput,
  sending: SendOptions,
): Promise<Outcome<Commands[N]['output']>> {
  for (let attempt = 1; ; attempt++)
    try {
      return await transport.write(command, input as never, sending)
    } catch (error) {
      if (!isConflict(error) || attempt === MAX_CONFLICTS) throw error
      await pause(attempt, sending.signal)
    }
}

/** Whether a transaction was sent before, and DynamoDB has not done with it. */
const isUnderWay = (error: unknown): boolean => requestErrorName(error) === 'TransactionInProgressException'

/** Where an answer was lost before, it is in doubt what sending it again would do. */
const isConflict = (error: unknown): boolean =>
  outcomeOf(error) === 'not written' && requestErrorName(error) === 'TransactionConflictException'

const names = { PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete', ConditionCheck: 'ConditionCheck' } as const

/** A write as an operation of a transaction, which returns no items. */
export function transactionItem({ command, input }: CompiledWrite): TransactWriteItem {
  const { ReturnValues, ...item } = input
  return { [names[command]]: item }
}
