import { type Consumed, unitsOf } from '../operation/capacity.js'
import { tell } from '../operation/tell.js'
import type { CommandName, Commands } from '../operation/transport.js'

/** What is told of a request before it is sent. Holds no attribute values unless `values` asks for them. */
export interface RequestEvent {
  /** The DynamoDB operation, such as `Query`. */
  readonly operation: string
  /** The table's name; of a batch or a transaction that of its first item. */
  readonly table: string | undefined
  /** The index that is read. */
  readonly index: string | undefined
  /** The entity that the operation is of, by its name. */
  readonly entity: string
  /** The expressions, with the attributes' names and without values. */
  readonly expressions: Readonly<Record<string, string>>
  /** The command's whole input, with values: only with `values: true`. */
  readonly input?: object
}

/** What is told of a request when its answer is there, or when it failed. */
export interface ResponseEvent extends RequestEvent {
  /** Milliseconds from sending to the answer, retries included. */
  readonly duration: number
  /** How often the SDK sent it. */
  readonly attempts: number | undefined
  /** DynamoDB's number of the request, for AWS support. */
  readonly requestId: string | undefined
  /** Capacity units consumed, where the database counts them (`consumedCapacity: true`). */
  readonly consumedCapacity: number | undefined
  /** Items returned, of a query or scan. */
  readonly count: number | undefined
  /** Items read, of a query or scan. */
  readonly scannedCount: number | undefined
  /** The name of the error, where it failed. */
  readonly error: string | undefined
  /** The command's whole output, with values: only with `values: true`. */
  readonly output?: object
}

/** Functions that are told of each request, for logs and metrics. What they throw fails nothing. */
export interface Hooks {
  /** Called before a request is sent. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  /** Called when its answer is there, or when it failed. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** Whether events carry attribute values; they may be secret, so by default they don't. */
  readonly values?: boolean | undefined
}

const expressionNames = [
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'UpdateExpression',
  'ConditionExpression',
] as const

type Input = Commands[CommandName]['input']

/** What answers and errors tell of a request. */
export interface Reported {
  readonly $metadata?: { readonly attempts?: number | undefined; readonly requestId?: string | undefined }
  readonly ConsumedCapacity?: Consumed
  readonly Count?: number | undefined
  readonly ScannedCount?: number | undefined
}

/** Tells of a request, and gives what tells of its answer, or of the error by name; undefined where nobody listens. */
export function observe(
  name: CommandName,
  input: Input,
  entity: string,
  hooks: Hooks,
): ((answer: Reported, error?: string) => void) | undefined {
  if (!hooks.onRequest && !hooks.onResponse) return undefined
  const request = requestEvent(name, input, entity, hooks)
  tell(hooks.onRequest, request)
  const started = performance.now()
  return (answer, error) =>
    tell(hooks.onResponse, {
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
}

/** The event for a request; of a transaction or batch it has no expressions. */
function requestEvent(operation: CommandName, input: Input, entity: string, { values }: Hooks): RequestEvent {
  const all: Readonly<Record<string, unknown>> = { ...input }
  return {
    operation,
    table: tableOf(input),
    index: 'IndexName' in input ? input.IndexName : undefined,
    entity,
    expressions: Object.fromEntries(
      expressionNames.flatMap(name => (typeof all[name] === 'string' ? [[name, all[name]]] : [])),
    ),
    ...(values && { input }),
  }
}

/** The table of a command: of a batch or transaction that of its first item. */
export function tableOf(input: Input): string | undefined {
  if ('TableName' in input) return input.TableName
  if ('RequestItems' in input) return Object.keys(input.RequestItems ?? {})[0]
  const [first = {}] = ('TransactItems' in input && input.TransactItems) || []
  return (Object.values(first)[0] as { TableName?: string } | undefined)?.TableName
}
