import { MonotableError } from '../../errors/monotable-error.js'
import { inParallel } from '../../operation/in-parallel.js'
import { changeKinds } from './change.js'
import type { MigrationState } from './control/control-entities.js'
import { countRecords } from './control/count-records.js'
import { forgetQuarantined, quarantinedKeys } from './control/quarantine.js'
import type { Runner } from './runner.js'
import { addsUp, type Tally } from './tally.js'

/**
 * Says that a pass is done: only where everything that was read has come to something, and the records say the same. What a runner did that
 * was cut off before it could note it, and what is not there to be read a second time, is in the records alone.
 * @param total what was counted, which is put right by what is recorded
 */
export async function finishPass(
  runner: Runner,
  state: MigrationState,
  total: Tally,
  { resumed, maxQuarantined }: { readonly resumed: boolean; readonly maxQuarantined: number },
): Promise<void> {
  const { scope, lease, now } = runner
  const refuse = (reason: string) =>
    new MonotableError('migration.refused', { migration: scope.migration, because: 'counts', reason })
  const recorded = await countRecords(scope, lease)
  for (const kind of changeKinds) {
    const missed = recorded[kind] - total[kind]
    if (missed < 0 || (missed > 0 && !resumed))
      throw refuse(`${total[kind]} items were ${kind}, and there are records of ${recorded[kind]}`)
    total[kind] += missed
    total.read += missed
  }
  if (resumed) {
    const listed = await countQuarantined(runner)
    total.read += listed - total.quarantined
    total.quarantined = listed
    checkQuarantined(scope.migration, listed, maxQuarantined)
  }
  if (!addsUp(total)) throw refuse(`${total.read} items were read, and what came of them does not add up to that`)
  await lease.keep()
  await scope.control.states
    .update({ table: scope.data.name, migration: scope.migration })
    .set({ state: 'done', endedAt: now().toISOString(), counts: { ...total } })
    .condition((old, { and, eq }) =>
      and(eq(old.epoch, state.epoch), eq(old.pass, state.pass), eq(old.state, 'running')),
    )
    .returning('none')
}

/** @throws MonotableError `migration.refused` where more items are set aside than may be */
export function checkQuarantined(migration: string, count: number, most: number): void {
  if (count <= most) return
  throw new MonotableError('migration.refused', {
    migration,
    because: 'quarantine',
    reason: `${count} items were set aside, which is more than maxQuarantined: see status()`,
  })
}

/** How many items are set aside; what somebody has deleted since is taken off the list (GetItem of each). */
async function countQuarantined({ scope, transport, tableName, migration }: Runner): Promise<number> {
  let count = 0
  for await (const page of quarantinedKeys(scope))
    await inParallel(page, 8, async Key => {
      const input = { TableName: tableName, Key, ConsistentRead: true }
      const { Item } = await transport.send('GetItem', input, { entity: migration.from.name })
      if (Item) count++
      else await forgetQuarantined(scope, Key)
    })
  return count
}
