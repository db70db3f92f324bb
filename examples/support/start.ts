import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { MonotableError } from 'monotable'
import { startLocalDynamoDB } from 'monotable/testing'

/** A DynamoDB for the examples. */
export interface ExampleDatabase {
  /** What runs, for people. */
  readonly description: string
  readonly client: DynamoDBClient
  stop(): Promise<void>
}

/**
 * Starts DynamoDB Local, or dynalite where there is neither Java nor Docker: it is pure JavaScript and good enough to
 * look at the examples, but not exact enough for tests.
 */
export async function startExampleDatabase(): Promise<ExampleDatabase> {
  try {
    return await startLocalDynamoDB()
  } catch (error) {
    // A wrong DYNAMODB_URL is the user's to know of.
    if (process.env.DYNAMODB_URL || !(error instanceof MonotableError)) throw error
    return startDynalite()
  }
}

async function startDynalite(): Promise<ExampleDatabase> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const stop = async () => {
    client.destroy()
    server.close()
    await once(server, 'close')
  }
  return { description: 'dynalite, as neither Java nor Docker is there', client, stop }
}
