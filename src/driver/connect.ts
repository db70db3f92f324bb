import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import type { DynamoDBClientLike } from './client-like.js'

/** Where DynamoDB is: a client, or what one is made of. */
export interface ConnectOptions {
  /** A client to use as it is; then nothing else here counts. */
  readonly client?: DynamoDBClientLike
  /** The AWS region; `AWS_REGION` or `AWS_DEFAULT_REGION` of the environment where it is not given, or else the SDK's own way of finding it. */
  readonly region?: string
  /** The URL of a server that is not AWS's, such as DynamoDB Local; `DYNAMODB_URL` of the environment where it is not given. */
  readonly endpoint?: string
  /** Credentials, where they are not to be found the SDK's way. */
  readonly credentials?: DynamoDBClientConfig['credentials']
}

/** The environment, where there is one: not at the edge. */
const environment = (): Readonly<Record<string, string | undefined>> => globalThis.process?.env ?? {}

/** The client that is given, or one made of the options and the environment. Sends nothing. */
export function connect({ client, ...options }: ConnectOptions): DynamoDBClientLike {
  if (client) return client
  const env = environment()
  const endpoint = options.endpoint || env.DYNAMODB_URL
  // A local server has no regions, and the SDK demands one.
  const region = options.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || (endpoint && 'us-east-1')
  const { credentials } = options
  return new DynamoDBClient({
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  })
}
