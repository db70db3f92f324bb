import type { DeleteItemCommandInput } from '@aws-sdk/client-dynamodb'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { compileCondition } from '../../expression/compile-condition.js'
import type { Condition } from '../../expression/condition.js'
import type { Where } from '../../expression/condition-types.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { Context } from '../context.js'
import { explainWrite } from '../explain-write.js'
import { expressionAttributes } from '../expression-attributes.js'
import { conditionFailure } from '../failure.js'
import { absentOrOwn, allOf, atVersion } from '../guards.js'
import { Lazy, type WriteOperation } from '../operation.js'
import { checkVersion, type IfVersion } from '../version.js'
import { type AnyWhere, conditionOf } from '../where.js'
import { decodeWritten } from '../written.js'

/** Deletes one item (DeleteItem); gives it back as it was, or `undefined` where there was none. */
export interface DeleteOperation<D extends AnyModel> extends WriteOperation<D['item'] | undefined> {
  /** Only if this holds for the item; else ConditionFailedError, with the item. */
  condition(where: Where<D['item']>): this
  /** Only if the item is at this version (0: has none yet); else VersionConflictError, with the item. */
  readonly ifVersion: IfVersion<D, this>
  compile(): DeleteItemCommandInput
}

/** Deletes one item. */
export interface DeleteNode {
  readonly kind: 'delete'
  readonly key: Readonly<Record<string, unknown>>
  readonly version: number | undefined
  readonly condition: Condition | undefined
  readonly signal: AbortSignal | undefined
}

/** @throws InvalidKeyError */
export function compileDelete({ entity, tableName }: Context, node: DeleteNode): DeleteItemCommandInput {
  const guard = node.version === undefined ? absentOrOwn(entity) : atVersion(entity, node.version)
  const condition = allOf(guard, node.condition)
  const placeholders = new Placeholders()
  return {
    TableName: tableName,
    Key: encodePrimaryKey(entity, node.key),
    ...(condition && {
      ConditionExpression: compileCondition(condition, entity.model, placeholders),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
    ...expressionAttributes(placeholders),
    ReturnValues: 'ALL_OLD',
  }
}

export class DeleteBuilder extends Lazy<object | undefined> {
  readonly kind = 'write'

  constructor(
    private readonly context: Context,
    readonly node: DeleteNode,
  ) {
    super()
  }

  condition(where: AnyWhere): DeleteBuilder {
    return this.with({ condition: allOf(this.node.condition, conditionOf(where)) })
  }

  ifVersion(version: number): DeleteBuilder {
    return this.with({ version: checkVersion(this.context.entity, version) })
  }

  signal(signal: AbortSignal): DeleteBuilder {
    return this.with({ signal })
  }

  compile(): DeleteItemCommandInput {
    return compileDelete(this.context, this.node)
  }

  explain(): string {
    return explainWrite(this.context, 'DeleteItem', this.compile())
  }

  protected async run(): Promise<object | undefined> {
    const { entity, transport } = this.context
    const { key, version, signal } = this.node
    const outcome = await transport.write('DeleteItem', this.compile(), { entity: entity.name, signal })
    if (!outcome.written) throw conditionFailure(entity, key, { item: 'any', version }, outcome.current)
    const { Attributes: stored } = outcome.output
    return stored && decodeWritten(entity, stored)
  }

  private with(change: Partial<DeleteNode>): DeleteBuilder {
    return new DeleteBuilder(this.context, { ...this.node, ...change })
  }
}
