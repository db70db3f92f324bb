import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { AttributePath } from './attribute-path.js'

/** A value as it is stored. */
export interface Raw {
  readonly kind: 'raw'
  readonly value: AttributeValue
}

/** A value to compare with or to write: as the application has it, or as it is stored. */
export type Value = Raw | { readonly kind: 'value'; readonly value: unknown }

/** What is asked about: a place, or its size. */
export type Subject = AttributePath | { readonly kind: 'size'; readonly operands: readonly [AttributePath] }

/** What it is compared with. */
export type Operand = Subject | Value

/** What can be asked. To `type` the tag of the type is an operand. */
export type Test =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'in'
  | 'beginsWith'
  | 'contains'
  | 'exists'
  | 'notExists'
  | 'type'

/**
 * A condition, as data. Made by operators and by the library itself; says nothing yet of expressions.
 * `S` and `O` are other types where a condition is bound to a schema.
 */
export type Condition<S = Subject, O = Operand> =
  | { readonly kind: 'and'; readonly operands: readonly Condition<S, O>[] }
  | { readonly kind: 'or'; readonly operands: readonly Condition<S, O>[] }
  | { readonly kind: 'not'; readonly operands: readonly Condition<S, O>[] }
  | { readonly kind: Test; readonly operands: readonly [S, ...O[]] }

/** A node with its operands, frozen. */
export const nodeOf = <const K, const O extends readonly unknown[]>(kind: K, ...operands: O) =>
  Object.freeze({ kind, operands: Object.freeze(operands) })

/** All of the conditions that there are. */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const some = conditions.filter(condition => condition !== undefined)
  return some.length > 1 ? nodeOf('and', ...some) : some[0]
}
