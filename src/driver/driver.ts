import type { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { aborted } from '../errors/aborted.js'
import { MonotableError } from '../errors/monotable-error.js'
import type { CapacityCounter } from '../operation/capacity.js'
import {
  type CommandName,
  type Commands,
  noAttempts,
  type Outcome,
  type SendOptions,
  type TransactionOutcome,
  type Transport,
  type WriteCommand,
} from '../operation/transport.js'
import { NotSentAgain } from './attempts.js'
import type { DynamoDBClientLike } from './client-like.js'
import { type Hooks, observe, type Reported, tableOf } from './hooks.js'
import { createSender, type Send, type TransportKind } from './sender.js'
import { errorName, translateError } from './translate-error.js'

/** What a driver is made of. */
export interface DriverOptions {
  readonly client: DynamoDBClientLike
  readonly hooks?: Hooks | undefined
  /** Counts consumed capacity, which DynamoDB then reports. */
  readonly capacity?: CapacityCounter | undefined
  readonly transport?: TransportKind | undefined
  /** How commands are sent, where they are not the SDK's own. */
  readonly send?: Send | undefined
}

/** Makes the way to DynamoDB: the one place that sends, translates errors, counts capacity and calls hooks. */
export function createDriver({ client, hooks = {}, capacity, transport, ...options }: DriverOptions): Transport {
  const send = options.send ?? createSender(client, transport)

  /** Sends a command; what goes wrong is thrown as the SDK has it, with whether an answer was lost. */
  async function attempt<N extends CommandName>(
    name: N,
    input: Commands[N]['input'],
    { entity, signal, capacity: own, unrepeatable = false, attempts: known = noAttempts() }: SendOptions,
  ): Promise<Commands[N]['output']> {
    if (signal?.aborted) throw aborted(name, signal, known.lost ? 'unknown' : 'not written')
    const report = observe(name, input, entity, hooks)
    const counted = capacity ? { ...input, ReturnConsumedCapacity: 'TOTAL' as const } : input
    try {
      const output: Reported = await send(name, counted, { unrepeatable, known }, signal)
      capacity?.add(name, output.ConsumedCapacity)
      own?.add(name, output.ConsumedCapacity)
      report?.(output)
      return output as Commands[N]['output']
    } catch (thrown) {
      const error = thrown instanceof NotSentAgain ? thrown.failure : thrown
      // The SDK notes the attempts on what was thrown.
      const { $metadata } = Object(thrown) as Reported
      report?.({ ...Object(error), $metadata: { ...Object(error).$metadata, ...$metadata } }, errorName(error))
      throw new Failed(error, known.lost)
    }
  }

  /** Makes of what went wrong an outcome, or the error that is thrown for it. */
  async function settle<N extends CommandName, R>(
    name: N,
    input: Commands[N]['input'],
    options: SendOptions,
    done: (output: Commands[N]['output']) => R,
    failed: (failure: Failed) => R | undefined = () => undefined,
  ): Promise<R> {
    try {
      return done(await attempt(name, input, options))
    } catch (failure) {
      if (!(failure instanceof Failed)) throw failure
      const outcome = failed(failure)
      if (outcome) return outcome
      const { error, lost } = failure
      throw error instanceof MonotableError ? error : translateError(error, name, tableOf(input), options.signal, lost)
    }
  }

  return Object.freeze({
    send: (name, input, options) => settle(name, input, options, output => output),
    write: <N extends WriteCommand>(name: N, input: Commands[N]['input'], options: SendOptions) =>
      settle<N, Outcome<Commands[N]['output']>>(
        name,
        input,
        options,
        output => ({ written: true, output }),
        ({ error, lost }) =>
          isConditionFailure(error) ? { written: false, current: error.Item, resent: lost } : undefined,
      ),
    transact: (input, options) =>
      settle<'TransactWriteItems', TransactionOutcome>(
        'TransactWriteItems',
        input,
        options,
        () => ({ written: true }),
        ({ error }) =>
          isCancellation(error) ? { written: false, reasons: error.CancellationReasons ?? [] } : undefined,
      ),
  } satisfies Transport)
}

/** An error of the SDK on its way to be translated, and whether an attempt before may have been acted on. */
class Failed {
  constructor(
    readonly error: unknown,
    readonly lost: boolean,
  ) {}
}

/** By name, so that the error of another copy of the SDK is understood too. */
const isConditionFailure = (error: unknown): error is ConditionalCheckFailedException =>
  errorName(error) === 'ConditionalCheckFailedException'
const isCancellation = (error: unknown): error is TransactionCanceledException =>
  errorName(error) === 'TransactionCanceledException'
