import type { CompiledPattern } from '../../entity/compiled-entity.js'
import type { SortKeyOperator } from '../../key/range.js'
import type { ReadNode } from '../pages/read-node.js'

type Attributes = Readonly<Record<string, unknown>>

/** Reads the items of one partition, of the table or of an access pattern's index. */
export interface QueryNode extends PartitionNode {
  readonly kind: 'query'
  /** Undefined for the primary key. */
  readonly pattern: CompiledPattern | undefined
}

/** What every read of one partition has. */
export interface PartitionNode extends ReadNode {
  readonly partition: Attributes
  readonly sort: SortCondition | undefined
  readonly descending: boolean
}

/** One sort-key operator; `between` has two operands, the others one. */
export interface SortCondition {
  readonly operator: SortKeyOperator
  readonly operands: readonly Attributes[]
}
