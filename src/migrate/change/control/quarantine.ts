import type { StoredItem } from '../../../schema/item-model.js'
import type { Quarantined, QuarantineReason } from '../decision.js'
import { digestKey } from './digest.js'
import type { Scope } from './scope.js'
import { readStored, writeStored } from './stored-text.js'

/** An item that was set aside, and why. */
export interface QuarantinedItem {
  /** Its primary key, as it is stored. */
  readonly key: StoredItem
  /** Why, as a word. */
  readonly reason: QuarantineReason
  /** Why, in a sentence. */
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

/** Takes an item off the list, where it is on it. */
export async function forgetQuarantined(
  { control, data, migration, epoch, pass }: Scope,
  key: StoredItem,
): Promise<void> {
  const place = { table: data.name, migration, epoch, pass, digest: await digestKey(data.table, key) }
  if (await control.quarantined.get(place).consistent()) await control.quarantined.delete(place).returning('none')
}

/** The keys of all items that a pass has set aside, a page at a time. */
export async function* quarantinedKeys({
  control,
  data,
  migration,
  epoch,
  pass,
}: Scope): AsyncGenerator<readonly StoredItem[]> {
  const query = control.quarantined
    .query({ table: data.name, migration })
    .eq({ epoch, pass })
    .consistent()
    .project('key')
    .pageSize(100)
  for await (const { items } of query.pages()) yield items.map(({ key }) => readStored(key))
}

/** The items that a pass has set aside, so many at most. */
export async function readQuarantined(
  { control, data, migration, epoch, pass }: Scope,
  most: number,
  signal?: AbortSignal,
): Promise<readonly QuarantinedItem[]> {
  const query = control.quarantined.query({ table: data.name, migration }).eq({ epoch, pass }).consistent()
  const found = await query.limit(most).signal(signal)
  return found.items.map(({ key, reason, message, at }) => ({
    key: readStored(key),
    reason: reason as QuarantineReason,
    message,
    at,
  }))
}
