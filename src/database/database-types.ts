import type { DynamoDBClientLike } from '../driver/driver.js'
import type { Hooks } from '../driver/hooks.js'
import type { AnyCollectionModel, Collection } from '../entity/collection-types.js'
import type { AnyEntity, Unless } from '../entity/entity-types.js'
import type { Refused } from '../errors/refused.js'
import type { ConsumedCapacity } from '../operation/capacity.js'
import type { CursorSecret } from '../operation/pages/seal.js'
import type { TableOptions } from '../table/table-types.js'
import type { CollectionClient } from './collection-client.js'
import type { EntityClient } from './entity-client.js'

/** What `createDatabase` takes beside the entities. */
export interface ConnectionOptions {
  /**
   * A `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. Its retries, credentials, endpoint and middleware are used
   * as they are.
   */
  readonly client: DynamoDBClientLike
  /** The table to use in the place of the one that is defined: another stage's, a test's. */
  readonly tableName?: string
  /**
   * Signs cursors, so that they can't be forged: a secret; several, of which the first signs and all are accepted, so that
   * one can follow another; or `{ secrets, encrypt: true }`, so that they don't show the keys that they hold.
   */
  readonly cursorSecret?: CursorSecret
  /** Functions that are told of each request. */
  readonly hooks?: Hooks
  /** Whether DynamoDB is to report consumed capacity: see `db.consumedCapacity()` and `ResponseEvent`. */
  readonly consumedCapacity?: boolean
  /** The time for timestamps, where it is not to be the clock's: for tests. */
  readonly now?: () => Date
}

/** What `createDatabase` takes. */
export interface DatabaseOptions<E> extends ConnectionOptions {
  /** The entities of one table, by the names that the application uses. */
  readonly entities: E
}

/** What a table is made with, and until when that is waited for. */
export type CreateOptions = TableOptions & { readonly signal?: AbortSignal }

/** What a database does beside its entities. `Names` are those of its entities, as they were defined. */
export interface DatabaseMethods<Names extends string = string> {
  /**
   * Makes the table as it is defined (CreateTable), waits until it is active (DescribeTable, ten minutes at most), and sets
   * its time-to-live (UpdateTimeToLive). The client needs the rights for that, which few should have in production.
   * @param options How it is billed, its stream, deletion protection, class and tags: on demand and none unless said.
   * @throws MonotableError `request.failed`, also when the table is there already
   * @example await db.createTable({ stream: 'NEW_AND_OLD_IMAGES', deletionProtection: true })
   */
  createTable(options?: CreateOptions): Promise<void>
  /**
   * Reads several entities that share a partition.
   * @throws DefinitionError `definition.collection` where an entity of the collection is not of this database
   * @example const { agents, members } = await db.collection(Team).query({ teamCode: 'AT-001' }).all()
   */
  collection<C extends AnyCollectionModel, Missing = MissingEntity<Exclude<C['entities'], Names>>>(
    collection: Collection<C> & Unless<NoInfer<Missing>>,
  ): CollectionClient<C>
  /**
   * Capacity units that this database's requests have consumed so far, `createTable` aside; `undefined` unless
   * `consumedCapacity: true` was given. The counter is never set back: take differences.
   */
  consumedCapacity(): ConsumedCapacity | undefined
}

type MissingEntity<Names> = [Names] extends [never] ? never : Refused<`the database has no entity '${Names & string}'`>

/** Entities with a client: the operations of each, by name, and the database's own. */
export type Database<E extends Readonly<Record<string, AnyEntity>>> = DatabaseMethods<E[keyof E]['~']['name']> & {
  readonly [K in keyof E]: EntityClient<E[K]['~']>
}

/** Names that the database has itself. */
export type ReservedEntities = {
  readonly [N in keyof DatabaseMethods]?: Refused<'the database has a method of this name: choose another for the entity'>
}
