import type { CompiledEntity } from '../entity/compiled-entity.js'
import type { AnyModel } from '../entity/entity-types.js'
import type { Context } from '../operation/context.js'
import { DeleteBuilder, type DeleteOperation } from '../operation/delete/delete-operation.js'
import type { GetNode } from '../operation/get/get-node.js'
import { type ExistsOperation, GetBuilder, type GetOperation } from '../operation/get/get-operation.js'
import { emptyReadNode } from '../operation/pages/read-node.js'
import { type CreateOperation, PutBuilder, type PutOperation } from '../operation/put/put-operation.js'
import { QueryBuilder, type QueryBuilders } from '../operation/query/query-operation.js'
import { type Scan, ScanBuilder } from '../operation/scan/scan-operation.js'
import { UpdateBuilder } from '../operation/update/update-operation.js'
import type { UpdateOperation, UpsertStart } from '../operation/update/update-types.js'

/** The operations on one entity. Each is made here, and sent when it is awaited. */
export interface EntityClient<D extends AnyModel> {
  /**
   * Writes a new item (PutItem); ItemExistsError if there is one with its key. What the library keeps and what has a
   * default need not be given. Gives the item as a read would.
   * @example await db.agents.create({ teamCode: 'AT-001', id: 'AG-001', name: 'document_analysis' })
   */
  create(item: D['create']): CreateOperation<D>
  /**
   * Writes a whole item, in the place of what is there (PutItem). An item with a version replaces that version only,
   * without one it must be new. Attributes that the schema doesn't know are lost: `update` keeps them.
   */
  put(item: D['put']): PutOperation<D>
  /** Reads an item (GetItem); `undefined` if there is none. */
  get(key: D['key']): GetOperation<D>
  /** Reads an item (GetItem); ItemNotFoundError if there is none. */
  getOrThrow(key: D['key']): GetOperation<D, true>
  /** Tells whether there is an item (GetItem of its key alone). */
  exists(key: D['key']): ExistsOperation
  /**
   * Changes attributes of an item that is there (UpdateItem); ItemNotFoundError if there is none.
   * @example await db.agents.update(key).set({ active: false }).add({ logins: 1 }).remove('tags').ifVersion(3)
   */
  update(key: D['key']): UpdateOperation<D>
  /** Changes attributes of an item, or makes it if there is none (UpdateItem). */
  upsert(key: D['key']): UpsertStart<D>
  /** Deletes an item (DeleteItem); gives it as it was, or `undefined` if there was none. */
  delete(key: D['key']): DeleteOperation<D>
  /** Reads the items of a partition, or of an access pattern: `query.byType({ type })` (Query). */
  readonly query: QueryBuilders<D>
  /** Reads the whole table for the entity's items (Scan). */
  scan(): Scan<D>
}

type Attributes = Readonly<Record<string, unknown>>

/** The operations on one entity, with a way to DynamoDB. */
export function createEntityClient(entity: CompiledEntity, shared: Omit<Context, 'entity'>): EntityClient<AnyModel> {
  const context: Context = Object.freeze({ ...shared, entity })
  const unset = { condition: undefined, version: undefined, signal: undefined }
  const get = (kind: GetNode['kind']) => (key: Attributes) =>
    new GetBuilder(context, { kind, key, consistent: false, projection: undefined, signal: undefined })
  const put = (kind: 'create' | 'put') => (item: Attributes) => new PutBuilder(context, { ...unset, kind, item })
  const update = (kind: 'update' | 'upsert') => (key: Attributes) =>
    new UpdateBuilder(context, { ...unset, kind, key, actions: [] })
  const query = (pattern: string | undefined) => (partition: Attributes) =>
    new QueryBuilder(context, {
      ...emptyReadNode,
      kind: 'query',
      pattern: pattern === undefined ? undefined : entity.patterns.get(pattern),
      partition,
      sort: undefined,
      descending: false,
    })
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
    delete: (key: Attributes) => new DeleteBuilder(context, { ...unset, kind: 'delete', key }),
    query: Object.freeze(Object.assign(query(undefined), patterns)),
    scan: () => new ScanBuilder(context, { ...emptyReadNode, kind: 'scan', segments: 1 }),
  }) as unknown as EntityClient<AnyModel>
}
