import { OWNER } from '../../entity/unique.js'
import { equalStored } from '../../expression/stored-values.js'
import type { SentinelChange } from '../../operation/write/sentinels.js'
import type { Change } from './change.js'
import { digestKey } from './control/digest.js'
import type { Runner } from './runner.js'
import { isSettled } from './unique-values.js'

type Reader = Pick<Runner, 'migration' | 'tableName' | 'transport'>

/** What has to be done about unique values. */
export interface Pending {
  readonly sentinels: readonly SentinelChange[]
  /** The digests of the keys of those that are not the item's yet: undoing gives these free, and no others. */
  readonly taken: readonly string[]
}

/** Whether a change leaves all items as they are. */
const isStill = ({ steps }: Change): boolean => steps.every(step => step.before === step.after)

/**
 * Says what has to be done about unique values. Those that are to be taken may be the item's already, and where an item stays as
 * it is, all may be as they are to be (GetItem of each).
 */
export async function pendingValues({ migration, tableName, transport }: Reader, change: Change): Promise<Pending> {
  const still = isStill(change)
  const looked = await Promise.all(
    change.sentinels.map(async sentinel => {
      const { key, from, to } = sentinel
      const isTaken = to !== undefined && from === undefined
      if (!still && !isTaken) return { sentinel, settled: false }
      const input = { TableName: tableName, Key: key, ConsistentRead: true }
      const { Item } = await transport.send('GetItem', input, { entity: migration.from.name })
      const owner = Item?.[OWNER]
      const isOwn = isTaken && owner !== undefined && equalStored(owner, { M: to })
      return {
        sentinel,
        settled: isSettled(sentinel, Item, migration.table.timeToLive),
        taken: isTaken && !isOwn ? await digestKey(migration.table, key) : undefined,
      }
    }),
  )
  const pending = looked.filter(({ settled }) => !settled)
  return {
    sentinels: pending.map(({ sentinel }) => sentinel),
    taken: pending.flatMap(({ taken }) => taken ?? []),
  }
}

/** Whether there is nothing to do for a change, as what it is to keep is kept. */
export async function isSettledChange(reader: Reader, change: Change): Promise<boolean> {
  if (!isStill(change)) return false
  return (await pendingValues(reader, change)).sentinels.length === 0
}
