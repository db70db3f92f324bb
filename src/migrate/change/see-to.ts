import type { StoredItem } from '../../schema/item-model.js'
import { primaryKeyOf } from './change.js'
import { forgetQuarantined, writeQuarantined } from './control/quarantine.js'
import { writeWaiting } from './control/waiting.js'
import { quarantine } from './decision.js'
import { handleItem } from './handle-item.js'
import type { Runner } from './runner.js'
import type { Tally } from './tally.js'

/** Two items are to get the key that a third one leaves. */
export const takenTwice = quarantine('collision', 'another item is to get its new key')

/** Does with an item of a page what is to be done, notes it where it can't be done, and counts what came of it. */
export async function seeTo(runner: Runner, stored: StoredItem, replayed: boolean, tally: Tally): Promise<void> {
  const { scope, migration, now } = runner
  const key = primaryKeyOf(migration.table, stored)
  const handled = await handleItem(runner, stored, replayed)
  if (handled.outcome === 'waiting') {
    if (replayed) await forgetQuarantined(scope, key)
    // It is counted when it is seen to, once all others are.
    if (await writeWaiting(scope, key, handled.awaited)) return
    await writeQuarantined(scope, key, takenTwice, now())
    tally.quarantined++
  } else {
    if (handled.outcome === 'quarantined') await writeQuarantined(scope, key, handled.quarantined, now())
    // It may have been set aside by a runner that ended before it noted that, and mended since.
    else if (replayed) await forgetQuarantined(scope, key)
    tally[handled.outcome]++
  }
  tally.read++
}
