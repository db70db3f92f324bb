import type { AttributeValue } from '@aws-sdk/client-dynamodb'
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
 * @param steps whether the version of the item steps on; not where an update follows, which steps it for both
 * @throws InvalidItemError where the upgraded item does not fit the schema
 */
export async function writeUpgrade(
  context: Context,
  stored: StoredItem,
  sending: SendOptions,
  steps = true,
): Promise<StoredItem | undefined> {
  const { entity, tableName, transport } = context
  const upgraded = upgradedItem(entity, stored, steps)
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
function upgradedItem(extended: CompiledEntity, stored: StoredItem, steps: boolean): StoredItem {
  // What extensions show to the application is not what is stored.
  const entity = { ...extended, extensions: [] }
  const decoded = decodeStored(entity, stored)
  if (decoded.kind !== 'item') throw invalidStored(entity, stored, decoded.kind === 'invalid' ? decoded.issues : [])
  const { name, storedName } = entity.managed.version ?? {}
  const item: Record<string, unknown> = { ...decoded.item }
  if (name !== undefined) item[name] = Number(stored[storedName!]?.N ?? 0) + (steps ? 1 : 0)
  const { stored: encoded } = encodeWhole(entity, item)
  const result: StoredItem = Object.create(null)
  Object.assign(
    result,
    keepUnknown({ M: upgradeStored(entity, stored) }, { M: encoded }).M,
    keyOfStored(entity, stored),
  )
  for (const { partitionKey, sortKey } of entity.patterns.values())
    for (const { name, own } of [...partitionKey, ...sortKey])
      if (!own && !Object.hasOwn(encoded, name)) delete result[name]
  return result
}

/** A value as the schema writes it, with what only the other one has, at all depths. */
function keepUnknown(from: AttributeValue, to: AttributeValue): AttributeValue {
  if (from.L && to.L?.length === from.L.length)
    return { L: to.L.map((element, index) => keepUnknown(from.L[index]!, element)) }
  if (!from.M || !to.M) return to
  const all: StoredItem = Object.assign(Object.create(null), from.M, to.M)
  for (const name of Object.keys(from.M))
    if (Object.hasOwn(to.M, name)) all[name] = keepUnknown(from.M[name]!, to.M[name]!)
  return { M: all }
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
