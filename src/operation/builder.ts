import { allOf, type Condition } from '../expression/condition.js'
import { conditionIn, conditionOperators } from '../expression/condition-operators.js'
import { createRefs } from '../expression/refs.js'
import type { Context } from './context.js'
import { explain } from './explain.js'
import { conditionFailure, type Expectation } from './failure.js'
import { Lazy } from './operation.js'
import type { CommandName, Commands, WriteCommand } from './transport.js'
import { checkVersion } from './version.js'

/** A filter or condition callback, its types let go. */
export type AnyWhere = (item: any, operators: any) => unknown

/** The condition that a callback makes. */
export const conditionOf = (where: AnyWhere): Condition => conditionIn(where(createRefs(), conditionOperators))

/** What all builders share: a frozen node that each method answers with a changed copy of. */
export abstract class Builder<N extends { readonly signal: AbortSignal | undefined }, R> extends Lazy<R> {
  readonly node: N

  constructor(
    protected readonly context: Context,
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

  signal(signal: AbortSignal): this {
    return this.with({ signal } as Partial<N>)
  }

  protected with(change: Partial<N>): this {
    const Same = this.constructor as new (context: Context, node: N) => this
    return new Same(this.context, { ...this.node, ...change })
  }
}

/** What the nodes of writes share. */
export interface WriteNode {
  readonly version: number | undefined
  readonly condition: Condition | undefined
  readonly signal: AbortSignal | undefined
}

/** What the builders of writes share. */
export abstract class WriteBuilder<N extends WriteNode, R> extends Builder<N, R> {
  readonly kind = 'write'

  condition(where: AnyWhere): this {
    return this.with({ condition: allOf(this.node.condition, conditionOf(where)) } as Partial<N>)
  }

  ifVersion(version: number): this {
    return this.with({ version: checkVersion(this.context.entity, version) } as Partial<N>)
  }

  /** Sends the write; that its condition failed is the error that says what it counted on. */
  protected async write<C extends WriteCommand>(
    command: C,
    input: Commands[C]['input'],
    key: Readonly<Record<string, unknown>>,
    expected: Expectation,
  ): Promise<Commands[C]['output']> {
    const { entity, transport } = this.context
    const outcome = await transport.write(command, input, { entity: entity.name, signal: this.node.signal })
    if (outcome.written) return outcome.output
    throw conditionFailure(entity, key, expected, outcome.current)
  }
}
