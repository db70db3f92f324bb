import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { StoredItem } from '../../schema/item-model.js'
import { storedNames } from '../guards.js'

/**
 * A stored item as the schema makes it, with what only the one before it has, at all depths: it is not the schema's to take
 * away. Attributes of the schema and index keys are those that were made.
 */
export function keepUnknown(entity: CompiledEntity, before: StoredItem, made: StoredItem): StoredItem {
  const { patterns, model } = entity
  const parts = [...patterns.values()].flatMap(({ partitionKey, sortKey }) => [...partitionKey, ...sortKey])
  const result = merge({ M: before }, { M: made }).M!
  for (const name of [...storedNames(model), ...parts.map(part => part.name)])
    if (!Object.hasOwn(made, name)) delete result[name]
  return result
}

function merge(from: AttributeValue, to: AttributeValue): AttributeValue {
  if (from.L && to.L?.length === from.L.length)
    return { L: to.L.map((element, index) => merge(from.L[index]!, element)) }
  if (!from.M || !to.M) return to
  const all: StoredItem = Object.assign(Object.create(null), from.M, to.M)
  for (const name of Object.keys(from.M)) if (Object.hasOwn(to.M, name)) all[name] = merge(from.M[name]!, to.M[name]!)
  return { M: all }
}
