import type { Condition } from '../../expression/condition.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import type { ItemModel, StoredItem } from '../../schema/item-model.js'
import { parseDecimal } from '../../schema/numbers.js'
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
  const [[found, content] = [], ...more] = Object.entries(Object(value))
  if (found !== type || more.length > 0) return false
  if (type === 'B') return content instanceof Uint8Array && content.length > 0
  return typeof content === 'string' && (type === 'N' ? parseDecimal(content) !== undefined : content !== '')
}
