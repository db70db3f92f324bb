import { type Expiry, expiryTime } from '../entity/time-to-live.js'
import type { StoredItem } from '../schema/item-model.js'
import type { KVContext } from './kv-context.js'
import { invalidValue } from './layout.js'

/**
 * The time at which an entry expires that is put now; undefined for never.
 * @throws InvalidItemError `item.invalid` for what is no time, or in a layout in which nothing expires
 */
export function expiryOf({ expires, layout, now }: KVContext, expiry: Expiry = expires): Date | undefined {
  const time = expiryTime(expiry, now())
  if (!time) return undefined
  if (!layout.expiresAt) throw invalidExpiry('is of no use: in this layout nothing expires')
  if (Number.isNaN(time.getTime()))
    throw invalidExpiry("is no time: give a valid Date, a length such as { days: 7 }, or 'never'")
  return time
}

const invalidExpiry = (message: string) => invalidValue({ path: ['expires'], code: 'expires', message })

/** The time at which a stored entry expires; undefined for never. */
export function storedExpiry(attribute: string | undefined, stored: StoredItem): Date | undefined {
  const time = attribute === undefined ? undefined : stored[attribute]?.N
  return time === undefined ? undefined : new Date(Number(time))
}

/** Whether an entry is there: DynamoDB deletes it some time after its time is over. */
export function isAlive(
  attribute: string | undefined,
  stored: StoredItem | undefined,
  now: Date,
): stored is StoredItem {
  if (!stored) return false
  const expires = storedExpiry(attribute, stored)
  return expires === undefined || expires > now
}
