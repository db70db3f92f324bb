import { isOwn } from '../../entity/decode-item.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { inParallel } from '../in-parallel.js'
import type { SendOptions } from '../transport.js'
import { writeBack } from '../write/upgrade.js'
import type { Entry } from './read-plan.js'

/** How many upgraded items are written back at a time. */
export const CONCURRENCY = 10

/** The items of an answer, older ones written back as their upgrades leave them where the entity says so. */
export async function settleItems(
  context: Context,
  items: readonly StoredItem[],
  whole: boolean,
  sending: SendOptions,
): Promise<readonly Entry[]> {
  const { entity } = context
  if (!whole || !entity.evolution?.writeBack) return items.map(stored => ({ read: stored, stored }))
  return inParallel(items, CONCURRENCY, async read => ({
    read,
    stored: isOwn(entity, read) && isOutdated(entity, read) ? await writeBack(context, read, sending) : read,
  }))
}
