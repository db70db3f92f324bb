import type { Template } from '../key/template-types.js'
import type { Collection, CollectionDefinition, EntitiesByName, WrongEntities } from './collection-types.js'
import { attachCollection, compileCollection } from './compiled-collection.js'

/**
 * Declares a collection: entities whose items share a partition, of their table or of one of its indexes, and are read
 * together. Sends nothing.
 *
 * @param definition All of the entities are of one table and have this very partition key; on an index, each has an access
 *   pattern on it with that partition key.
 * @throws DefinitionError `definition.collection` where they do not
 * @example
 * const Team = defineCollection({ partitionKey: 'team#<teamCode>', entities: { agents: Agent, members: Member } })
 * const { agents, members } = await db.collection(Team).query({ teamCode: 'AT-001' }).all()
 */
export function defineCollection<
  const Entities extends EntitiesByName,
  const PK extends Template,
  const Index extends string = never,
  Wrong = WrongEntities<Entities, PK, Index>,
>(definition: CollectionDefinition<Entities, PK, Index, Wrong>): Collection<Entities, PK, Index> {
  const { index, partitionKey, entities } = definition
  const collection = { index, partitionKey, entities: Object.freeze({ ...entities }) }
  return Object.freeze(
    attachCollection(collection, compileCollection(definition as Parameters<typeof compileCollection>[0])),
  ) as unknown as Collection<Entities, PK, Index>
}
