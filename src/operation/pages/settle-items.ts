import { identifying } from '../../entity/compiled-entity.js'
import { isOwn, storedKey } from '../../entity/decode-item.js'
import { decodeKeyPart } from '../../entity/key-part.js'
import { isExpired } from '../../entity/time-to-live.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import type { StoredItem } from '../../schema/item-model.js'
import { chunkKeys, readChunk } from '../batch/read-keys.js'
import { Tally } from '../batch/tally.js'
import type { Context } from '../context.js'
import { inParallel } from '../in-parallel.js'
import { keyText } from '../key-text.js'
import type { SendOptions } from '../transport.js'
import { keyOfStored } from '../write/holder.js'
import { writeBack } from '../write/upgrade.js'
import type { Entry } from './read-plan.js'

/** How many upgraded items are written back at a time. */
export const CONCURRENCY = 10
/** How many requests for whole items are sent at a time. */
const HYDRATING = 4

/** The items of an answer that are whole, older ones written back as their upgrades leave them where the entity says so. */
export async function settleItems(
  context: Context,
  entries: readonly Entry[],
  sending: SendOptions,
): Promise<readonly Entry[]> {
  const { entity } = context
  if (!entity.evolution?.writeBack) return entries
  return inParallel(entries, CONCURRENCY, async ({ read, stored }) => ({
    read,
    stored: isOwn(entity, stored) && isOutdated(entity, stored) ? await writeBack(context, stored, sending) : stored,
  }))
}

/** What hydrating needs to know of a read. */
export interface Hydration {
  /** Whether the index tells whose items they are. */
  readonly discriminated: boolean
  readonly includeExpired: boolean
  /** The stored attributes that are wanted; undefined for all. */
  readonly names: readonly string[] | undefined
}

/**
 * Reads the items of an index whole from the table (BatchGetItem), in the order of the index. Those that are gone by then are
 * left out, and so are expired ones.
 * @throws BatchIncompleteError where not all could be read
 */
export async function hydrateItems(
  context: Context,
  items: readonly StoredItem[],
  { discriminated, includeExpired, names }: Hydration,
  sending: SendOptions,
): Promise<readonly Entry[]> {
  const { entity, now } = context
  const isMeant = (read: StoredItem) =>
    discriminated
      ? isOwn(entity, read)
      : entity.primaryKey.every(part => decodeKeyPart(part, read[part.name]) !== undefined)
  const reads = items.filter(isMeant)
  const wanted = names && new Set([...names, ...identifying(entity)])
  const asked = reads.map((read, position) => ({
    positions: [position],
    entity: entity.name,
    key: keyOfStored(entity, read),
    consistent: false,
    names: wanted,
  }))
  const found = new Map<string, StoredItem>()
  const subject = (position: number) => ({
    entity: entity.name,
    operation: 'hydrate',
    key: storedKey(entity, reads[position]!),
  })
  const tally = new Tally(subject, reads.length, undefined)
  await inParallel(chunkKeys(entity.table, asked), HYDRATING, async chunk => {
    const { left, cause } = await readChunk(context, entity.table, chunk, sending, ({ key, positions }, stored) => {
      if (stored) found.set(keyText(entity.table, key), stored)
      for (const position of positions) tally.succeed(position, stored)
    })
    for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
  })
  tally.finish(0)
  return reads.flatMap(read => {
    const stored = found.get(keyText(entity.table, read))
    const gone = !stored || (!includeExpired && isOwn(entity, stored) && isExpired(entity, stored, now()))
    return gone ? [] : [{ read, stored }]
  })
}
