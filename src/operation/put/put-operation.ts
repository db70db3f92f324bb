import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { keyOf } from '../../entity/decode-item.js'
import type { AnyModel } from '../../entity/entity-types.js'
import type { Where } from '../../expression/condition-types.js'
import type { Context } from '../context.js'
import { explainWrite } from '../explain-write.js'
import { conditionFailure } from '../failure.js'
import { allOf } from '../guards.js'
import { Lazy, type WriteOperation } from '../operation.js'
import { type AnyWhere, conditionOf } from '../where.js'
import { compilePut } from './compile-put.js'
import type { PutNode } from './put-node.js'

/** Writes a new item (PutItem on condition that none is there). */
export interface CreateOperation<D extends AnyModel> extends WriteOperation<D['item']> {
  compile(): PutItemCommandInput
}

/** Writes a whole item, in the place of what is there (PutItem). */
export interface PutOperation<D extends AnyModel> extends WriteOperation<D['item']> {
  /**
   * Only if this holds for the item that is there; else ConditionFailedError, with that item.
   * @example db.agents.put(agent).condition((old, { eq }) => eq(old.active, false))
   */
  condition(where: Where<D['item']>): this
  compile(): PutItemCommandInput
}

export class PutBuilder extends Lazy<object> {
  readonly kind = 'write'

  constructor(
    private readonly context: Context,
    readonly node: PutNode,
  ) {
    super()
  }

  condition(where: AnyWhere): PutBuilder {
    return this.with({ condition: allOf(this.node.condition, conditionOf(where)) })
  }

  signal(signal: AbortSignal): PutBuilder {
    return this.with({ signal })
  }

  compile(): PutItemCommandInput {
    return compilePut(this.context, this.node).input
  }

  explain(): string {
    return explainWrite(this.context, 'PutItem', this.compile())
  }

  protected async run(): Promise<object> {
    const { entity, transport } = this.context
    const { input, item, expected } = compilePut(this.context, this.node)
    const outcome = await transport.write('PutItem', input, { entity: entity.name, signal: this.node.signal })
    if (outcome.written) return item
    throw conditionFailure(entity, keyOf(entity, item), expected, outcome.current)
  }

  private with(change: Partial<PutNode>): PutBuilder {
    return new PutBuilder(this.context, { ...this.node, ...change })
  }
}
