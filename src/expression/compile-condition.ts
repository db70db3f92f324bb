import type { ItemModel } from '../schema/item-model.js'
import { findStoredPlace } from './attribute-path.js'
import { bindCondition } from './bind-condition.js'
import type { Condition } from './condition.js'
import type { Placeholders } from './placeholders.js'
import { write } from './write.js'

/**
 * Writes a condition as DynamoDB's expression.
 * @throws MonotableError `expression.unknownPath`, `expression.keyOnly`, `expression.invalidValue`
 */
export const compileCondition = (condition: Condition, model: ItemModel, placeholders: Placeholders): string =>
  write(
    bindCondition(condition, path => findStoredPlace(model, path)),
    placeholders,
  )
