import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { keyOf } from '../../entity/decode-item.js'
import type { AnyModel } from '../../entity/entity-types.js'
import type { Where } from '../../expression/condition-types.js'
import { once } from '../../schema/once.js'
import { WriteBuilder } from '../builder.js'
import type { WriteOperation } from '../operation.js'
import { compilePut } from './compile-put.js'
import type { PutNode } from './put-node.js'

/** Writes a new item (PutItem on condition that none is there). */
export interface CreateOperation<D extends AnyModel> extends WriteOperation<D['item']> {
  compile(): PutItemCommandInput
}

/** Writes a whole item, in the place of what is there (PutItem). */
export interface PutOperation<D extends AnyModel> extends WriteOperation<D['item']> {
  /**
   * Only if this holds for the item that is there; else ConditionFailedError, with that item. Several add up.
   * @example db.agents.put(agent).condition((old, { eq }) => eq(old.active, false))
   */
  condition(where: Where<D['item']>): this
  compile(): PutItemCommandInput
}

export class PutBuilder extends WriteBuilder<PutNode, object> {
  protected readonly command = 'PutItem'
  /** Once, so that generated values and times are the same in what is shown and in what is sent. */
  private readonly compiled = once(() => compilePut(this.context, this.node))

  compile(): PutItemCommandInput {
    return this.compiled().input
  }

  protected async run(): Promise<object> {
    const { input, item, expected } = this.compiled()
    await this.write('PutItem', input, keyOf(this.context.entity, item), expected)
    return item
  }
}
