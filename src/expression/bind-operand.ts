import type { FindPlace, Place, StoredPath } from './attribute-path.js'
import type { Operand, Raw } from './condition.js'
import { type Encode, encoders } from './encode-operand.js'
import type { UpdateValue } from './update.js'

/** What is compared or written, in terms of what is stored. */
export type BoundOperand = StoredPath | Raw | Computed

/** What DynamoDB computes of operands. */
export interface Computed {
  readonly kind: 'size' | 'ifNotExists' | 'plus' | 'minus' | 'append'
  readonly operands: readonly BoundOperand[]
}

/**
 * Binds an operand to a schema: finds its places, and encodes its values for `place`.
 * @throws what `find` and `encode` throw
 */
export function bindOperand(
  operand: Operand | UpdateValue,
  find: FindPlace,
  place: Place,
  encode: Encode,
): BoundOperand {
  switch (operand.kind) {
    case 'raw':
      return operand
    case 'value':
      return { kind: 'raw', value: encode(operand.value, place) }
    case 'attribute':
    case 'stored':
      return { kind: 'stored', segments: find(operand).stored }
    default: {
      const { kind, operands } = operand
      return { kind, operands: operands.map(inner => bindOperand(inner, find, place, encoders[kind] ?? encode)) }
    }
  }
}
