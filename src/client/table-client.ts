import { connect } from '../driver/connect.js'
import { createDocuments } from '../driver/documents.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { type ConsumedCapacity, createCapacityCounter } from '../operation/capacity.js'
import { runBatch } from './batch.js'
import type { TableContext } from './context.js'
import type {
  BatchOptions,
  ConditionOf,
  CountOptions,
  CreateOptions,
  DeleteOptions,
  ExactKey,
  GetAllOptions,
  GetOptions,
  Key,
  NamesOf,
  Numeric,
  ProjectionPath,
  QueryOptions,
  QueryPagesOptions,
  ReturnValues,
  ScanOptions,
  ScanPagesOptions,
  TableClientOptions,
  TableInfoOptions,
  UpdateOptions,
  Updates,
  WriteOptions,
} from './options.js'
import { countItems, readAll, readPages } from './pages.js'
import { readItem, readPage } from './reads.js'
import type {
  Appended,
  AttributesOf,
  BatchCreated,
  BatchDeleted,
  Created,
  Deleted,
  Incremented,
  NumberedPage,
  Omitted,
  OutcomeOf,
  Page,
  Selected,
  TableInfo,
  Updated,
} from './results.js'
import { createTableFacts } from './table-info.js'
import { adding, appending, computeAttribute, createItem, deleteItem, updateItem } from './writes.js'

type Condition<T> = ConditionOf<T> | Omitted

/**
 * One table and its items as plain objects, without a schema. Types are converted as `@aws-sdk/lib-dynamodb` does it, by the options
 * of the document client that it is given or makes. `T` is what the items are like; without it they may hold anything.
 *
 * A method sends when it is called. What goes wrong is thrown: `request.failed` for what DynamoDB, the network or the credentials
 * refuse, `request.aborted` where its `signal` said so, other codes for bad input, before anything is sent. That a condition did not
 * hold is an outcome, `{ success: false, current }`.
 *
 * @example
 * const users = new TableClient<User>({ tableName: 'users' })
 * await users.create({ pk: 'user#1', sk: 'profile', name: 'Ada' }, { preventOverwrite: 'pk' })
 * const user = await users.get({ pk: 'user#1', sk: 'profile' })
 */
export class TableClient<T extends object = Record<string, any>> {
  /** The name of the table. */
  readonly tableName: string
  readonly #context: TableContext

  /**
   * Sends nothing.
   * @throws DefinitionError `definition.table`, `definition.database` without the name of a table, and for an endpoint that is no URL
   * @throws MonotableError `package.missing` on import, where `@aws-sdk/lib-dynamodb` is not installed
   * @example new TableClient({ tableName: 'users', endpoint: 'http://localhost:8000' })
   */
  constructor({ tableName, hooks, keyNames, consumedCapacity, ...connection }: TableClientOptions<NoInfer<T>>) {
    if (typeof tableName !== 'string' || tableName === '')
      throw new DefinitionError('definition.table', {
        table: String(tableName),
        reason: 'a client needs the name of its table',
      })
    this.tableName = tableName
    const capacity = consumedCapacity ? createCapacityCounter() : undefined
    const documents = createDocuments(connect(connection), hooks, capacity)
    this.#context = { tableName, documents, capacity, table: createTableFacts(documents, tableName, keyNames) }
  }

  /**
   * Puts an item: `PutItem`. It replaces an item with the same key unless `preventOverwrite` or a `condition` keeps that.
   * @param item All of the item; 400 KB at most.
   * @param options `condition`, `preventOverwrite`, `signal`.
   * @returns the item as it was given, or the one that is there where the condition did not hold
   * @throws MonotableError `expression.*`, `request.*`
   * @example const { success } = await users.create(user, { preventOverwrite: true })
   */
  async create<C extends Condition<T>, P extends boolean | (keyof T & string) | undefined = undefined>(
    item: T,
    options: CreateOptions<C, P> = {},
  ): Promise<OutcomeOf<T, Created<T>, [P] extends [false | undefined] ? C : P>> {
    return (await createItem(this.#context, item, options as object)) as never
  }

  /**
   * Puts any number of items, 25 and 16 MB in a request: `BatchWriteItem`. Of items with the same key the last wins.
   * @param items Whole items, any number of them.
   * @param options `batchSize` (25), `concurrency` (4), `onProgress`, `signal`.
   * @returns how many were written, and those that DynamoDB did not take because it was too much for it, however often it was asked
   * @throws BatchIncompleteError where a request failed for another reason, or may have been made: it has what failed, with why, and
   *   what succeeded
   * @throws InvalidKeyError, MonotableError `batch.invalid` before anything is sent
   * @example const { succeeded, failedItems } = await users.batchCreate(many)
   */
  async batchCreate(items: Iterable<T>, options: BatchOptions = {}): Promise<BatchCreated<T>> {
    const all = [...items]
    const { succeeded, failed } = await runBatch(this.#context, 'put', all, options)
    return { succeeded, failed: failed.length, failedItems: failed.map(position => all[position]!) }
  }

  /**
   * Reads an item: `GetItem`.
   * @param key The attributes of the table's key, all of them.
   * @param options `consistent`, `projection`, `signal`.
   * @returns the item, or what the projection names of it; `undefined` where there is none
   * @throws InvalidKeyError; MonotableError `query.invalid`, `request.*`
   * @example await users.get({ pk: 'user#1', sk: 'profile' }, { consistent: true, projection: ['name', 'address.city'] })
   */
  async get<const P extends ProjectionPath<T> = never>(
    key: Key<T>,
    options?: GetOptions<P>,
  ): Promise<Selected<T, P> | undefined> {
    return (await readItem(this.#context, key, options)) as Selected<T, P> | undefined
  }

  /**
   * Whether there is an item: `GetItem` of its key alone.
   * @param key The attributes of the table's key, all of them.
   * @param options `consistent`, `signal`.
   * @throws InvalidKeyError; MonotableError `request.*`
   * @example await users.exists({ pk: 'user#1', sk: 'profile' })
   */
  async exists(key: Key<T>, { consistent = false, signal }: GetOptions<never> = {}): Promise<boolean> {
    const projection = Object.keys(key ?? {})
      .slice(0, 1)
      .map(name => [name])
    return (await readItem(this.#context, key, { consistent, projection, ...(signal && { signal }) })) !== undefined
  }

  /**
   * Reads a page of the items of a partition, of the table or of an `index`: one `Query`, which ends at `limit` items, or at 1 MB.
   * `lastKey`, given as `startKey`, goes on.
   * @param partition the partition key: of a multi-attribute key all of its attributes
   * @param options `index`, `sortKey`, `filter`, `projection`, `limit`, `startKey`, `descending`, `consistent`, `signal`.
   * @throws InvalidKeyError; MonotableError `query.invalid`, `expression.*`, `request.*`
   * @example
   * await orders.query({ pk: 'user#1' }, { sortKey: { sk: { beginsWith: 'order#' } }, descending: true, limit: 10 })
   * await orders.query({ email }, { index: 'byEmail', filter: (order, { eq }) => eq(order.status, 'open') })
   */
  query<const P extends ProjectionPath<T> = never>(
    partition: Key<T>,
    options?: QueryOptions<T, P>,
  ): Promise<Page<Selected<T, P>>> {
    return readPage(this.#context, { ...options, partition: partition ?? {} })
  }

  /**
   * The same, page by page to the end: a `Query` for each page, sent when it is asked for.
   * @param partition The partition key, as for `query`.
   * @param options Those of `query`, with `pageSize` (100) and `maxPages` in the place of `limit`.
   * @throws what `query` throws, when it is iterated
   * @example for await (const { pageNumber, items } of orders.queryPages({ pk: 'user#1' }, { pageSize: 50 })) …
   */
  queryPages<const P extends ProjectionPath<T> = never>(
    partition: Key<T>,
    options?: QueryPagesOptions<T, P>,
  ): AsyncGenerator<NumberedPage<Selected<T, P>>, void, undefined> {
    return readPages(this.#context, { ...options, partition: partition ?? {} })
  }

  /**
   * Reads a page of all items of the table, or of an `index`: one `Scan`, which ends at `limit` items, or at 1 MB. What it reads is
   * paid for, whatever the filter leaves of it.
   * @param options `index`, `filter`, `projection`, `limit`, `startKey`, `consistent`, `signal`.
   * @throws MonotableError `query.invalid`, `expression.*`, `request.*`
   * @example await users.scan({ filter: (user, { lt }) => lt(user.lastLogin, '2023'), limit: 100 })
   */
  scan<const P extends ProjectionPath<T> = never>(options?: ScanOptions<T, P>): Promise<Page<Selected<T, P>>> {
    return readPage(this.#context, { ...options })
  }

  /**
   * The same, page by page to the end: a `Scan` for each page, sent when it is asked for.
   * @param options Those of `scan`, with `pageSize` (100) and `maxPages` in the place of `limit`.
   * @throws what `scan` throws, when it is iterated
   * @example for await (const { items } of users.scanPages({ maxPages: 5 })) …
   */
  scanPages<const P extends ProjectionPath<T> = never>(
    options?: ScanPagesOptions<T, P>,
  ): AsyncGenerator<NumberedPage<Selected<T, P>>, void, undefined> {
    return readPages(this.#context, { ...options })
  }

  /**
   * All items of the table, or of an `index`, in one list: as many `Scan`s as it takes. `maxItems` ends it early.
   * @param options Those of `scan`, with `maxItems` in the place of `limit` and `startKey`.
   * @throws MonotableError `query.invalid`, `expression.*`, `request.*`
   * @example await users.getAll({ filter: (user, { eq }) => eq(user.status, 'active'), maxItems: 500 })
   */
  getAll<const P extends ProjectionPath<T> = never>(options?: GetAllOptions<T, P>): Promise<Selected<T, P>[]> {
    return readAll(this.#context, { ...options })
  }

  /**
   * How many items there are: of a `partition` by `Query`s, of the whole table or `index` by `Scan`s; they are read and paid for, and
   * not sent.
   * @param options `partition`, and what `query` takes to choose items.
   * @throws InvalidKeyError; MonotableError `query.invalid`, `expression.*`, `request.*`
   * @example await orders.count({ partition: { pk: 'user#1' }, sortKey: { sk: { beginsWith: 'order#' } } })
   */
  count(options?: CountOptions<T>): Promise<number> {
    // A partition that turns out to be undefined is a mistake, and no wish to read all of the table.
    const partition = options && 'partition' in options ? (options.partition ?? {}) : undefined
    return countItems(this.#context, { ...options, partition })
  }

  /**
   * Sets attributes of an item, and removes those that `remove` names: `UpdateItem`. Where there is no item it makes one, unless a
   * `condition` excludes that.
   * @param key The attributes of the table's key, all of them.
   * @param updates new values of attributes; one that is `undefined` is refused, for it could mean either
   * @param options `remove`, `condition`, `returnValues` (`'UPDATED_NEW'`), `signal`.
   * @returns the attributes that `returnValues` asks for, or the item that is there where the condition did not hold
   * @throws InvalidKeyError; MonotableError `update.invalid`, `expression.*`, `request.*`
   * @example
   * await accounts.update(key, { balance, version: 2 }, { condition: (item, { eq }) => eq(item.version, 1) })
   */
  async update<K extends Key<T>, C extends Condition<T>, R extends ReturnValues = 'UPDATED_NEW'>(
    key: ExactKey<T, K>,
    updates: Updates<T, K>,
    options: UpdateOptions<T, C, R> = {},
  ): Promise<OutcomeOf<T, Updated<AttributesOf<T, R>>, C>> {
    return (await updateItem(this.#context, key, updates as object, options as object)) as never
  }

  /**
   * Adds to a number, at once for all who do so at a time: `UpdateItem` with `ADD`. What is not there counts as 0, and an item that is
   * not there is made. It is never made twice: where an answer is lost the error has the outcome `'unknown'`.
   * @param key The attributes of the table's key, all of them.
   * @param attribute The name of the attribute that is the number.
   * @param amount what to add; 1 unless said otherwise, negative to take away
   * @param options `condition`, `signal`.
   * @returns the number as it is now
   * @throws InvalidKeyError; MonotableError `update.invalid`, `expression.*`, `request.*`
   * @example const { value } = await articles.increment(key, 'views')
   */
  async increment<A extends NamesOf<T, Numeric>, C extends Condition<T>>(
    key: Key<T>,
    attribute: A,
    amount: Numeric = 1,
    options: WriteOptions<C> = {},
  ): Promise<OutcomeOf<T, Incremented<NonNullable<T[A]>>, C>> {
    const expression = adding(attribute, amount)
    const outcome = await computeAttribute<T>(this.#context, key, attribute, expression, options as object)
    return outcome as never
  }

  /**
   * Adds to the end of a list, which is made where it is not there: `UpdateItem` with `list_append`. It is never made twice: where an
   * answer is lost the error has the outcome `'unknown'`.
   * @param key The attributes of the table's key, all of them.
   * @param attribute The name of the attribute that is the list.
   * @param values What is added, in this order.
   * @param options `condition`, `signal`.
   * @returns the list as it is now
   * @throws InvalidKeyError; MonotableError `update.invalid`, `expression.*`, `request.*`
   * @example const { list } = await articles.appendToList(key, 'tags', ['aws'])
   */
  async appendToList<A extends NamesOf<T, readonly unknown[]>, C extends Condition<T>>(
    key: Key<T>,
    attribute: A,
    values: NoInfer<NonNullable<T[A]>>,
    options: WriteOptions<C> = {},
  ): Promise<OutcomeOf<T, Appended<NonNullable<T[A]>>, C>> {
    const expression = appending(attribute, values)
    const outcome = await computeAttribute<T>(this.#context, key, attribute, expression, options as object)
    return (outcome.success ? { success: true, list: outcome.value } : outcome) as never
  }

  /**
   * Deletes an item: `DeleteItem`. One that is not there is deleted already, unless a `condition` asks for more.
   * @param key The attributes of the table's key, all of them.
   * @param options `condition`, `returnOld`, `signal`.
   * @returns the item as it was, where `returnOld` asks for it; the one that is there where the condition did not hold
   * @throws InvalidKeyError; MonotableError `expression.*`, `request.*`
   * @example const { item } = await users.delete(key, { returnOld: true })
   */
  async delete<C extends Condition<T>>(
    key: Key<T>,
    options: DeleteOptions<C> = {},
  ): Promise<OutcomeOf<T, Deleted<T>, C>> {
    return (await deleteItem<T>(this.#context, key, options as object)) as never
  }

  /**
   * Deletes the items of any number of keys, 25 in a request: `BatchWriteItem`.
   * @param keys Keys, any number of them.
   * @param options `batchSize` (25), `concurrency` (4), `onProgress`, `signal`.
   * @returns how many were deleted, and the keys that DynamoDB did not take because it was too much for it, however often it was asked
   * @throws BatchIncompleteError where a request failed for another reason, or may have been made: it has what failed, with why, and
   *   what succeeded
   * @throws InvalidKeyError, MonotableError `batch.invalid` before anything is sent
   * @example await users.batchDelete(ids.map(id => ({ pk: `user#${id}`, sk: 'profile' })))
   */
  async batchDelete<K extends Key<T>>(
    keys: Iterable<ExactKey<T, K>>,
    options: BatchOptions = {},
  ): Promise<BatchDeleted<K>> {
    const all = [...keys]
    const { succeeded, failed } = await runBatch(this.#context, 'delete', all, options)
    return { succeeded, failed: failed.length, failedKeys: failed.map(position => all[position]!) }
  }

  /**
   * What DynamoDB says of the table: `DescribeTable`. It is asked once, also by several calls at a time, and again after a failure.
   * @param options `refresh` asks it again; `signal` ends this call, and not the request, for which others may be waiting.
   * @throws MonotableError `request.failed`, where there is no such table too; `request.aborted`
   * @example const { keySchema } = await users.tableInfo() // { pk: 'HASH', sk: 'RANGE' }
   */
  tableInfo({ refresh = false, signal }: TableInfoOptions = {}): Promise<TableInfo> {
    return this.#context.table.info(refresh, signal)
  }

  /** The capacity consumed through this client so far; `undefined` where it was made without `consumedCapacity: true`. Sends nothing. */
  consumedCapacity(): ConsumedCapacity | undefined {
    return this.#context.capacity?.total()
  }
}
