import type { SortKeyOperator } from '../../key/range.js'
import type { Context, DescribedContext } from '../context.js'
import { ReadBuilder } from '../pages/read-builder.js'
import type { PartitionNode } from './query-node.js'

type Attributes = Readonly<Record<string, unknown>>

/** What the builders of reads of one partition share: its order, and the operators on its sort key. */
export abstract class PartitionBuilder<
  N extends PartitionNode,
  C extends DescribedContext = Context,
> extends ReadBuilder<N, C> {
  protected readonly command = 'Query'

  ascending(): this {
    return this.select({ descending: false })
  }

  descending(): this {
    return this.select({ descending: true })
  }

  eq(attributes: Attributes): this {
    return this.sorted('eq', attributes)
  }

  lt(attributes: Attributes): this {
    return this.sorted('lt', attributes)
  }

  lte(attributes: Attributes): this {
    return this.sorted('lte', attributes)
  }

  gt(attributes: Attributes): this {
    return this.sorted('gt', attributes)
  }

  gte(attributes: Attributes): this {
    return this.sorted('gte', attributes)
  }

  between(low: Attributes, high: Attributes): this {
    return this.sorted('between', low, high)
  }

  beginsWith(attributes: Attributes): this {
    return this.sorted('beginsWith', attributes)
  }

  private sorted(operator: SortKeyOperator, ...operands: Attributes[]): this {
    return this.select({ sort: { operator, operands } })
  }

  private select(change: Partial<PartitionNode>): this {
    return this.with(change as Partial<N>)
  }
}
