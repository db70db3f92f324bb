import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import type fc from 'fast-check'
import {
  type AnyEntity,
  type Condition,
  type CursorSecret,
  createDatabase,
  defineEntity,
  type MonotableError,
  type Table,
} from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'

export type Attributes = Readonly<Record<string, unknown>>
export type RawItem = Record<string, AttributeValue>
type Where = (item: any, operators: any) => Condition

interface Page {
  readonly items: Attributes[]
  readonly cursor?: string
  readonly count: number
}

/** Queries and scans as their methods are. */
export interface Reader extends PromiseLike<Page> {
  eq(attributes: Attributes): Reader
  lt(attributes: Attributes): Reader
  lte(attributes: Attributes): Reader
  gt(attributes: Attributes): Reader
  gte(attributes: Attributes): Reader
  between(low: Attributes, high: Attributes): Reader
  beginsWith(attributes: Attributes): Reader
  ascending(): Reader
  descending(): Reader
  segments(count: number): Reader
  filter(where: Where): Reader
  project(...paths: string[]): Reader
  limit(items: number): Reader
  pageSize(items: number): Reader
  maxRequests(requests: number): Reader
  after(cursor: string | undefined): Reader
  all(): PromiseLike<Attributes[]>
  first(): PromiseLike<Attributes | undefined>
  count(): PromiseLike<number>
  items(): AsyncIterable<Attributes>
  pages(): AsyncIterable<Page>
}

interface Writer extends PromiseLike<Attributes | undefined> {
  set(changes: Attributes): Writer
  remove(...paths: string[]): Writer
  refresh(): Writer
  condition(where: Where): Writer
  ifVersion(version: number): Writer
}

type Partition = (partition: Attributes) => Reader

/** The operations on an entity whose definition was made up at run time, so that the compiler can't know its attributes. */
export interface Client {
  create(item: Attributes): Writer
  put(item: Attributes): Writer
  get(key: Attributes): PromiseLike<Attributes | undefined>
  update(key: Attributes): Writer
  upsert(key: Attributes): Writer
  delete(key: Attributes): Writer
  readonly query: Partition & Readonly<Record<string, Partition>>
  scan(): Reader
}

/** Defines an entity and opens it in a table that is there. */
export function openEntity(
  definition: { table: Table } & Attributes,
  name: string,
  cursorSecret?: CursorSecret,
): Client {
  const entity: AnyEntity = defineEntity(definition as never)
  const db = createDatabase({
    client: localClient(),
    entities: { it: entity },
    tableName: name,
    ...(cursorSecret !== undefined && { cursorSecret }),
  })
  return db.it as unknown as Client
}

export async function makeTable(table: Table): Promise<string> {
  const name = tableName('properties')
  await localClient().send(new CreateTableCommand(table.createTableInput({ tableName: name })))
  return name
}

/** A number that no other case of this file has: for partitions that nobody else writes to. */
let cases = 0
export const nextCase = (): number => ++cases

/** Writes items as they are, past the library. */
export async function writeRaw(table: string, items: readonly RawItem[]): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25))
  await Promise.all(
    chunks.map(chunk => {
      const RequestItems = { [table]: chunk.map(Item => ({ PutRequest: { Item } })) }
      return localClient().send(new BatchWriteItemCommand({ RequestItems }))
    }),
  )
}

/** Deletes items past the library, by the attributes of their key. */
export async function deleteRaw(table: string, items: readonly RawItem[], keyNames: readonly string[]): Promise<void> {
  const keys = items.map(item => Object.fromEntries(keyNames.map(name => [name, item[name]!])))
  for (let at = 0; at < keys.length; at += 25) {
    const RequestItems = { [table]: keys.slice(at, at + 25).map(Key => ({ DeleteRequest: { Key } })) }
    await localClient().send(new BatchWriteItemCommand({ RequestItems }))
  }
}

/** All items of a partition (below 1 MB) as they are. */
export async function readRaw(table: string, keyName: string, value: AttributeValue): Promise<RawItem[]> {
  const { Items = [] } = await localClient().send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#k = :v',
      ExpressionAttributeNames: { '#k': keyName },
      ExpressionAttributeValues: { ':v': value },
      ConsistentRead: true,
    }),
  )
  return Items
}

/** All items of a small table as they are. */
export async function scanRaw(table: string): Promise<RawItem[]> {
  const { Items = [] } = await localClient().send(new ScanCommand({ TableName: table, ConsistentRead: true }))
  return Items
}

/** The code of the error that a promise fails with; undefined where it succeeds. Errors that are not ours are thrown on. */
export async function errorCode(promise: PromiseLike<unknown>): Promise<string | undefined> {
  try {
    await promise
    return undefined
  } catch (error) {
    const { code } = error as Partial<MonotableError>
    if (code === undefined || code === 'request.failed') throw error
    return code
  }
}

/** A case is dozens of requests, so a failure is not made smaller: it names its seed, and the check names what differs. */
export const asked = (numRuns: number): fc.Parameters<unknown> => ({ numRuns, endOnFailure: true })
