import type { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import type { CommandName, Commands, Outcome, SendOptions, Transport, WriteCommand } from '../operation/transport.js'
import type { CapacityCounter } from './capacity.js'
import type { Hooks, RequestEvent } from './hooks.js'
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
} satisfies Record<CommandName, unknown>

/** Makes the way to DynamoDB: the one place that sends, translates errors, counts capacity and calls hooks. */
export function createDriver({ client, hooks = {}, capacity }: DriverOptions): Transport {
  async function send<N extends CommandName>(
    name: N,
    input: Commands[N]['input'],
    { entity, signal }: SendOptions,
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
        consumedCapacity: answer.ConsumedCapacity?.CapacityUnits,
        count: answer.Count,
        scannedCount: answer.ScannedCount,
        error,
        ...(hooks.values && !error && { output: answer }),
      })
    try {
      // The commands' constructors take one input each, which a table of them can't say.
      const command = new (commands[name] as unknown as new (input: typeof counted) => never)(counted)
      const output: Commands[N]['output'] = await (client as DynamoDBClient).send(
        command,
        signal && { abortSignal: signal },
      )
      capacity?.add(name, output.ConsumedCapacity?.CapacityUnits)
      report(output)
      return output
    } catch (error) {
      report(Object(error), errorName(error))
      throw isConditionFailure(error) ? error : translateError(error, name, input.TableName, signal)
    }
  }

  async function write<N extends WriteCommand>(
    name: N,
    input: Commands[N]['input'],
    options: SendOptions,
  ): Promise<Outcome<Commands[N]['output']>> {
    try {
      return { written: true, output: await send(name, input, options) }
    } catch (error) {
      if (isConditionFailure(error)) return { written: false, current: error.Item }
      throw error
    }
  }

  return Object.freeze({ send, write })
}

/** What answers and errors tell of a request. */
interface Reported {
  readonly $metadata?: { readonly attempts?: number | undefined; readonly requestId?: string | undefined }
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined
  readonly Count?: number | undefined
  readonly ScannedCount?: number | undefined
}

/** By name, so that the error of another copy of the SDK is understood too. */
const isConditionFailure = (error: unknown): error is ConditionalCheckFailedException =>
  errorName(error) === 'ConditionalCheckFailedException'

const expressionNames = [
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'UpdateExpression',
  'ConditionExpression',
] as const

function requestEvent(
  operation: CommandName,
  input: Commands[CommandName]['input'],
  entity: string,
  { values }: Hooks,
): RequestEvent {
  const all: Readonly<Record<string, unknown>> = { ...input }
  return {
    operation,
    table: input.TableName,
    index: 'IndexName' in input ? input.IndexName : undefined,
    entity,
    expressions: Object.fromEntries(
      expressionNames.flatMap(name => (typeof all[name] === 'string' ? [[name, all[name]]] : [])),
    ),
    ...(values && { input }),
  }
}

/** A hook that throws, or rejects, is the hook's own trouble: a write that was made must not look as if it had failed. */
function call<E>(hook: ((event: E) => unknown) | undefined, event: E): void {
  try {
    const answer = hook?.(event)
    if (answer instanceof Promise) answer.catch(() => {})
  } catch {}
}
