import type { GetItemCommandInput, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { decodeStored } from '../../entity/decode-item.js'
import { type EncodedItem, encodeWhole } from '../../entity/encode-item.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import { equalStored } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import { pause } from '../backoff.js'
import { Builder } from '../builder.js'
import { explain } from '../explain.js'
import { conditionFailure, itemOf } from '../failure.js'
import { absent, conditional, notNewer, present, storedNames, unchangedWhole } from '../guards.js'
import type { Operation } from '../operation.js'
import { versionOf } from '../version.js'
import { type Extended, extend, extendItem } from '../write/extend.js'
import { holderOf, leavingHolder } from '../write/holder.js'
import { keepUnknown } from '../write/keep-unknown.js'
import { readOld, readOldInput } from '../write/read-old.js'
import { MAX_ATTEMPTS } from '../write/run-write.js'
import { isCondition } from '../write/send-transaction.js'
import { sendWithSentinels } from '../write/send-with-sentinels.js'
import { sentinelChanges } from '../write/sentinels.js'
import { emptyWriteNode } from '../write/write-node.js'

type Attributes = Readonly<Record<string, unknown>>

/** Gives an item another key (GetItem, TransactWriteItems); gives it as it is then. */
export interface MoveOperation<Item> extends Operation<Item> {
  compile(): GetItemCommandInput
}

/** Moves one item. */
export interface MoveNode {
  readonly key: Attributes
  readonly to: Attributes
  readonly signal: AbortSignal | undefined
}

export class MoveBuilder extends Builder<MoveNode, object> {
  protected readonly command = 'GetItem'

  override explain(): string {
    const note =
      'Then it is put under the new key and deleted under the old one (TransactWriteItems): twice the write units of both.'
    return explain(this.context, this.command, this.compile(), undefined, [note])
  }

  compile(): GetItemCommandInput {
    return readOldInput(this.context, this.node.key)
  }

  protected async run(): Promise<object> {
    const { context, sending } = this
    const { entity } = context
    const { key, to } = this.node
    if (equalStored({ M: encodePrimaryKey(entity, key) }, { M: encodePrimaryKey(entity, to) }))
      throw new MonotableError('update.invalid', { entity: entity.name, reason: 'it is moved to the key that it has' })
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const now = context.now()
      const { item: old } = await readOld(context, key, sending)
      const expected = { item: 'present', version: undefined, newest: entity.evolution?.version } as const
      const refused = (found: StoredItem | undefined) => conditionFailure(entity, key, expected, found, now)
      if (!old || !evaluateCondition(allOf(present(entity, now), notNewer(entity))!, entity.model, old))
        throw refused(old)
      const { condition, ...moved } = this.moved(old, now)
      const unmoved = unchangedWhole(entity, old)
      const changes = sentinelChanges(entity, leavingHolder(entity, old), holderOf(entity, moved.stored))
      const items = [
        { Put: { TableName: context.tableName, Item: moved.stored, ...this.guarded(absent(entity, now)) } },
        { Delete: { ...this.at(key), ...this.guarded(allOf(unmoved, condition)) } },
      ] satisfies TransactWriteItem[]
      const outcome = await sendWithSentinels(context, items, changes, sending)
      if (outcome.written) return moved.item
      const [put, removal] = outcome.reasons
      if (removal && isCondition(removal)) {
        if (unmoved && evaluateCondition(unmoved, entity.model, removal.Item ?? {})) throw refused(removal.Item)
      } else if (put && isCondition(put))
        throw conditionFailure(entity, to, { item: 'absent', version: undefined }, put.Item, now)
      await pause(attempt, sending.signal)
    }
    throw new MonotableError('write.contended', { entity: entity.name, attempts: MAX_ATTEMPTS }, { key })
  }

  /** The item under its new key: with what the schema does not know, one version on; and what extensions ask of the old one. */
  private moved(old: StoredItem, now: Date): EncodedItem & Pick<Extended, 'condition'> {
    const { entity } = this.context
    const { to } = this.node
    // What extensions show to the application is not what is stored.
    const item = itemOf(entity, old, decodeStored({ ...entity, extensions: [] }, old))
    const version = versionOf(entity, old)
    const pending = { key: to, item: { ...item, ...to }, version, now }
    const extended = extend(entity, { ...emptyWriteNode, kind: 'put' }, pending)
    const encoded = encodeWhole(entity, extendItem(pending.item, extended))
    const before: StoredItem = { ...upgradeStored(entity, old) }
    // In what an extension sets nothing stays of what was there.
    for (const name of storedNames(entity.model, Object.keys(extended.set))) delete before[name]
    return { ...encoded, condition: extended.condition, stored: keepUnknown(entity, before, encoded.stored) }
  }

  private at(key: Attributes) {
    return { TableName: this.context.tableName, Key: encodePrimaryKey(this.context.entity, key) }
  }

  private guarded(condition: Condition | undefined) {
    return {
      ...conditional(this.context.entity, condition),
    }
  }
}
