import type { DynamoDBClientLike } from '../driver/client-like.js'
import { connect } from '../driver/connect.js'
import type { MonotableConfig } from '../migrate/config.js'
import type { Ask } from './ask.js'
import type { ConnectionOptions } from './commands/options.js'
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

/** The client of the options, of the configuration, or of the environment. An option counts for more than a configured client. */
export function clientOf({ config }: Session, options: ConnectionOptions): DynamoDBClientLike {
  const { region = config.region, endpoint = config.endpoint } = options
  const isGiven = options.region !== undefined || options.endpoint !== undefined
  return connect({
    ...(config.client && !isGiven && { client: config.client }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  })
}
