import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeStored, invalidStored } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { conditional, unchanged } from '../guards.js'
import type { SendOptions } from '../transport.js'
import { holderOf, keyOfStored } from './holder.js'
import { createToken, sendTransaction } from './send-transaction.js'
import { compileSentinel, sentinelChanges } from './sentinels.js'

/**
 * Writes an item back as its upgrades leave it, with its index keys and unique values, on condition that nobody has changed it
 * since it was read (PutItem). Gives what is stored then; `undefined` where somebody has.
 * @throws InvalidItemError where the upgraded item does not fit the schema
 */
export async function writeUpgrade(
  context: Context,
  stored: StoredItem,
  sending: SendOptions,
): Promise<StoredItem | undefined> {
  const { entity, tableName, transport } = context
  const upgraded = upgradedItem(entity, stored)
  const placeholders = new Placeholders()
  const input = {
    TableName: tableName,
    Item: upgraded,
    ...conditional(entity, unchanged(stored, Object.keys(stored)), placeholders),
    ...expressionAttributes(placeholders),
  }
  const changes = sentinelChanges(entity, holderOf(entity, stored), holderOf(entity, upgraded))
  const written =
    changes.length > 0
      ? await sendTransaction(
          context,
          [{ Put: input }, ...changes.map(change => compileSentinel(context, change))],
          createToken(),
          sending,
        )
      : await transport.write('PutItem', input, sending)
  return written.written ? upgraded : undefined
}

/** The whole stored item of an upgraded one: unknown attributes stay, keys of indexes are made anew, the version steps on. */
function upgradedItem(entity: CompiledEntity, stored: StoredItem): StoredItem {
  const decoded = decodeStored(entity, stored)
  if (decoded.kind !== 'item') throw invalidStored(entity, stored, decoded.kind === 'invalid' ? decoded.issues : [])
  const { name, storedName } = entity.managed.version ?? {}
  const item: Record<string, unknown> = { ...decoded.item }
  if (name !== undefined) item[name] = Number(stored[storedName!]?.N ?? 0) + 1
  const { stored: encoded } = encodeWhole(entity, item)
  const result: StoredItem = Object.assign(
    Object.create(null),
    upgradeStored(entity, stored),
    encoded,
    keyOfStored(entity, stored),
  )
  for (const { partitionKey, sortKey } of entity.patterns.values())
    for (const { name, own } of [...partitionKey, ...sortKey])
      if (!own && !Object.hasOwn(encoded, name)) delete result[name]
  return result
}

/**
 * Writes back an item that was upgraded when it was read. The read does not fail with it: where somebody else was first, or
 * the write fails, the item is as it was read.
 */
export async function writeBack(context: Context, stored: StoredItem, sending: SendOptions): Promise<StoredItem> {
  try {
    return (await writeUpgrade(context, stored, sending)) ?? stored
  } catch (error) {
    if (!(error instanceof MonotableError) || error.code === 'request.aborted') throw error
    return stored
  }
}
