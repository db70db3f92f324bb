import { defineEntity } from '../../entity/define-entity.js'
import type { AnyEntity } from '../../entity/entity-types.js'
import type { Table } from '../../table/table-types.js'
import type { InferredEntity, InferredUnique } from '../infer/inferred-model.js'
import { buildObject } from './build-schema.js'

/** What `defineEntity` takes, of an entity that was found: the text of `entity-text.ts` says the same. */
const definitionOf = (entity: InferredEntity, table: Table) => {
  const storedAs = entity.attributes.flatMap(({ name, storedName }) =>
    storedName === undefined ? [] : [[name, storedName]],
  )
  const { version, createdAt, updatedAt, timeToLive } = entity
  return {
    name: entity.name,
    table,
    schema: buildObject(entity.attributes),
    key: entity.key,
    indexes: Object.fromEntries(
      entity.indexes.map(({ name, index, partitionKey, sortKey }) => [
        name,
        {
          index,
          // A local index has the table's partition key.
          ...(table.indexes.get(index)?.kind !== 'local' && { partitionKey }),
          ...(sortKey !== undefined && { sortKey }),
        },
      ]),
    ),
    ...(version !== undefined && { version }),
    ...((createdAt !== undefined || updatedAt !== undefined) && {
      timestamps: { ...(createdAt !== undefined && { createdAt }), ...(updatedAt !== undefined && { updatedAt }) },
    }),
    ...(timeToLive !== undefined && { timeToLive }),
    ...(entity.unique.length > 0 && {
      unique: entity.unique.map(each => (isPlain(each) ? each.attributes[0]! : each)),
    }),
    keyOnly: entity.keyOnly,
    storedAs: Object.fromEntries(storedAs),
    discriminator:
      entity.discriminator &&
      (entity.discriminator.aliases.length > 0
        ? entity.discriminator
        : { attribute: entity.discriminator.attribute, value: entity.discriminator.value }),
  }
}

/** Whether a constraint is one of one attribute and named after it, and can be written as that. */
export const isPlain = ({ name, attributes, partitionKey }: InferredUnique): boolean =>
  partitionKey === undefined && attributes.length === 1 && attributes[0]!.replace(/:.*/, '') === name

/**
 * Defines an entity that was found, in memory.
 * @throws DefinitionError where it can't be
 */
export const buildEntity = (entity: InferredEntity, table: Table): AnyEntity =>
  defineEntity(definitionOf(entity, table) as never) as AnyEntity
