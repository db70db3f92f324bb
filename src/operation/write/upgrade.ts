import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeStored, invalidStored } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { equalItems } from '../../expression/stored-values.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { conditional, unchangedWhole } from '../guards.js'
import type { SendOptions } from '../transport.js'
import { holderOf, keyOfStored } from './holder.js'
import { keepUnknown } from './keep-unknown.js'
import { sendWrite } from './send-transaction.js'
import { sendWithSentinels } from './send-with-sentinels.js'
import { sentinelChanges } from './sentinels.js'

/**
 * Writes an item back as its upgrades leave it, with its index keys and unique values, on condition that nobody has changed it
 * since it was read (PutItem). Gives what is stored then; `undefined` where somebody has.
 * @param steps whether the version of the item steps on; not where an update follows, which steps it for both
 * @throws InvalidItemError where the upgraded item does not fit the schema; UniqueConstraintError
 */
export async function writeUpgrade(
  context: Context,
  stored: StoredItem,
  sending: SendOptions,
  steps = true,
): Promise<StoredItem | undefined> {
  const { entity, tableName } = context
  const upgraded = upgradedItem(entity, stored, steps)
  const input = {
    TableName: tableName,
    Item: upgraded,
    ...conditional(entity, unchangedWhole(entity, stored)),
  }
  const changes = sentinelChanges(entity, holderOf(entity, stored), holderOf(entity, upgraded))
  if (changes.length > 0) {
    const { written } = await sendWithSentinels(context, [{ Put: input }], changes, sending)
    return written ? upgraded : undefined
  }
  const outcome = await sendWrite(context, 'PutItem', input, sending)
  // Where an answer was lost it may have met its own work.
  const done = outcome.written || (outcome.resent && equalItems(outcome.current, upgraded))
  return done ? upgraded : undefined
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
  const kept = keepUnknown(entity, upgradeStored(entity, stored), encoded)
  return Object.assign(kept, keyOfStored(entity, stored))
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
