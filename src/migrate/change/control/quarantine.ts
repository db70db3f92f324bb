import type { StoredItem } from '../../../schema/item-model.js'
import type { Quarantined } from '../decision.js'
import { digestKey } from './digest.js'
import type { Scope } from './scope.js'
import { readStored, writeStored } from './stored-text.js'

/** An item that was set aside, and why. */
export interface QuarantinedItem {
  readonly key: StoredItem
  readonly reason: Quarantined['reason']
  readonly message: string
  /** When. */
  readonly at: string
}

/** Lists an item as set aside. */
export async function writeQuarantined(
  { control, data, migration, epoch, pass }: Scope,
  key: StoredItem,
  { reason, message }: Quarantined,
  now: Date,
): Promise<void> {
  const digest = await digestKey(data.table, key)
  const at = now.toISOString()
  const subject = { table: data.name, migration, epoch, pass, digest }
  await control.quarantined.put({ ...subject, key: writeStored(key), reason, message: message.slice(0, 2000), at })
}

/** The items that a pass has set aside, so many at most. */
export async function readQuarantined(
  { control, data, migration, epoch, pass }: Scope,
  most: number,
): Promise<readonly QuarantinedItem[]> {
  const found = await control.quarantined
    .query({ table: data.name, migration })
    .eq({ epoch, pass })
    .consistent()
    .limit(most)
  return found.items.map(({ key, reason, message, at }) => ({
    key: readStored(key),
    reason: reason as Quarantined['reason'],
    message,
    at,
  }))
}
