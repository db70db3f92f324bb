import type { DynamoDBClientLike } from '../../driver/client-like.js'
import { describeTable, describeTimeToLive } from '../../driver/describe-table.js'
import { createDriver } from '../../driver/driver.js'
import { MAX_SEGMENTS } from '../../operation/scan/scan-operation.js'
import type { Transport } from '../../operation/transport.js'
import { wholeNumber } from '../../operation/whole-number.js'
import type { StoredItem } from '../../schema/item-model.js'
import { describedTable } from './described-table.js'
import type { ItemSource } from './item-source.js'

/** How a table is read. */
export interface TableSourceOptions {
  /** How many segments of the table are read at a time (1 to 1,000,000). Default: 4. */
  readonly segments?: number | undefined
  /** Ends the reading, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The items of a live table: a parallel scan, which reads all of it and writes nothing (DescribeTable, DescribeTimeToLive, Scan).
 * A scan is consistent: it costs a read unit for each 4 KB of the table.
 * @param client A `DynamoDBClient`, or a `DynamoDBDocumentClient` around one.
 * @throws MonotableError `request.failed`, where there is no such table too; `request.aborted`; `query.invalid` for `segments` that can't be
 * @example const source = await tableSource(new DynamoDBClient({}), 'orders')
 */
export async function tableSource(
  client: DynamoDBClientLike,
  tableName: string,
  { segments = 4, signal }: TableSourceOptions = {},
): Promise<ItemSource> {
  wholeNumber('query.invalid', 'segments', segments, MAX_SEGMENTS)
  const description = await describeTable(client, tableName, signal)
  const timeToLive = await describeTimeToLive(client, tableName, signal)
  const transport = createDriver({ client })
  return Object.freeze({
    table: describedTable(tableName, description, timeToLive),
    itemCount: description.ItemCount,
    isDescribed: true,
    notes: [],
    items: (options = {}) => scan(transport, tableName, segments, options.signal ?? signal),
  } satisfies ItemSource)
}

/** The pages of all segments, each as it comes; of each segment one is read ahead at most. */
async function* scan(
  transport: Transport,
  TableName: string,
  TotalSegments: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredItem> {
  type Page = { readonly segment: number; readonly items: readonly StoredItem[]; readonly next: StoredItem | undefined }
  const read = async (segment: number, ExclusiveStartKey?: StoredItem): Promise<Page> => {
    const input = {
      TableName,
      Segment: segment,
      TotalSegments,
      ConsistentRead: true,
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    }
    const { Items = [], LastEvaluatedKey } = await transport.send('Scan', input, { entity: '', signal })
    return { segment, items: Items, next: LastEvaluatedKey }
  }
  const pending = new Map(Array.from({ length: TotalSegments }, (_, segment) => [segment, read(segment)]))
  // A segment that fails while another is waited for is told of when its turn comes.
  for (const page of pending.values()) page.catch(() => undefined)
  while (pending.size > 0) {
    const { segment, items, next } = await Promise.race(pending.values())
    if (next) {
      const page = read(segment, next)
      page.catch(() => undefined)
      pending.set(segment, page)
    } else pending.delete(segment)
    yield* items
  }
}
