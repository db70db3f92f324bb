import type { DynamoDBClientLike } from '../driver/client-like.js'
import { connect } from '../driver/connect.js'
import type { MonotableConfig } from '../migrate/config.js'
import type { Ask } from './ask.js'
import type { ConnectionOptions } from './commands/options.js'
import { UsageError } from './failure/usage-error.js'
import type { Progress } from './output/progress.js'
import type { Style } from './output/style.js'

/** What a command works with. */
export interface Session {
  /** The folder that paths are seen from. */
  readonly folder: string
  readonly config: MonotableConfig
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly ask: Ask
  /** Says something on the way, on stderr. */
  say(text: string): void
  /** Shows how far something is, on stderr. */
  progress(label: string): Progress
}

/** What comes of a command: for programs, and for people. */
export interface Outcome {
  /** The one document of `--json`. */
  readonly json: unknown
  readonly text: (style: Style) => string
  /** Whether something was found that is not as it should be: exit code 1. */
  readonly found?: boolean
}

/** How long a server may take to accept a connection, in milliseconds: whoever waits at a terminal wants to be told. */
const CONNECTION_TIMEOUT = 5_000

/**
 * The client of the options, of the configuration, or of the environment. An option counts for more than a configured client.
 * @throws UsageError where the endpoint is no URL
 */
export function clientOf({ config }: Session, options: ConnectionOptions): DynamoDBClientLike {
  const { region = config.region, endpoint = config.endpoint } = options
  const isGiven = options.region !== undefined || options.endpoint !== undefined
  if (config.client && !isGiven) return config.client
  const url = endpoint ?? process.env.DYNAMODB_URL
  if (url && !/^https?:\/\/./.test(url))
    throw new UsageError(`'${url}' is no URL of a server: --endpoint (DYNAMODB_URL) begins with http:// or https://.`)
  const client = connect({ ...(region !== undefined && { region }), ...(endpoint !== undefined && { endpoint }) })
  const { requestHandler } = client.config as { readonly requestHandler?: Partial<RequestHandler> }
  requestHandler?.updateHttpClientConfig?.('connectionTimeout', CONNECTION_TIMEOUT)
  return client
}

/** What the SDK's handler of requests can be told. */
interface RequestHandler {
  updateHttpClientConfig(name: 'connectionTimeout', milliseconds: number): void
}
