import type { DeleteItemCommandInput } from '@aws-sdk/client-dynamodb'
import { decodeStored } from '../../entity/decode-item.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { allOf } from '../../expression/condition.js'
import type { Where } from '../../expression/condition-types.js'
import { Placeholders } from '../../expression/placeholders.js'
import { WriteBuilder, type WriteNode } from '../builder.js'
import { expressionAttributes } from '../expression-attributes.js'
import { itemOf } from '../failure.js'
import { absentOrOwn, atVersion, conditional } from '../guards.js'
import type { WriteOperation } from '../operation.js'
import type { IfVersion } from '../version.js'

/** Deletes one item (DeleteItem); gives it back as it was, or `undefined` where there was none. */
export interface DeleteOperation<D extends AnyModel> extends WriteOperation<D['item'] | undefined> {
  /**
   * Only if this holds for the item; else ConditionFailedError, with the item. Several add up.
   * @example db.agents.delete(key).condition((agent, { eq }) => eq(agent.active, false))
   */
  condition(where: Where<D['item']>): this
  /** Only if the item is at this version (0: has none yet); else VersionConflictError, with the item. */
  readonly ifVersion: IfVersion<D, this>
  compile(): DeleteItemCommandInput
}

/** Deletes one item. */
export interface DeleteNode extends WriteNode {
  readonly kind: 'delete'
  readonly key: Readonly<Record<string, unknown>>
}

export class DeleteBuilder extends WriteBuilder<DeleteNode, object | undefined> {
  protected readonly command = 'DeleteItem'

  compile(): DeleteItemCommandInput {
    const { entity, tableName } = this.context
    const { key, version, condition } = this.node
    const guard = version === undefined ? absentOrOwn(entity) : atVersion(entity, version)
    const placeholders = new Placeholders()
    return {
      TableName: tableName,
      Key: encodePrimaryKey(entity, key),
      ...conditional(entity, allOf(guard, condition), placeholders),
      ...expressionAttributes(placeholders),
      ReturnValues: 'ALL_OLD',
    }
  }

  protected async run(): Promise<object | undefined> {
    const { entity } = this.context
    const { key, version } = this.node
    const { Attributes: stored } = await this.write('DeleteItem', this.compile(), key, { item: 'any', version })
    return stored && itemOf(entity, stored, decodeStored(entity, stored), true)
  }
}
