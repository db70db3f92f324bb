import type { CompiledPattern } from '../../entity/compiled-entity.js'
import type { TableIndex } from '../../table/table-types.js'
import type { Context, DescribedContext } from '../context.js'

/** What reads of a collection work with. */
export interface CollectionContext extends DescribedContext {
  /** Undefined for the table. */
  readonly index: TableIndex | undefined
  readonly members: readonly MemberContext[]
}

/** What operations on one entity of a collection work with. */
export interface MemberContext {
  /** What the collection calls the entity. */
  readonly name: string
  readonly context: Context
  readonly pattern: CompiledPattern | undefined
}
