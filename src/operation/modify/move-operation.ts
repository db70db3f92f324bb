import type { GetItemCommandInput, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, primaryKey } from '../../entity/compiled-entity.js'
import { decodeStored } from '../../entity/decode-item.js'
import { type EncodedItem, encodeWhole } from '../../entity/encode-item.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import { isExpired } from '../../entity/time-to-live.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import { equalStored } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import { pause } from '../backoff.js'
import { Builder } from '../builder.js'
import { expressionAttributes } from '../expression-attributes.js'
import { conditionFailure, itemOf } from '../failure.js'
import { absent, conditional, own, unchanged } from '../guards.js'
import type { Operation } from '../operation.js'
import { extend } from '../write/extend.js'
import { holderOf } from '../write/holder.js'
import { readOld, readOldInput } from '../write/read-old.js'
import { MAX_ATTEMPTS } from '../write/run-write.js'
import { createToken, isCondition, sendTransaction } from '../write/send-transaction.js'
import { compileSentinel, sentinelChanges } from '../write/sentinels.js'
import { takenError } from '../write/taken.js'
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
      if (!old || isExpired(entity, old, now))
        throw conditionFailure(entity, key, { item: 'present', version: undefined }, undefined, now)
      const moved = this.moved(old, now)
      const changes = sentinelChanges(entity, holderOf(entity, old), holderOf(entity, moved.stored))
      const items = [
        { Put: { TableName: context.tableName, Item: moved.stored, ...this.guarded(absent(entity, now)) } },
        { Delete: { ...this.at(key), ...this.guarded(allOf(own(entity), unchanged(old, Object.keys(old)))) } },
        ...changes.map(change => compileSentinel(context, change)),
      ] satisfies TransactWriteItem[]
      const outcome = await sendTransaction(context, items, createToken(), sending)
      if (outcome.written) return moved.item
      const [put, removal, ...others] = outcome.reasons
      const taken = others.findIndex(isCondition)
      if (removal && isCondition(removal)) await pause(attempt, sending.signal)
      else if (put && isCondition(put))
        throw conditionFailure(entity, to, { item: 'absent', version: undefined }, put.Item, now)
      else if (taken >= 0) throw takenError(entity, changes[taken]!, others[taken]!.Item)
      else await pause(attempt, sending.signal)
    }
    throw new MonotableError('write.contended', { entity: entity.name, attempts: MAX_ATTEMPTS }, { key })
  }

  /** The item under its new key: with what the schema does not know, one version on. */
  private moved(old: StoredItem, now: Date): EncodedItem {
    const { entity } = this.context
    const { to } = this.node
    const item = itemOf(entity, old, decodeStored(entity, old))
    const version = Number(old[entity.managed.version?.storedName ?? '']?.N ?? 0)
    const pending = { key: to, item: { ...item, ...to }, version, now }
    const { set } = extend(entity, { ...emptyWriteNode, kind: 'put' }, pending)
    const encoded = encodeWhole(entity, { ...pending.item, ...set })
    const unknown = Object.entries(upgradeStored(entity, old)).filter(([name]) => !isKnown(entity, name))
    return { ...encoded, stored: Object.assign(Object.create(null), Object.fromEntries(unknown), encoded.stored) }
  }

  private at(key: Attributes) {
    return { TableName: this.context.tableName, Key: encodePrimaryKey(this.context.entity, key) }
  }

  private guarded(condition: Condition | undefined) {
    const placeholders = new Placeholders()
    return {
      ...conditional(this.context.entity, condition, placeholders),
      ...expressionAttributes(placeholders),
    }
  }
}

/** Whether the entity itself writes an attribute: what it does not write, it keeps. */
const isKnown = (entity: CompiledEntity, name: string): boolean =>
  [...entity.model.attributes.values()].some(entry => entry.stored && entry.storedName === name) ||
  primaryKey(entity).some(part => part.name === name) ||
  [...entity.patterns.values()].some(({ partitionKey, sortKey }) =>
    [...partitionKey, ...sortKey].some(part => part.name === name),
  )
