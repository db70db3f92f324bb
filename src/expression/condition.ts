import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredType } from '../schema/attribute-model.js'
import type { AttributePath } from './attribute-path.js'

/** A value to compare with or to write: as the application has it, or as it is stored. */
export type Value =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'raw'; readonly value: AttributeValue }

/** What is compared. */
export type Operand = AttributePath | Value | { readonly kind: 'size'; readonly path: AttributePath }

export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

/**
 * A condition, as data. Made by operators and by the library itself; says nothing yet of expressions.
 * `Place` and `Compared` are other types where a condition is bound to a schema.
 */
export type Condition<Place = AttributePath, Compared = Operand> =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition<Place, Compared>[] }
  | { readonly kind: 'not'; readonly condition: Condition<Place, Compared> }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Compared; readonly right: Compared }
  | { readonly kind: 'between'; readonly operand: Compared; readonly low: Compared; readonly high: Compared }
  | { readonly kind: 'in'; readonly operand: Compared; readonly values: readonly Compared[] }
  | { readonly kind: 'beginsWith' | 'contains'; readonly path: Place; readonly value: Compared }
  | { readonly kind: 'exists' | 'notExists'; readonly path: Place }
  | { readonly kind: 'type'; readonly path: Place; readonly type: StoredType }
