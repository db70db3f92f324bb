import type { DeleteItemCommandInput } from '@aws-sdk/client-dynamodb'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { allOf } from '../../expression/condition.js'
import { absent, absentOrOwn, atVersion, conditional, ofLiving, present } from '../guards.js'
import { versionOf } from '../version.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { extend } from '../write/extend.js'
import { leavingHolder, oldGuard, wholeOf } from '../write/holder.js'
import { sentinelChanges } from '../write/sentinels.js'
import { WriteBuilder } from '../write/write-builder.js'
import type { WriteNode } from '../write/write-node.js'
import type { Returned, Versioned, Writing } from '../write/write-types.js'

/** Deletes one item (DeleteItem); gives it back as it was, or `undefined` where there was none. */
export interface DeleteOperation<D extends AnyModel, What = 'old', InBatch = 'none'>
  extends Writing<D, Returned<D['item'], What, undefined>>,
    Versioned<D> {
  /** For the compiler alone: what it gives in a batch, where deleted items are read only if that is asked for. */
  readonly '~inBatch': Returned<D['item'], InBatch, undefined>
  /** Gives the item as it was (the default), or nothing. */
  returning<const W extends 'old' | 'none'>(what: W): DeleteOperation<D, W, W>
  compile(): DeleteItemCommandInput
}

/** Deletes one item. */
export interface DeleteNode extends WriteNode {
  readonly kind: 'delete'
  readonly key: Readonly<Record<string, unknown>>
}

export class DeleteBuilder extends WriteBuilder<DeleteNode> {
  protected readonly command = 'DeleteItem'
  readonly keepsItem = false

  get key() {
    return this.node.key
  }

  get readsFirst(): boolean {
    return this.context.entity.unique.length > 0
  }

  compileWrite(old?: Old): CompiledWrite {
    const { entity, tableName, now: clock } = this.context
    const { key: given, version, condition, presence, returning } = this.node
    const now = clock()
    const key = encodePrimaryKey(entity, given)
    // A transaction gives nothing back: what is answered is what was read.
    const guard = old && oldGuard(entity, old, returning === 'none' ? [] : wholeOf(entity, old.item))
    const extended = extend(entity, this.node, { key: given, item: undefined, version, now })
    const demands = { present, absent, any: absentOrOwn }
    const demand = version === undefined ? demands[presence ?? 'any'](entity, now) : atVersion(entity, version, now)
    const all = allOf(extended.condition, condition)
    const before = version ?? (entity.managed.version && old?.item && versionOf(entity, old.item))
    const asked = presence === 'present' || version !== undefined ? all : ofLiving(entity, all, now)
    return {
      command: 'DeleteItem',
      blind: !all && !guard && version === undefined && presence === undefined,
      input: {
        TableName: tableName,
        Key: key,
        ...conditional(entity, allOf(guard, demand, asked)),
        ReturnValues: returning === 'none' ? 'NONE' : 'ALL_OLD',
      },
      key,
      expected: { item: presence ?? 'any', version },
      guard,
      sentinels: sentinelChanges(entity, old?.item && leavingHolder(entity, old.item), undefined),
      unrepeatable: false,
      isDone: current => {
        if (current === undefined) return true
        // One that was made after this deleted another begins at version 1. Where nothing was, there was nothing to delete.
        const found = versionOf(entity, current)
        return (old && !old.item) || (before !== undefined && found >= before && found !== 1) ? false : undefined
      },
      after: () => undefined,
    }
  }
}
