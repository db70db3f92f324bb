import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { AttributeModel } from '../../schema/attribute-model.js'
import type { StoredItem } from '../../schema/item-model.js'

/**
 * A stored item as the schema makes it, with what the schema does not know of the one before it, at all depths: it is not the
 * schema's to take away. Attributes of the schema and index keys are those that were made.
 */
export function keepUnknown(entity: CompiledEntity, before: StoredItem, made: StoredItem): StoredItem {
  const { patterns, model } = entity
  const parts = [...patterns.values()].flatMap(({ partitionKey, sortKey }) => [...partitionKey, ...sortKey])
  const written = new Map<string, AttributeModel | undefined>(parts.map(part => [part.name, undefined]))
  for (const { stored, storedName, model: attribute } of model.attributes.values())
    if (stored) written.set(storedName, attribute)
  const result: StoredItem = Object.assign(Object.create(null), made)
  for (const [name, value] of Object.entries(before)) {
    if (Object.hasOwn(made, name)) result[name] = mergeUnknown(written.get(name), value, made[name]!, true)
    else if (!written.has(name)) result[name] = value
  }
  return result
}

/**
 * A stored value with the members that only the one before it has, and that its model does not know.
 * @param elements whether those of lists are the same ones in the same order
 */
export function mergeUnknown(
  model: AttributeModel | undefined,
  before: AttributeValue,
  made: AttributeValue,
  elements: boolean,
): AttributeValue {
  if (!model) return made
  if (elements && before.L && made.L?.length === before.L.length)
    return { L: made.L.map((each, index) => mergeUnknown(model.child(index), before.L[index]!, each, elements)) }
  if (!before.M || !made.M) return made
  const all: StoredItem = Object.assign(Object.create(null), made.M)
  for (const [name, value] of Object.entries(before.M)) {
    const member = model.child(name)
    if (Object.hasOwn(made.M, name)) all[name] = mergeUnknown(member, value, made.M[name]!, elements)
    else if (!member) all[name] = value
  }
  return { M: all }
}
