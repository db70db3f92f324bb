import type { Condition } from '../expression/condition.js'
import { conditionIn, conditionOperators } from '../expression/condition-operators.js'
import { createRefs } from '../expression/refs.js'
import type { Context, DescribedContext } from './context.js'
import { explain } from './explain.js'
import { Lazy } from './operation.js'
import type { CommandName, SendOptions } from './transport.js'

/** A filter or condition callback, its types let go. */
export type AnyWhere = (item: any, operators: any) => unknown

/** The condition that a callback makes. */
export const conditionOf = (where: AnyWhere): Condition => conditionIn(where(createRefs(), conditionOperators))

/** What all builders share: a frozen node that each method answers with a changed copy of. */
export abstract class Builder<
  N extends { readonly signal: AbortSignal | undefined },
  R,
  C extends DescribedContext = Context,
> extends Lazy<R> {
  readonly node: N

  constructor(
    readonly context: C,
    node: N,
  ) {
    super()
    this.node = Object.freeze(node)
  }

  /** What it sends. */
  protected abstract readonly command: CommandName

  abstract compile(): object

  explain(): string {
    return explain(this.context, this.command, this.compile())
  }

  signal(signal: AbortSignal | undefined): this {
    return this.with({ signal } as Partial<N>)
  }

  /** What every request of it carries. */
  protected get sending(): SendOptions {
    return { entity: this.context.entity.name, signal: this.node.signal, capacity: this.capacity }
  }

  protected with(change: Partial<N>): this {
    const Same = this.constructor as new (context: C, node: N) => this
    return new Same(this.context, { ...this.node, ...change })
  }
}
