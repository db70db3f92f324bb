import { decodeStored } from '../entity/decode-item.js'
import { encodeWhole } from '../entity/encode-item.js'
import type { AnyModel } from '../entity/entity-types.js'
import { emptyBatchNode } from '../operation/batch/batch-builder.js'
import { GetManyBuilder, type GetManyOperation } from '../operation/batch/batch-get.js'
import type { BatchOperation } from '../operation/batch/batch-operation.js'
import { BatchWriteBuilder } from '../operation/batch/batch-write.js'
import { DeletePartitionBuilder } from '../operation/batch/delete-partition.js'
import { CheckBuilder, type CheckOperation } from '../operation/check/check-operation.js'
import type { Context } from '../operation/context.js'
import { DeleteBuilder, type DeleteOperation } from '../operation/delete/delete-operation.js'
import { itemOf } from '../operation/failure.js'
import type { GetNode } from '../operation/get/get-node.js'
import { type ExistsOperation, GetBuilder, type GetOperation } from '../operation/get/get-operation.js'
import { type Change, ModifyBuilder, type ModifyOperation, modifyNode } from '../operation/modify/modify-operation.js'
import { MoveBuilder, type MoveOperation } from '../operation/modify/move-operation.js'
import { emptyReadNode } from '../operation/pages/read-node.js'
import { type CreateOperation, PutBuilder, type PutOperation } from '../operation/put/put-operation.js'
import { QueryBuilder, type QueryBuilders } from '../operation/query/query-operation.js'
import { type Scan, ScanBuilder } from '../operation/scan/scan-operation.js'
import { UpdateBuilder } from '../operation/update/update-operation.js'
import type { UpdateOperation, UpsertStart } from '../operation/update/update-types.js'
import { emptyWriteNode } from '../operation/write/write-node.js'
import type { StoredItem } from '../schema/item-model.js'
import { storedImage } from '../schema/stored-image.js'

/** The operations on one entity. Each is made here, and sent when it is awaited. */
export interface EntityClient<D extends AnyModel> {
  /**
   * Writes a new item (PutItem, on condition that there is none with its key). What the library keeps and what has a
   * default need not be given. Gives the item as a read would.
   * @param item All of the item; 400 KB at most as it is stored, keys and names included.
   * @throws ItemExistsError with the item that is there; InvalidItemError, InvalidKeyError before anything is sent
   * @example await db.agents.create({ teamCode: 'AT-001', id: 'AG-001', name: 'document_analysis' })
   */
  create(item: D['create']): CreateOperation<D>
  /**
   * Writes a whole item, in the place of what is there (PutItem). Attributes that the schema doesn't know are lost:
   * `update` keeps them. Where the entity has a version, an item that carries one replaces that version only, and one that
   * carries none must be new.
   * @param item All of the item; 400 KB at most. To replace one of a versioned entity: with the version and the `createdAt`
   *   that were read.
   * @throws VersionConflictError, ItemExistsError with the item that is there; InvalidItemError, InvalidKeyError
   * @example await db.agents.put({ ...agent, active: false })
   */
  put(item: D['put']): PutOperation<D>
  /**
   * Reads an item (GetItem); `undefined` if there is none.
   * @param key The attributes of the primary key, as the application has them.
   * @throws InvalidItemError where it does not fit the schema; MonotableError `item.foreign` where it is another entity's
   * @example const agent = await db.agents.get({ teamCode: 'AT-001', id: 'AG-001' }).consistent()
   */
  get(key: D['key']): GetOperation<D['item']>
  /**
   * Reads an item that is there (GetItem).
   * @param key The attributes of the primary key, as the application has them.
   * @throws ItemNotFoundError if there is none, and what `get` throws
   * @example const { name } = await db.agents.getOrThrow({ teamCode: 'AT-001', id: 'AG-001' })
   */
  getOrThrow(key: D['key']): GetOperation<D['item'], true>
  /**
   * Tells whether there is an item (GetItem of its key alone, charged as the whole item). Another entity's is none.
   * @param key The attributes of the primary key, as the application has them.
   * @example if (await db.agents.exists({ teamCode: 'AT-001', id: 'AG-001' })) …
   */
  exists(key: D['key']): ExistsOperation
  /**
   * Changes attributes of an item that is there (UpdateItem), and gives the whole of it back.
   * @param key The attributes of the primary key, as the application has them.
   * @throws ItemNotFoundError if there is none; VersionConflictError, ConditionFailedError with the item as it stands;
   *   InvalidItemError, MonotableError `update.*` before anything is sent
   * @example await db.agents.update(key).set({ active: false }).add({ logins: 1 }).remove('tags').ifVersion(3)
   */
  update(key: D['key']): UpdateOperation<D>
  /**
   * Changes attributes of an item, or makes it if there is none (UpdateItem). So `set` takes all that a new item needs.
   * @param key The attributes of the primary key, as the application has them.
   * @throws as `update` does, but for ItemNotFoundError
   * @example await db.users.upsert({ id: 'ada' }).set({ name: 'Ada', email: 'ada@example.com' })
   */
  upsert(key: D['key']): UpsertStart<D>
  /**
   * Deletes an item (DeleteItem); gives it as it was, or `undefined` if there was none.
   * @param key The attributes of the primary key, as the application has them.
   * @throws VersionConflictError, ConditionFailedError with the item as it stands
   * @example const deleted = await db.agents.delete({ teamCode: 'AT-001', id: 'AG-001' }).ifVersion(3)
   */
  delete(key: D['key']): DeleteOperation<D>
  /**
   * Checks an item in a transaction without changing it (ConditionCheck).
   * @param key The attributes of the primary key, as the application has them.
   * @throws ItemNotFoundError, VersionConflictError, ConditionFailedError with the item as it stands
   * @example db.transactWrite([db.agents.create(agent), db.teams.check({ teamCode }).condition((t, { gt }) => gt(t.budget, 0))])
   */
  check(key: D['key']): CheckOperation<D>
  /**
   * Reads an item, consistently, changes it in code, and writes the attributes that differ, on condition that the item is as it
   * was read; where somebody else has changed it, all of that again, up to 6 times (GetItem, UpdateItem). Attributes that the
   * schema doesn't know stay, the version steps on, index keys and unique values follow.
   * @param key The attributes of the primary key, as the application has them.
   * @param change Makes of the item another, or `undefined` to leave it as it is; may be async. Can be called several times.
   * @throws ItemNotFoundError; MonotableError `write.contended` when it was overtaken each time; UniqueConstraintError
   * @example await db.users.modify({ id: 'ada' }, user => ({ ...user, tags: user.tags.toSorted() }))
   */
  modify(key: D['key'], change: Change<D['item']>): ModifyOperation<D['item']>
  /**
   * Gives an item another key, in one transaction (GetItem, TransactWriteItems): all of its attributes, index keys and unique
   * values go with it, and its version steps on.
   * @param key The attributes of the primary key as it is.
   * @param to Those of the key that it is to have.
   * @throws ItemNotFoundError; ItemExistsError where an item is under the new key; MonotableError `write.contended`
   * @example await db.agents.move({ teamCode: 'AT-001', id: 'AG-001' }, { teamCode: 'AT-002', id: 'AG-001' })
   */
  move(key: D['key'], to: D['key']): MoveOperation<D['item']>
  /**
   * Reads any number of items by their keys (BatchGetItem, 100 a request), in the order of the keys; `undefined` where there is
   * none. A key that is given twice is read once.
   * @param keys The attributes of each primary key; any number of them.
   * @throws BatchIncompleteError with what could not be read, and what was; an item that does not fit is among the former
   * @example const [first, second] = await db.agents.getMany([{ teamCode, id: 'AG-001' }, { teamCode, id: 'AG-002' }])
   */
  getMany(keys: readonly D['key'][]): GetManyOperation<D>
  /**
   * Writes any number of whole items, each as `put` does; gives them as they are written. They go 25 a request (BatchWriteItem);
   * alone, as PutItem or in a transaction, where the entity has a version or unique values, or shares its keys. Of items with
   * one key the last one wins.
   * @param items Whole items, any number of them; 400 KB at most each.
   * @throws BatchIncompleteError with what is left, and what was written; InvalidItemError, InvalidKeyError before anything is sent
   * @example await db.users.putMany(users).onProgress(({ done, total }) => console.log(`${done} of ${total}`))
   */
  putMany(items: readonly D['put'][]): BatchOperation<D['item'][]>
  /**
   * Deletes any number of items, whether they are there or not: 25 a request (BatchWriteItem); alone, as DeleteItem or in a
   * transaction, where the entity has unique values or shares its keys.
   * @param keys The attributes of each primary key; any number of them.
   * @throws BatchIncompleteError with what is left
   * @example await db.users.deleteMany([{ id: 'ada' }, { id: 'bob' }])
   */
  deleteMany(keys: readonly D['key'][]): BatchOperation<void>
  /**
   * Deletes all items of this entity in a partition (Query, then as `deleteMany` does), page by page, so that it takes no more
   * memory for more items. Other entities' items stay. Gives how many it deleted.
   * @param partition The attributes of the partition key.
   * @throws BatchIncompleteError with what is left of a page, and how many were deleted until then: `details.succeeded`
   * @example const deleted = await db.agents.deletePartition({ teamCode: 'AT-001' })
   */
  deletePartition(partition: D['partition']): BatchOperation<number>
  /**
   * Reads the items of a partition (Query), of the table, or of the index of an access pattern: `query.byType({ type })`.
   * @example const page = await db.agents.query({ teamCode: 'AT-001' }).beginsWith({ id: 'AG-' }).limit(20)
   * @example const all = await db.agents.query.byType({ type: 'Reasoning' }).gt({ createdAt: '2026-01' }).all()
   */
  readonly query: QueryBuilders<D>
  /**
   * Reads the whole table for the entity's items (Scan), and is charged for all of it.
   * @example for await (const agent of db.agents.scan().segments(4).items()) …
   */
  scan(): Scan<D['item']>
  /**
   * The stored form of an item, with its keys, index keys and discriminator: what `create` would write, but with the version and
   * the timestamps that the item has, and nothing of extensions. Sends nothing.
   * @param item All of the item; 400 KB at most as it is stored, keys and names included.
   * @throws InvalidItemError, InvalidKeyError
   * @example await client.send(new PutItemCommand({ TableName: 'copy', Item: db.agents.encode(agent) }))
   */
  encode(item: D['item']): StoredItem
  /**
   * The item of a stored one, as `get` would give it: checked, upgraded, decoded. Sends nothing.
   * @param stored A whole item as the SDK's `DynamoDBClient` gives it, with type tags.
   * @throws InvalidItemError where it does not fit the schema; MonotableError `item.foreign` where it is another entity's
   * @example const agents = Items.map(item => db.agents.decode(item))
   */
  decode(stored: Readonly<StoredItem>): D['item']
}

type Attributes = Readonly<Record<string, unknown>>

/** The operations on one entity, with a way to DynamoDB. */
export function createEntityClient(context: Context): EntityClient<AnyModel> {
  const { entity } = context
  const unset = emptyWriteNode
  const read = Object.freeze({ consistent: false, includeExpired: false, projection: undefined, signal: undefined })
  const get = (kind: GetNode['kind']) => (key: Attributes) => new GetBuilder(context, { ...read, kind, key })
  const put = (kind: 'create' | 'put') => (item: Attributes) => new PutBuilder(context, { ...unset, kind, item })
  const update = (kind: 'update' | 'upsert') => (key: Attributes) =>
    new UpdateBuilder(context, { ...unset, kind, key, actions: [], refresh: false })
  const query = (pattern: string | undefined) => (partition: Attributes) =>
    new QueryBuilder(context, {
      ...emptyReadNode,
      kind: 'query',
      pattern: pattern === undefined ? undefined : entity.patterns.get(pattern),
      partition,
      sort: undefined,
      descending: false,
    })
  const batch = (operations: readonly object[], gives: 'results' | 'nothing') =>
    new BatchWriteBuilder(context, { ...emptyBatchNode, operations, gives })
  const remove = (returning: 'old' | 'none') => (key: Attributes) =>
    new DeleteBuilder(context, { ...unset, kind: 'delete', key, returning })
  const patterns = Object.fromEntries([...entity.patterns.keys()].map(name => [name, query(name)]))
  // The builders are untyped inside: what they may be called with is what the interfaces above say.
  return Object.freeze({
    create: put('create'),
    put: put('put'),
    get: get('get'),
    getOrThrow: get('getOrThrow'),
    exists: get('exists'),
    update: update('update'),
    upsert: update('upsert'),
    delete: remove('old'),
    check: (key: Attributes) => new CheckBuilder(context, { ...unset, kind: 'check', key }),
    modify: (key: Attributes, change: Change<object>) => new ModifyBuilder(context, modifyNode(key, change)),
    move: (key: Attributes, to: Attributes) => new MoveBuilder(context, { key, to, signal: undefined }),
    getMany: (keys: readonly Attributes[]) =>
      new GetManyBuilder(context, { ...emptyBatchNode, keys: [...keys], read: { ...read, kind: 'get' } }),
    putMany: (items: readonly Attributes[]) => batch(items.map(put('put')), 'results'),
    deleteMany: (keys: readonly Attributes[]) => batch(keys.map(remove('none')), 'nothing'),
    deletePartition: (partition: Attributes) => new DeletePartitionBuilder(context, { ...emptyBatchNode, partition }),
    query: Object.freeze(Object.assign(query(undefined), patterns)),
    scan: () => new ScanBuilder(context, { ...emptyReadNode, kind: 'scan', segments: 1 }),
    encode: (item: Attributes) => encodeWhole(entity, item).stored,
    decode(stored: unknown) {
      const image = storedImage(stored) ?? {}
      return itemOf(entity, image, decodeStored(entity, image))
    },
  }) as unknown as EntityClient<AnyModel>
}
