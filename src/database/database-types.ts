import type { DynamoDBClientLike } from '../driver/client-like.js'
import type { Hooks } from '../driver/hooks.js'
import type { TransportKind } from '../driver/sender.js'
import type { AnyCollection } from '../entity/collection-types.js'
import type { AnyEntity, Unless } from '../entity/entity-types.js'
import type { Refused } from '../errors/refused.js'
import type { BatchRead } from '../operation/batch/batch-get.js'
import type { BatchOperation } from '../operation/batch/batch-operation.js'
import type { BatchWritten } from '../operation/batch/batch-write.js'
import type { ConsumedCapacity } from '../operation/capacity.js'
import type { ReadOperation, WriteOperation } from '../operation/operation.js'
import type { CursorSecret } from '../operation/pages/seal.js'
import type { TransactGetOperation } from '../operation/transaction/transact-get.js'
import type { TransactWriteOperation, TransactWriteOptions } from '../operation/transaction/transact-write.js'
import type { TableDrift } from '../table/drift.js'
import type { TableOptions } from '../table/table-types.js'
import type { CollectionClient } from './collection-client.js'
import type { EntityClient } from './entity-client.js'
import type { StreamChange, StreamRecord } from './stream-types.js'

/** What `createDatabase` takes beside the entities. */
export interface ConnectionOptions {
  /**
   * A `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. Its retries, credentials, endpoint and middleware are used
   * as they are.
   */
  readonly client: DynamoDBClientLike
  /** The table to use in the place of the one that is defined: another stage's, a test's. */
  readonly tableName?: string | undefined
  /**
   * Signs cursors, so that they can't be forged: a secret; several, of which the first signs and all are accepted, so that
   * one can follow another; or `{ secrets, encrypt: true }`, so that they don't show the keys that they hold.
   */
  readonly cursorSecret?: CursorSecret | undefined
  /** Functions that are told of each request. */
  readonly hooks?: Hooks | undefined
  /** Whether DynamoDB is to report consumed capacity: see `db.consumedCapacity()` and `ResponseEvent`. */
  readonly consumedCapacity?: boolean | undefined
  /**
   * How requests are sent. `standard`, the default, goes through the client's pipeline. `fast` makes each request's first
   * attempt beside it, for a fraction of the CPU: with the client's own credentials, endpoint, request handler and retry
   * quota. What is not answered with a success goes on in the pipeline, retries and errors with it; and all goes through the
   * pipeline where the client has middleware or a logger of its user's, and once each half minute, to see what has changed.
   */
  readonly transport?: TransportKind | undefined
  /** The time for timestamps, where it is not to be the clock's: for tests. */
  readonly now?: (() => Date) | undefined
}

/** What `createDatabase` takes. */
export interface DatabaseOptions<E> extends ConnectionOptions {
  /** The entities of one table, by the names that the application uses. */
  readonly entities: E
}

/** What a table is made with, and until when that is waited for. */
export type CreateTableOptions = TableOptions & { readonly signal?: AbortSignal | undefined }

/** What a database does beside its entities. `Names` are those of its entities, as they were defined. */
export interface DatabaseMethods<Names extends string = string> {
  /**
   * Makes all of several writes or none of them (TransactWriteItems): 100 operations at most, those on unique values among them,
   * and 4 MB; twice the write units. A check and a write of one item, and updates of different places of one, are put together.
   * Where it meets another transaction or is throttled it is sent again, with the same token, 8 times at most.
   * @param operations Writes of this database's entities, not awaited.
   * @returns by position, the item of each `create` and `put`
   * @throws TransactionFailedError with what became of each operation; MonotableError `transaction.invalid` before it is sent
   * @example
   * await db.transactWrite([
   *   db.orders.create(order),
   *   db.stock.update({ sku }).add({ available: -1 }).condition((stock, { gt }) => gt(stock.available, 0)),
   *   db.customers.check({ id }),
   * ])
   */
  transactWrite<const T extends readonly WriteOperation<unknown>[]>(
    operations: T,
    options?: TransactWriteOptions,
  ): TransactWriteOperation<T>
  /**
   * Reads several items as they are at one moment (TransactGetItems): 100 at most, twice the read units. An item that is asked
   * for twice is read once.
   * @param operations `get`, `getOrThrow` and `exists` of this database's entities, not awaited.
   * @throws what the operations would throw
   * @example const [user, agent] = await db.transactGet([db.users.get({ id }), db.agents.get(key)])
   */
  transactGet<const T extends readonly ReadOperation<unknown>[]>(operations: T): TransactGetOperation<T>
  /**
   * Reads any number of items of any of this database's entities (BatchGetItem, 100 a request), and gives what each operation
   * would, in their order. An item that is asked for twice is read once, and consistent reads go in requests of their own.
   * @param operations `get`, `getOrThrow` and `exists` of this database's entities, not awaited; signals of their own are not heard.
   * @throws ItemNotFoundError where all could be read, and one of `getOrThrow` is not there; BatchIncompleteError with what could
   *   not be read, and what was
   * @example const [user, agent] = await db.batchGet([db.users.get({ id }), db.agents.get(key).project('name')])
   */
  batchGet<const T extends readonly ReadOperation<unknown>[]>(operations: T): BatchOperation<BatchRead<T>>
  /**
   * Makes any number of writes, not all or none of them: each by itself. What can go in requests of 25 does (BatchWriteItem:
   * whole puts and deletes without conditions, of entities without versions, unique values and shared keys); everything else goes
   * alone, with all that it means. Of writes on one key the last one wins, where all of them can go together; else they are made
   * one after another, until one fails.
   * @param operations Writes of this database's entities, not awaited; signals of their own are not heard.
   * @returns by position, what each gives; of a deleted item only where `returning('old')` asks for it
   * @throws BatchIncompleteError with what is left, and what was written; what is wrong with a write before anything is sent
   * @example await db.batchWrite([db.users.put(user), db.agents.create(agent), db.users.delete({ id: 'bob' })])
   */
  batchWrite<const T extends readonly WriteOperation<unknown>[]>(operations: T): BatchOperation<BatchWritten<T>>
  /**
   * Makes the table as it is defined (CreateTable), waits until it is active (DescribeTable, ten minutes at most), and sets
   * its time-to-live (UpdateTimeToLive). The client needs the rights for that, which few should have in production.
   * @param options How it is billed, its stream, deletion protection, class and tags: on demand and none unless said.
   * @throws MonotableError `request.failed`, also when the table is there already, `request.aborted`; DefinitionError
   *   `definition.table` for the throughput of what is no global index of it
   * @example await db.createTable({ stream: 'NEW_AND_OLD_IMAGES', deletionProtection: true })
   */
  createTable(options?: CreateTableOptions): Promise<void>
  /**
   * Compares the table with its definition (DescribeTable, DescribeTimeToLive), and says in words what differs. A table that is
   * not there is a difference too.
   * @throws MonotableError `request.failed`, `request.aborted`
   * @example
   * const { matches, differences } = await db.checkTable()
   * if (!matches) throw new Error(differences.map(difference => difference.text).join('\n'))
   */
  checkTable(options?: CheckTableOptions): Promise<TableDrift>
  /**
   * Reads several entities that share a partition.
   * @throws DefinitionError `definition.collection` where an entity of the collection is not of this database
   * @example const { agents, members } = await db.collection(Team).query({ teamCode: 'AT-001' }).all()
   */
  collection<C extends AnyCollection, Missing = MissingEntity<Exclude<C['~']['entities'], Names>>>(
    collection: C & Unless<NoInfer<Missing>>,
  ): CollectionClient<C['~']>
  /**
   * Capacity units that this database's requests have consumed so far, `createTable` aside; `undefined` unless
   * `consumedCapacity: true` was given. The counter is never set back: take differences.
   */
  consumedCapacity(): ConsumedCapacity | undefined
}

type MissingEntity<Names> = [Names] extends [never] ? never : Refused<`the database has no entity '${Names & string}'`>

/** Until when a check of the table is waited for. */
export interface CheckTableOptions {
  /** Ends it, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** What a database tells of items that came from elsewhere: a stream, the SDK, an export. Sends nothing. */
export interface ItemMethods<E extends Readonly<Record<string, AnyEntity>>> {
  /**
   * Says what a record of DynamoDB Streams is about: an entity's item, decoded, or an item that is of none. Throws nothing that
   * the record could be to blame for.
   * @param record As the SDK's `GetRecords` gives it, or as Lambda does. DynamoDB may deliver one twice.
   * @example
   * for (const record of event.Records) {
   *   const change = db.decodeStreamRecord(record)
   *   if (change.entity === 'agents' && change.event === 'insert') welcome(change.key, change.new)
   * }
   */
  decodeStreamRecord(record: StreamRecord): StreamChange<E>
  /**
   * The name in the database of the entity that an item is of; `undefined` where it is of none, or there is no telling.
   * @param item A stored item, as the SDK's `DynamoDBClient` gives it, or a plain one, as a `DynamoDBDocumentClient` does; or
   *   its key alone.
   * @example const { Items = [] } = await client.send(scan)
   * Items.filter(item => db.entityOf(item) === 'agents').map(item => db.agents.decode(item))
   */
  entityOf(item: object): (keyof E & string) | undefined
}

/** Entities with a client: the operations of each, by name, and the database's own. */
export type Database<E extends Readonly<Record<string, AnyEntity>>> = DatabaseMethods<E[keyof E]['~']['name']> &
  ItemMethods<E> & {
    readonly [K in keyof E]: EntityClient<E[K]['~']>
  }

/** Names that the database has itself. */
export type ReservedEntities = {
  readonly [N in
    | keyof DatabaseMethods
    | keyof ItemMethods<{}>]?: Refused<'the database has a method of this name: choose another for the entity'>
}
