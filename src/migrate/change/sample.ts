import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { scanPages } from './scan-pages.js'

/** Which part of a table is looked at: all of it, or so many items from places all over it. */
export interface SampleRequest {
  readonly transport: Transport
  readonly tableName: string
  readonly entity: string
  readonly segments: number
  readonly pageSize: number
  /** About how many items there are. */
  readonly total: number
  readonly sample: number | 'all'
  readonly signal: AbortSignal | undefined
}

/** A table is cut into so many parts, of which the first items of some are looked at. */
const PARTS = 128

/** Reads a sample, a page at a time; whether that is all of the table. */
export async function readSample(
  { transport, tableName, entity, segments, pageSize, total, sample, signal }: SampleRequest,
  onPage: (items: readonly StoredItem[]) => Promise<boolean>,
): Promise<boolean> {
  if (sample === 'all' || total <= sample)
    return scanPages(transport, tableName, entity, { segments, pageSize }, signal, onPage)
  let left = sample
  const parts = Array.from({ length: PARTS }, (_, part) => part).sort(() => Math.random() - 0.5)
  for (const Segment of parts) {
    if (left <= 0 || signal?.aborted) break
    const Limit = Math.min(left, Math.max(10, Math.ceil(sample / 32)))
    const input = { TableName: tableName, ConsistentRead: true, Limit, Segment, TotalSegments: PARTS }
    const { Items = [] } = await transport.send('Scan', input, { entity })
    left -= Items.length
    if (!(await onPage(Items))) break
  }
  return false
}
