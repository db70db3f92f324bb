import type { StoredItem } from '../../schema/item-model.js'
import type { WaitingItem } from './control/control-entities.js'
import { digestKey } from './control/digest.js'
import { forgetQuarantined, writeQuarantined } from './control/quarantine.js'
import { readRecordOf } from './control/records.js'
import { type Checkpoint, writeCheckpoint } from './control/segments.js'
import { readStored } from './control/stored-text.js'
import { forgetWaiting, isWaiting, readWaiting, readWaitingFor, writeWaiting } from './control/waiting.js'
import { type Quarantined, quarantine } from './decision.js'
import { handleItem } from './handle-item.js'
import { runPool } from './pool.js'
import type { Runner } from './runner.js'
import { takenTwice } from './see-to.js'
import { addTo, createTally, type ItemOutcome, type Tally } from './tally.js'

/** How those that wait are gone through. */
export interface SettleOptions {
  /** How far it had come. */
  readonly from: Checkpoint
  /** Items behind each of which it is noted what came of them. */
  readonly pageSize: number
  /** Items that are worked on at a time. */
  readonly concurrency: number
  /** Whether another run may have come further than it could note. */
  readonly resumed: boolean
  /** Is told of what came of so many, once it is noted. */
  readonly onPage: (page: Tally) => void
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
 * @returns whether all of them were seen to
 */
export async function settleWaiting(runner: Runner, options: SettleOptions): Promise<boolean> {
  const { scope, lease, stopped } = runner
  const { from, pageSize, concurrency, resumed, onPage } = options
  const counts = createTally(from.counts)
  let tally = createTally()
  let told = Promise.resolve()
  /** Keys that are worked on now. */
  const busy = new Set<string>()

  // One after another: what is noted is never less than what was.
  const note = (done: boolean) => {
    told = told.then(async () => {
      const page = tally
      tally = createTally()
      if (page.read === 0 && !done) return
      addTo(counts, page)
      await writeCheckpoint(scope, lease.token, { ...from, done, counts })
      onPage(page)
    })
    return told
  }
  async function count(outcome: ItemOutcome, key: StoredItem): Promise<void> {
    // It may have been set aside by a runner that ended before it noted that, and mended since.
    if (resumed && outcome !== 'quarantined') await forgetQuarantined(scope, key)
    tally[outcome]++
    tally.read++
    if (tally.read >= pageSize) await note(false)
  }

  /** Whether something has moved. */
  async function follow(first: WaitingItem, isLast: boolean): Promise<boolean> {
    let moved = false
    for (let next: WaitingItem | undefined = first; next && !busy.has(next.key) && !stopped(); ) {
      const { key }: WaitingItem = next
      busy.add(key)
      const outcome = await settle(runner, next, isLast, count).finally(() => busy.delete(key))
      moved ||= outcome !== 'stays'
      next = outcome === 'settled' ? await readWaitingFor(scope, readStored(key)) : undefined
    }
    return moved
  }

  for (let isLast = false; ; ) {
    let [moved, found] = [false, false]
    for await (const page of readWaiting(scope, pageSize)) {
      found ||= page.length > 0
      const whole = await runPool(page, concurrency, stopped, async first => {
        if (await follow(first, isLast)) moved = true
      })
      await note(false)
      if (!whole) return false
    }
    if (isLast || !found) {
      await note(!stopped())
      return !stopped()
    }
    isLast = !moved
  }
}

/** What comes of one that waits: it is seen to, it stays, or it waits for another key now. */
async function settle(
  runner: Runner,
  waiting: WaitingItem,
  isLast: boolean,
  count: (outcome: ItemOutcome, key: StoredItem) => Promise<void>,
): Promise<'settled' | 'stays' | 'waits on'> {
  const { scope, migration, tableName, transport } = runner
  // It may have been seen to already, behind the one that it waited for. What deleting it answers does not tell, for an answer may be lost.
  if (!(await isWaiting(scope, waiting))) return 'settled'
  const key = readStored(waiting.key)
  const end = async (outcome: ItemOutcome) => {
    await forgetWaiting(scope, waiting)
    await count(outcome, key)
    return 'settled' as const
  }
  const setAside = async (reason: Quarantined) => {
    await writeQuarantined(scope, key, reason, runner.now())
    return end('quarantined')
  }
  const record = await readRecordOf(scope, key)
  // It was done since, and counted, or is counted by its record.
  if (record && record.kind !== 'created' && record.epoch === scope.epoch && record.pass === scope.pass) {
    await forgetWaiting(scope, waiting)
    return 'settled'
  }
  const input = { TableName: tableName, Key: key, ConsistentRead: true }
  const { Item } = await transport.send('GetItem', input, { entity: migration.from.name })
  if (!Item) return end('gone')
  const handled = await handleItem(runner, Item, false)
  if (handled.outcome === 'quarantined') return setAside(handled.quarantined)
  if (handled.outcome !== 'waiting') return end(handled.outcome)
  if (isLast) return setAside(stuck)
  if ((await digestKey(migration.table, handled.awaited)) === waiting.digest) return 'stays'
  if (!(await writeWaiting(scope, key, handled.awaited))) return setAside(takenTwice)
  await forgetWaiting(scope, waiting)
  return 'waits on'
}
