import type { AnyCollectionModel } from '../entity/collection-types.js'
import type { CompiledCollection } from '../entity/compiled-collection.js'
import type { CompiledEntity } from '../entity/compiled-entity.js'
import { DefinitionError } from '../errors/monotable-error.js'
import type { CollectionContext } from '../operation/collection/collection-context.js'
import { CollectionBuilder, type CollectionQuery } from '../operation/collection/collection-query.js'
import type { Context, SharedContext } from '../operation/context.js'
import { emptyReadNode } from '../operation/pages/read-node.js'

/** The operations on a collection. */
export interface CollectionClient<C extends AnyCollectionModel> {
  /**
   * Reads the items of one partition (Query), of all the collection's entities.
   * @param partition The attributes of the partition key.
   * @throws InvalidKeyError; InvalidItemError by the policy of the entity, for an item that does not fit its schema
   * @example const { agents, members } = await db.collection(Team).query({ teamCode: 'AT-001' }).all()
   */
  query(partition: C['partition']): CollectionQuery<C>
}

/**
 * The operations on a collection, with a way to DynamoDB.
 * @throws DefinitionError `definition.collection` where an entity is not of the database
 */
export function createCollectionClient<C extends AnyCollectionModel>(
  shared: SharedContext,
  contexts: ReadonlyMap<CompiledEntity, Context>,
  { table, index, members }: CompiledCollection,
): CollectionClient<C> {
  const context: CollectionContext = {
    ...shared,
    entity: { name: members.map(({ entity }) => entity.name).join(', '), table, patterns: new Map() },
    index,
    members: members.map(({ name, entity, pattern }) => {
      const own = contexts.get(entity)
      if (!own)
        throw new DefinitionError('definition.collection', { reason: `the database has no entity '${entity.name}'` })
      return { name, pattern, context: own }
    }),
  }
  const query = (partition: Readonly<Record<string, unknown>>) =>
    new CollectionBuilder(context, {
      ...emptyReadNode,
      kind: 'collection',
      partition,
      sort: undefined,
      descending: false,
      filters: new Map(),
      onForeign: undefined,
    })
  // The builder is untyped inside: what it may be called with is what the interface says.
  return Object.freeze({ query }) as unknown as CollectionClient<C>
}
