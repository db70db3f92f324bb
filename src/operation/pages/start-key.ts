import type { Condition } from '../../expression/condition.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import type { ItemModel, StoredItem } from '../../schema/item-model.js'
import { storedValue } from '../../schema/stored-image.js'
import { scalarTypes } from '../../table/create-table-input.js'
import type { KeyAttributeModel } from '../../table/table-types.js'

/** Tells whether a read can go on behind a key: one that is of the table's types, and of what is asked of keys. */
export const startTest =
  (attributes: readonly KeyAttributeModel[], keys: Condition | undefined, model: ItemModel) =>
  (key: StoredItem): boolean =>
    attributes.every(({ name, type }) => isKeyValue(key[name], scalarTypes[type])) &&
    (!keys || evaluateCondition(keys, model, key))

/** Whether something is a stored value of this type, such as a key can have. */
function isKeyValue(value: unknown, type: 'S' | 'N' | 'B'): boolean {
  // Lists and maps may be within one another more deeply than a call can go: only what a key can have is looked at.
  const content = storedValue({ [type]: Object(value)[type] })[type]
  return content !== undefined && content.length > 0 && Object.keys(Object(value)).length === 1
}
