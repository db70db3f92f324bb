import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { MonotableError } from 'monotable'
import { startLocalDynamoDB } from 'monotable/testing'
import { startDynalite } from './start-dynalite.js'

// The SDK says on every start that it will need a later Node one day; that is not what the demo is about.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** A DynamoDB for the examples. */
export interface ExampleDatabase {
  /** What runs, for people. */
  readonly description: string
  readonly client: DynamoDBClient
  /** Whether it has transactions and streams, which dynalite does not. */
  readonly complete: boolean
  stop(): Promise<void>
}

/**
 * Starts DynamoDB Local, or dynalite where there is neither Java nor Docker: it is pure JavaScript and good enough to
 * look at the examples, but not exact enough for tests.
 */
export async function startExampleDatabase(): Promise<ExampleDatabase> {
  try {
    const { description, client, stop } = await startLocalDynamoDB()
    return { description, client, complete: true, stop }
  } catch (error) {
    // A wrong DYNAMODB_URL is the user's to know of.
    if (process.env.DYNAMODB_URL || !(error instanceof MonotableError)) throw error
    return { ...(await startDynalite()), complete: false }
  }
}
