import type { DeleteItemCommandInput } from '@aws-sdk/client-dynamodb'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { allOf } from '../../expression/condition.js'
import { explain } from '../explain.js'
import { absent, atVersion, conditional, ofLiving, present } from '../guards.js'
import type { CompiledWrite } from '../write/compiled-write.js'
import { WriteBuilder } from '../write/write-builder.js'
import type { WriteNode } from '../write/write-node.js'
import type { Versioned, Writing } from '../write/write-types.js'

/**
 * Checks an item in a transaction, without changing it (ConditionCheck): that it is there, unless something else is said.
 * Awaited alone it is a transaction of its own.
 */
export interface CheckOperation<D extends AnyModel> extends Writing<D, void>, Versioned<D> {
  /** Only where no item is there; else ItemExistsError, with that item. */
  ifNotExists(): this
  /** The input of the ConditionCheck. */
  compile(): Pick<DeleteItemCommandInput, 'TableName' | 'Key' | 'ConditionExpression'>
}

/** Checks one item. */
export interface CheckNode extends WriteNode {
  readonly kind: 'check'
  readonly key: Readonly<Record<string, unknown>>
}

export class CheckBuilder extends WriteBuilder<CheckNode> {
  protected readonly command = 'TransactWriteItems'
  readonly keepsItem = false
  readonly readsFirst = false

  get key() {
    return this.node.key
  }

  override explain(): string {
    return explain(this.context, 'ConditionCheck', this.compile())
  }

  compileWrite(): CompiledWrite {
    const { entity, tableName, now: clock } = this.context
    const { key: given, version, condition, presence = 'present' } = this.node
    const now = clock()
    const key = encodePrimaryKey(entity, given)
    const there = presence === 'absent' ? absent(entity, now) : present(entity, now)
    const demand =
      version === undefined ? there : allOf(atVersion(entity, version, now), presence === 'absent' ? there : undefined)
    const asked = presence === 'absent' ? ofLiving(entity, condition, now) : condition
    return {
      command: 'ConditionCheck',
      input: {
        TableName: tableName,
        Key: key,
        ...conditional(entity, allOf(demand, asked)),
      },
      key,
      expected: { item: presence, version },
      guard: undefined,
      sentinels: [],
      unrepeatable: false,
      isDone: () => false,
      after: old => old,
    }
  }
}
