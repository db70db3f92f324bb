import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { type DynamoDBClientLike, MonotableError, type RequestEvent } from '../../src/index.js'
import { localClient, tableName } from './local.js'

type Item = Record<string, AttributeValue>

/** A table name of a test file on DynamoDB Local, a record of what was sent there, and a way past the library. */
export interface Server {
  /** For `createDatabase`. */
  readonly options: {
    readonly client: DynamoDBClientLike
    readonly tableName: string
    readonly hooks: { readonly values: true; readonly onRequest: (event: RequestEvent) => void }
  }
  /** The requests that `work` sent. */
  sentBy(work: () => unknown): Promise<readonly Sent[]>
  /** The error with which `work` fails, having sent nothing. */
  refusal(work: () => PromiseLike<unknown>): Promise<MonotableError>
  /** An item as it is stored. */
  stored(key: Item): Promise<Item | undefined>
  /** Writes an item as another program would. */
  store(...items: Item[]): Promise<void>
}

/** One request: the operation's name and the command's whole input. */
interface Sent {
  readonly operation: string
  readonly input: any
}

/** Opens nothing: the table is made by the test's `db.createTable()`. */
export function useServer(prefix: string): Server {
  const client = localClient()
  const TableName = tableName(prefix)
  let sent: Sent[] = []
  return {
    options: {
      client,
      tableName: TableName,
      hooks: { values: true, onRequest: ({ operation, input }) => sent.push({ operation, input }) },
    },
    async sentBy(work) {
      sent = []
      await work()
      return sent
    },
    async refusal(work) {
      sent = []
      const error = await failure(work)
      if (sent.length > 0) throw new Error('It was sent.', { cause: error })
      return error
    },
    stored: async Key => (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item,
    async store(...items) {
      for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }))
    },
  }
}

/** The error with which an operation fails. */
export async function failure(work: PromiseLike<unknown> | (() => unknown)): Promise<MonotableError> {
  try {
    await (typeof work === 'function' ? work() : work)
  } catch (error) {
    if (error instanceof MonotableError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

/** An expression with the attributes' names in it; how their placeholders are numbered is nobody's business. */
export const named = (expression: string | undefined, names: Readonly<Record<string, string>> = {}) =>
  expression?.replace(/#\w+/g, name => names[name] ?? name)

/** The paths that a command reads, sorted. */
export const projected = (input: {
  ProjectionExpression?: string | undefined
  ExpressionAttributeNames?: Record<string, string> | undefined
}) => named(input.ProjectionExpression, input.ExpressionAttributeNames)?.split(', ').sort()

/** The stored form of texts. */
export const texts = (values: Readonly<Record<string, string>>): Item =>
  Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]))
