import type { AttributePath } from './attribute-path.js'
import type { Value } from './condition.js'

/** What DynamoDB can compute with: a value, a copy of a place, and either of them as a fallback. */
export type UpdateOperand =
  | Value
  | AttributePath
  | { readonly kind: 'ifNotExists'; readonly operands: readonly [AttributePath, UpdateOperand] }

/** A computation. DynamoDB's grammar allows one a value: there are no sums of sums. */
export interface Computation {
  readonly kind: 'plus' | 'minus' | 'append'
  readonly operands: readonly [UpdateOperand, UpdateOperand]
}

/** What a place can be set to. */
export type UpdateValue = UpdateOperand | Computation

/** One change of an item, as data. */
export type UpdateAction =
  | { readonly kind: 'set'; readonly path: AttributePath; readonly value: UpdateValue }
  | { readonly kind: 'remove'; readonly path: AttributePath }
  | { readonly kind: 'add' | 'delete'; readonly path: AttributePath; readonly value: Value }
