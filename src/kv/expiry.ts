import { type Expiry, expiryTime } from '../entity/time-to-live.js'
import type { StoredItem } from '../schema/item-model.js'
import { invalidValue } from './layout.js'

/**
 * The time at which an entry expires that is put now; undefined for never.
 * @throws InvalidItemError `item.invalid`
 */
export function expiryOf(expiry: Expiry, now: Date): Date | undefined {
  const time = expiryTime(expiry, now)
  if (time && Number.isNaN(time.getTime()))
    throw invalidValue({
      path: ['expires'],
      code: 'expires',
      message: "is no time: give a valid Date, a length such as { days: 7 }, or 'never'",
    })
  return time
}

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
