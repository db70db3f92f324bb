import type { Expiry } from '../entity/time-to-live.js'
import { inDoubt } from '../errors/in-doubt.js'
import { outcomeOf } from '../errors/outcome.js'
import { pause } from '../operation/backoff.js'
import type { Attempts } from '../operation/transport.js'
import type { StoredItem } from '../schema/item-model.js'
import { deleteChunks, putChunks } from './chunk-items.js'
import { absent, type EntryCondition, present } from './conditions.js'
import { expiryOf, isAlive } from './expiry.js'
import { type KVContext, sending } from './kv-context.js'
import type { EncodedEntry } from './layout.js'
import { hasEntry } from './read-entry.js'

/** How often an entry in pieces is written where the answers are lost. */
const MAX_ATTEMPTS = 3

/** What is to be put. */
export interface Put {
  readonly key: StoredItem
  readonly value: unknown
  readonly expires: Expiry | undefined
}

/**
 * The items of an entry that is put now.
 * @throws InvalidItemError `item.invalid`, `item.tooLarge`
 */
export function encodeEntry(context: KVContext, { key, value, expires }: Put, writeId?: string): Promise<EncodedEntry> {
  return context.layout.encode({ key, value, expires: expiryOf(context, expires), writeId })
}

/** Puts an entry where there is none (PutItem); whether it did. */
export async function putIfAbsent(context: KVContext, put: Put): Promise<boolean> {
  // Whose entry a request finds that was sent again is told by this alone.
  const encoded = await encodeEntry(context, put, crypto.randomUUID())
  // Pieces are written before it is known whether they are wanted.
  if (encoded.chunks.length > 0 && (await hasEntry(context, put.key, true))) return false
  return storeEntry(context, encoded, absent(context))
}

/**
 * Stores an entry (PutItem): the pieces of its value first, so that nobody reads it without them; last of all those are deleted
 * of the value in whose place it is. False where the condition does not hold.
 *
 * An entry in pieces is not sent again as it is after a lost answer: whoever has replaced it meanwhile has deleted them. It is
 * written once more with pieces of its own.
 */
export async function storeEntry(
  context: KVContext,
  encoded: EncodedEntry,
  condition?: EntryCondition,
  attempts?: Attempts,
): Promise<boolean> {
  let lost: unknown
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryToStore(context, encoded, condition, lost !== undefined, attempts)
    } catch (error) {
      if (!encoded.renewed || outcomeOf(error) !== 'unknown' || attempt === MAX_ATTEMPTS) throw lost ?? error
      lost = error
      encoded = encoded.renewed()
      await pause(attempt, context.signal)
    }
  }
}

/** @param again whether it was written before, and nobody knows what became of it */
async function tryToStore(
  context: KVContext,
  encoded: EncodedEntry,
  condition: EntryCondition | undefined,
  again: boolean,
  attempts: Attempts | undefined,
): Promise<boolean> {
  const { tableName, transport, layout } = context
  const { item, chunks, renewed } = encoded
  await putChunks(context, chunks)
  const outcome = await transport
    .write(
      'PutItem',
      {
        TableName: tableName,
        Item: item,
        ...condition,
        ...(condition && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        ...(layout.chunked && { ReturnValues: 'ALL_OLD' }),
      },
      { ...sending(context), ...(renewed ? { unrepeatable: true } : { attempts }) },
    )
    .catch(async error => {
      // Where that is not known the entry may be there, and need them.
      if (outcomeOf(error) === 'not written') await deleteChunks(context, item)
      throw error
    })
  if (outcome.written) {
    await deleteChunks(context, outcome.output.Attributes)
    return true
  }
  const { current, resent } = outcome
  const isOurs = (resent || again) && current ? layout.isOf(current, encoded) : false
  if (isOurs === undefined) throw inDoubt('PutItem', tableName, { item: current })
  await deleteChunks(context, item)
  return isOurs
}

/**
 * Deletes an entry (DeleteItem), with the pieces of its value; whether there was one. Where an answer was lost, and there is none
 * any more, it is taken to have been deleted by that request.
 */
export async function deleteEntry(context: KVContext, key: StoredItem, attempts?: Attempts): Promise<boolean> {
  const { tableName, transport, layout, now } = context
  const outcome = await transport.write(
    'DeleteItem',
    { TableName: tableName, Key: key, ReturnValues: 'ALL_OLD', ...present(context) },
    { ...sending(context), attempts },
  )
  if (!outcome.written) return outcome.resent
  const { Attributes: old } = outcome.output
  await deleteChunks(context, old)
  return isAlive(layout.expiresAt, old, now())
}
