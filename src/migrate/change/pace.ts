import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { runPool } from './pool.js'

/** What a transaction of writes takes of the time of one that reads as many items, as measured on DynamoDB Local. */
const WRITES_PER_READ = 1.5

/** How many are sent to find out. */
const PROBES = 96

/**
 * How many changes a second can be made, so many at a time: by the time that transactions take which read what changes would write.
 * Undefined where there is nothing to read.
 */
export async function changesPerSecond(
  transport: Transport,
  TableName: string,
  entity: string,
  keys: readonly StoredItem[],
  atATime: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  if (keys.length === 0) return undefined
  const probe = async (at: number) => {
    const pair = keys.length > 1 ? [keys[at % keys.length]!, keys[(at + 1) % keys.length]!] : [keys[0]!]
    await transport.send(
      'TransactGetItems',
      { TransactItems: pair.map(Key => ({ Get: { TableName, Key } })) },
      { entity },
    )
  }
  // The first ones open connections.
  const warm = Array.from({ length: Math.min(PROBES, atATime) }, (_, at) => at)
  const all = Array.from({ length: PROBES }, (_, at) => at)
  await runPool(warm, atATime, () => Boolean(signal?.aborted), probe)
  const started = performance.now()
  await runPool(all, atATime, () => Boolean(signal?.aborted), probe)
  return (PROBES * 1000) / (performance.now() - started) / WRITES_PER_READ
}
