import type { SentinelChange } from '../../operation/write/sentinels.js'
import type { Change } from './change.js'
import type { Runner } from './runner.js'
import { isSettled } from './unique-values.js'

type Reader = Pick<Runner, 'migration' | 'tableName' | 'transport'>

/** What has to be done about unique values: where an item stays as it is, they may be kept already (GetItem of each). */
export async function pendingValues(
  { migration, tableName, transport }: Reader,
  { steps, sentinels }: Change,
): Promise<readonly SentinelChange[]> {
  const [own] = steps
  if (own.before !== own.after || steps.length > 1) return sentinels
  const settled = await Promise.all(
    sentinels.map(async change => {
      const input = { TableName: tableName, Key: change.key, ConsistentRead: true }
      const { Item } = await transport.send('GetItem', input, { entity: migration.from.name })
      return isSettled(change, Item, migration.table.timeToLive)
    }),
  )
  return sentinels.filter((_, index) => !settled[index])
}

/** Whether there is nothing to do for a change, as what it is to keep is kept. */
export async function isSettledChange(reader: Reader, change: Change): Promise<boolean> {
  if (change.steps.some(step => step.before !== step.after)) return false
  return (await pendingValues(reader, change)).length === 0
}
