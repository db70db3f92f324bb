import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createLocalClient } from './local.js'

/** A request of many items that reaches the wire. */
interface Batch {
  readonly operation: 'BatchGetItem' | 'BatchWriteItem'
  /** Counted from 0, over all of them. */
  readonly nth: number
  readonly size: number
}

/**
 * What becomes of it: so many of its entries are processed and the others are left over; it is throttled; it is refused; the
 * server acts on it and the answer is lost; or something is done before it is sent.
 */
type Fate = number | 'throttled' | 'refused' | 'lost'

export interface Partial {
  readonly client: DynamoDBClient
  /** How many entries each request had. */
  readonly sizes: readonly number[]
  /** The entries that the server was given, by their key, in the order in which it was given them. */
  readonly processed: readonly string[]
}

/** A client of DynamoDB Local that processes batches in part, as DynamoDB does under load. */
export function partialClient(fate: (batch: Batch) => Fate): Partial {
  const client = createLocalClient()
  const sizes: number[] = []
  const processed: string[] = []
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args: any) => {
        const operation = commandName?.replace('Command', '')
        if (operation !== 'BatchGetItem' && operation !== 'BatchWriteItem') return next(args)
        const [[table, request]] = Object.entries<any>(args.input.RequestItems) as [[string, any]]
        const entries: any[] = operation === 'BatchGetItem' ? request.Keys : request
        const outcome = fate({ operation, nth: sizes.length, size: entries.length })
        sizes.push(entries.length)
        if (outcome === 'throttled') throw failure('ProvisionedThroughputExceededException', 400)
        if (outcome === 'refused') throw failure('ValidationException', 400)
        const count = outcome === 'lost' ? entries.length : Math.min(outcome, entries.length)
        const some = (part: any[]) => ({ [table]: operation === 'BatchGetItem' ? { ...request, Keys: part } : part })
        const [now, later] = [entries.slice(0, count), entries.slice(count)]
        processed.push(...now.map(keyOf))
        const left = later.length > 0 ? some(later) : {}
        const name = operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems'
        if (now.length === 0) return { output: { $metadata: {}, [name]: left }, response: {} }
        const result: any = await next({ ...args, input: { ...args.input, RequestItems: some(now) } })
        if (outcome === 'lost') throw failure('TimeoutError', 0)
        // What the server itself leaves over is none in these tests.
        return { ...result, output: { ...result.output, [name]: left } }
      },
    { step: 'initialize', name: 'partial' },
  )
  return { client, sizes, processed }
}

const keyOf = ({ PutRequest, DeleteRequest, ...key }: any): string => {
  const { pk, sk } = PutRequest?.Item ?? DeleteRequest?.Key ?? key
  return `${pk.S} ${sk.S}`
}

const failure = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode, attempts: 1 } })
