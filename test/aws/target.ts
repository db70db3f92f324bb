import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

/** Where the suite makes tables, and what they are called: from the environment that `run.ts` makes. */
export const target = Object.freeze({
  /** What all tables of a run begin with. */
  tables: process.env.MONOTABLE_AWS_TABLES ?? '',
  /** Whether it is DynamoDB Local, which has no lag, no throttling and no signatures. */
  isLocal: isLocal(process.env.AWS_ENDPOINT_URL_DYNAMODB),
})

/** A client as an application makes one: region, credentials and endpoint are the environment's. */
export const createClient = (config: DynamoDBClientConfig = {}): DynamoDBClient => new DynamoDBClient(config)

/** The name of a table of this run. */
export const tableName = (what: string): string => `${target.tables}${what}`

/** What tables are marked with, for whoever finds one. */
export const tags = { 'monotable-test': target.tables } as const

/** The beginning of the names of all tables that the suite makes with a prefix of the user's. */
export const allTables = (prefix: string): string => `${prefix}-monotable-test-`

/** Whether an endpoint is not AWS's. */
function isLocal(endpoint: string | undefined): boolean {
  return endpoint !== undefined && endpoint !== '' && !/\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname)
}
