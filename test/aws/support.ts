import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import {
  type ConnectionOptions,
  type CreateTableOptions,
  createDatabase,
  type Database,
  defineEntity,
  defineTable,
  MonotableError,
} from '../../src/index.js'
import { createClient, tableName, tags, target } from './target.js'

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    keys: { partitionKey: 'gsi2pk', projection: 'keysOnly' },
  },
  timeToLive: 'ttl',
})

/** In two indexes, with a version and a unique value. */
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    email: z.string(),
    plan: z.string(),
    logins: z.int().default(0),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' },
  indexes: {
    byPlan: { index: 'gsi1', partitionKey: 'plan#<plan>', sortKey: '<id>' },
    ofTeam: { index: 'keys', partitionKey: 'team#<team>' },
  },
  version: 'version',
  unique: ['email'],
})

/** In no index, and with nothing that the library keeps. */
export const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string(), count: z.int().default(0) }),
  key: { partitionKey: 'team#<team>', sortKey: 'note#<id>' },
})

/** With an end. */
const Session = defineEntity({
  name: 'Session',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), ttl: z.int() }),
  key: { partitionKey: 'team#<team>', sortKey: 'session#<id>' },
  timeToLive: 'ttl',
})

type App = Database<{ users: typeof User; notes: typeof Note; sessions: typeof Session }>

/** A table of this run's. It is deleted with all others of the run, however that ends. */
export interface TestTable {
  readonly name: string
  readonly client: DynamoDBClient
  readonly db: App
  /** The same table by another client, which has retries, sockets and a clock of its own. */
  open(options?: Partial<ConnectionOptions>): App
  create(options?: CreateTableOptions): Promise<void>
}

export function useTable(what: string): TestTable {
  const client = createClient()
  const name = tableName(what)
  const entities = { users: User, notes: Note, sessions: Session }
  const db = createDatabase({ client, tableName: name, entities, consumedCapacity: true })
  return {
    name,
    client,
    db,
    open: (options = {}) => createDatabase({ client: createClient(), tableName: name, entities, ...options }),
    create: (options = {}) => db.createTable({ tags, ...options } as CreateTableOptions),
  }
}

/** Says what was seen, for whoever reads the run. */
export const note = (text: string): void => console.info(`    ${text}`)
/** Says what DynamoDB Local does not show, where it is one. */
export const onLocal = (text: string): void => {
  if (target.isLocal) note(`DynamoDB Local: ${text}`)
}

/** What DynamoDB is expected to give in the end, and how long it took, in milliseconds. */
export async function eventually<T>(
  read: () => PromiseLike<T>,
  isRight: (found: T) => boolean,
  seconds = 120,
): Promise<{ readonly found: T; readonly waited: number }> {
  const started = Date.now()
  for (let pause = 20; ; pause = Math.min(pause * 2, 5_000)) {
    const found = await read()
    const waited = Date.now() - started
    if (isRight(found)) return { found, waited }
    if (waited > seconds * 1000) throw new Error(`After ${seconds} s it is still ${JSON.stringify(found)}`)
    await sleep(pause)
  }
}

/** The library's error with which an operation fails. */
export async function failure(work: PromiseLike<unknown>): Promise<MonotableError> {
  const outcome: unknown = await work.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  )
  if (outcome instanceof MonotableError) return outcome
  throw outcome
}

/** Numbers from 0, as texts that sort as they do. */
export const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => String(n).padStart(4, '0'))
