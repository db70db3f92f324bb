import type { DynamoDBClientLike } from '../driver/client-like.js'

/** What `monotable.config.ts` says, so that the command line need not. */
export interface MonotableConfig {
  /** The name of the table, where definitions and options name no other. */
  readonly tableName?: string | undefined
  /** A client to use as it is. */
  readonly client?: DynamoDBClientLike | undefined
  /** The AWS region; where it is not given, the SDK finds it its own way. */
  readonly region?: string | undefined
  /** The URL of a server that is not AWS's, such as DynamoDB Local. */
  readonly endpoint?: string | undefined
  /** The file that exports the entities, seen from the folder of the configuration. */
  readonly definitions?: string | undefined
}

/**
 * Says what the command line is to take where its options say nothing: the default export of `monotable.config.ts`.
 * It gives back what it is given; it is there for the types.
 *
 * @example
 * export default defineConfig({ tableName: 'app', region: 'eu-central-1', definitions: './src/entities.ts' })
 */
export const defineConfig = (config: MonotableConfig): MonotableConfig => config
