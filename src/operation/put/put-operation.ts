import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { keyOf } from '../../entity/decode-item.js'
import type { AnyModel } from '../../entity/entity-types.js'
import type { Where } from '../../expression/condition-types.js'
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
  compile(): PutItemCommandInput {
    return compilePut(this.context, this.node).input
  }

  protected async run(): Promise<object> {
    const { input, item, expected } = compilePut(this.context, this.node)
    await this.write('PutItem', input, keyOf(this.context.entity, item), expected)
    return item
  }
}
