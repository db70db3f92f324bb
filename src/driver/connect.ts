import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DefinitionError } from '../errors/monotable-error.js'
import type { DynamoDBClientLike } from './client-like.js'

/** Where DynamoDB is: a client, or what one is made of. */
export interface ClientOptions {
  /** A client to use as it is; then nothing else here counts. */
  readonly client?: DynamoDBClientLike | undefined
  /** The AWS region; `AWS_REGION` or `AWS_DEFAULT_REGION` of the environment where it is not given, or else the SDK's own way of finding it. */
  readonly region?: string | undefined
  /** The URL of a server that is not AWS's, such as DynamoDB Local; `DYNAMODB_URL` of the environment where it is not given. */
  readonly endpoint?: string | undefined
  /** Credentials, where they are not to be found the SDK's way. */
  readonly credentials?: DynamoDBClientConfig['credentials'] | undefined
}

/** The environment, where there is one: not at the edge. */
const environment = (): Readonly<Record<string, string | undefined>> => globalThis.process?.env ?? {}

/**
 * The client that is given, or one made of the options and the environment. Sends nothing.
 * @throws DefinitionError `definition.database` where the endpoint is no URL
 */
export function connect({ client, ...options }: ClientOptions): DynamoDBClientLike {
  if (client) return client
  const env = environment()
  const endpoint = options.endpoint || env.DYNAMODB_URL
  if (endpoint && !/^https?:\/\//.test(endpoint)) {
    const reason = `the endpoint '${endpoint}' is no URL: it begins with http:// or https://`
    throw new DefinitionError('definition.database', { reason })
  }
  // A local server has no regions, and the SDK demands one.
  const region = options.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || (endpoint && 'us-east-1')
  const { credentials } = options
  return new DynamoDBClient({
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  })
}
