import type {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand as PutItem,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import { type CapacityCounter, type Consumed, unitsOf } from '../operation/capacity.js'
import type {
  CommandName,
  Commands,
  Outcome,
  SendOptions,
  TransactionOutcome,
  Transport,
  WriteCommand,
} from '../operation/transport.js'
import { call, type Hooks, requestEvent, tableOf } from './hooks.js'
import { NotSentAgain, watchAttempts } from './lost-answers.js'
import { errorName, translateError } from './translate-error.js'

/**
 * A client to send with: a `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. By shape, so that another copy of
 * the SDK than this package's is as good.
 */
export interface DynamoDBClientLike {
  send(command: any, options?: any): Promise<any>
  readonly config: any
}

/** What a driver is made of. */
export interface DriverOptions {
  readonly client: DynamoDBClientLike
  readonly hooks?: Hooks | undefined
  /** Counts consumed capacity, which DynamoDB then reports. */
  readonly capacity?: CapacityCounter | undefined
}

const commands = {
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  TransactGetItems: TransactGetItemsCommand,
  TransactWriteItems: TransactWriteItemsCommand,
} satisfies Record<CommandName, unknown>

const watched: readonly CommandName[] = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']

/** Makes the way to DynamoDB: the one place that sends, translates errors, counts capacity and calls hooks. */
export function createDriver({ client, hooks = {}, capacity }: DriverOptions): Transport {
  /** Sends a command; what goes wrong is thrown as the SDK has it, with whether an answer was lost. */
  async function attempt<N extends CommandName>(
    name: N,
    input: Commands[N]['input'],
    { entity, signal, capacity: own, unrepeatable = false }: SendOptions,
  ): Promise<Commands[N]['output']> {
    if (signal?.aborted)
      throw new MonotableError('request.aborted', { operation: name, outcome: 'not written' }, { cause: signal.reason })
    const request = requestEvent(name, input, entity, hooks)
    call(hooks.onRequest, request)
    const started = performance.now()
    const counted = capacity ? { ...input, ReturnConsumedCapacity: 'TOTAL' as const } : input
    /** Errors of the SDK have the same metadata as answers. */
    const report = (answer: Reported, error?: string) =>
      call(hooks.onResponse, {
        ...request,
        duration: performance.now() - started,
        attempts: answer.$metadata?.attempts,
        requestId: answer.$metadata?.requestId,
        consumedCapacity: unitsOf(answer.ConsumedCapacity),
        count: answer.Count,
        scannedCount: answer.ScannedCount,
        error,
        ...(hooks.values && !error && { output: answer }),
      })
    // The commands' constructors take one input each, which a table of them can't say.
    const command = new (commands[name] as unknown as new (input: typeof counted) => PutItem)(counted)
    const attempts = watched.includes(name) ? watchAttempts(command.middlewareStack, unrepeatable) : { lost: false }
    try {
      const output: Reported = await (client as DynamoDBClient).send(command, signal && { abortSignal: signal })
      for (const counter of [capacity, own]) counter?.add(name, output.ConsumedCapacity)
      report(output)
      return output as Commands[N]['output']
    } catch (thrown) {
      const error = thrown instanceof NotSentAgain ? thrown.failure : thrown
      // The SDK notes the attempts on what was thrown.
      const { $metadata } = Object(thrown) as Reported
      report({ ...Object(error), $metadata: { ...Object(error).$metadata, ...$metadata } }, errorName(error))
      throw new Failed(error, attempts.lost)
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
      throw translateError(failure.error, name, tableOf(input), options.signal, failure.lost)
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

/** What answers and errors tell of a request. */
interface Reported {
  readonly $metadata?: { readonly attempts?: number | undefined; readonly requestId?: string | undefined }
  readonly ConsumedCapacity?: Consumed
  readonly Count?: number | undefined
  readonly ScannedCount?: number | undefined
}

/** By name, so that the error of another copy of the SDK is understood too. */
const isConditionFailure = (error: unknown): error is ConditionalCheckFailedException =>
  errorName(error) === 'ConditionalCheckFailedException'
const isCancellation = (error: unknown): error is TransactionCanceledException =>
  errorName(error) === 'TransactionCanceledException'
