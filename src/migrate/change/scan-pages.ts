import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { runPool } from './pool.js'

/**
 * Reads the whole table, consistently, in segments side by side, a page of each at a time (Scan).
 * @param onPage whether to go on
 * @returns whether it came to its end
 */
export async function scanPages(
  transport: Transport,
  TableName: string,
  entity: string,
  { segments, pageSize }: { readonly segments: number; readonly pageSize: number },
  signal: AbortSignal | undefined,
  onPage: (items: readonly StoredItem[]) => Promise<boolean>,
): Promise<boolean> {
  let whole = true
  const all = Array.from({ length: segments }, (_, segment) => segment)
  const stopped = () => !whole || Boolean(signal?.aborted)
  const ended = await runPool(all, segments, stopped, async Segment => {
    let ExclusiveStartKey: StoredItem | undefined
    do {
      const place = {
        ...(segments > 1 && { Segment, TotalSegments: segments }),
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }
      const input = { TableName, ConsistentRead: true, Limit: pageSize, ...place }
      const { Items = [], LastEvaluatedKey } = await transport.send('Scan', input, { entity })
      if (!(await onPage(Items))) whole = false
      ExclusiveStartKey = LastEvaluatedKey
      if (ExclusiveStartKey && stopped()) whole = false
    } while (ExclusiveStartKey && whole)
  })
  return ended && whole
}
