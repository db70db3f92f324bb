import type { WaitingItem } from './control/control-entities.js'
import { digestKey } from './control/digest.js'
import { writeQuarantined } from './control/quarantine.js'
import { readRecordOf } from './control/records.js'
import { readStored } from './control/stored-text.js'
import { forgetWaiting, readWaiting, readWaitingFor, writeWaiting } from './control/waiting.js'
import { type Quarantined, quarantine } from './decision.js'
import { handleItem } from './handle-item.js'
import { runPool } from './pool.js'
import type { Runner } from './runner.js'
import { takenTwice } from './see-to.js'
import { createTally, type ItemOutcome, type Tally } from './tally.js'

/** What came of those that waited. */
export interface Settled {
  readonly tally: Tally
  /** Whether all of them were seen to. */
  readonly whole: boolean
}

/** What an item was waiting for that could not go first. */
const stuck = quarantine(
  'collision',
  'the item under its new key had to leave first, and could not: it was set aside, or each of them waits for the other',
)

/**
 * Sees to the items that wait for the keys of others, once all others are seen to: where one leaves its key, the one that waits for
 * it is next, and so on, so that a chain of any length is gone through once. What still waits when nothing moves any more is set
 * aside: it is behind an item that was, or in a circle.
 */
export async function settleWaiting(runner: Runner, concurrency: number): Promise<Settled> {
  const { scope, stopped } = runner
  const tally = createTally()
  /** Keys that are worked on now. */
  const busy = new Set<string>()

  /** Whether something has moved. */
  async function follow(first: WaitingItem, isLast: boolean): Promise<boolean> {
    let moved = false
    for (let next: WaitingItem | undefined = first; next && !busy.has(next.key) && !stopped(); ) {
      const { key }: WaitingItem = next
      busy.add(key)
      const outcome = await settle(runner, next, isLast, tally).finally(() => busy.delete(key))
      moved ||= outcome !== 'stays'
      next = outcome === 'settled' ? await readWaitingFor(scope, readStored(key)) : undefined
    }
    return moved
  }

  for (let isLast = false; ; ) {
    let [moved, found] = [false, false]
    for await (const page of readWaiting(scope)) {
      found ||= page.length > 0
      const whole = await runPool(page, concurrency, stopped, async first => {
        if (await follow(first, isLast)) moved = true
      })
      if (!whole) return { tally, whole }
    }
    if (isLast || !found) return { tally, whole: !stopped() }
    isLast = !moved
  }
}

/** What comes of one that waits: it is seen to, it stays, or it waits for another key now. */
async function settle(
  runner: Runner,
  waiting: WaitingItem,
  isLast: boolean,
  tally: Tally,
): Promise<'settled' | 'stays' | 'waits on'> {
  const { scope, migration, tableName, transport } = runner
  const key = readStored(waiting.key)
  const count = async (outcome: ItemOutcome) => {
    // It may have been seen to already, behind the one that it waited for.
    if (await forgetWaiting(scope, waiting)) {
      tally[outcome]++
      tally.read++
    }
    return 'settled' as const
  }
  const setAside = async (reason: Quarantined) => {
    await writeQuarantined(scope, key, reason, runner.now())
    return count('quarantined')
  }
  const record = await readRecordOf(scope, key)
  // It was done since, and counted, or is counted by its record.
  if (record && record.kind !== 'created' && record.epoch === scope.epoch && record.pass === scope.pass) {
    await forgetWaiting(scope, waiting)
    return 'settled'
  }
  const input = { TableName: tableName, Key: key, ConsistentRead: true }
  const { Item } = await transport.send('GetItem', input, { entity: migration.from.name })
  if (!Item) return count('gone')
  const handled = await handleItem(runner, Item, false)
  if (handled.outcome === 'quarantined') return setAside(handled.quarantined)
  if (handled.outcome !== 'waiting') return count(handled.outcome)
  if (isLast) return setAside(stuck)
  if ((await digestKey(migration.table, handled.awaited)) === waiting.digest) return 'stays'
  if (!(await writeWaiting(scope, key, handled.awaited))) return setAside(takenTwice)
  await forgetWaiting(scope, waiting)
  return 'waits on'
}
