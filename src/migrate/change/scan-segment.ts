import type { StoredItem } from '../../schema/item-model.js'
import { type Checkpoint, writeCheckpoint } from './control/segments.js'
import { MOST_ITEMS } from './options.js'
import { runPool } from './pool.js'
import type { Runner } from './runner.js'
import { seeTo } from './see-to.js'
import { addTo, createTally, type Tally } from './tally.js'

/** How a segment is gone through. */
export interface SegmentOptions {
  readonly segments: number
  /** Items of a request. */
  readonly pageSize: number
  /** Items that are worked on at a time. */
  readonly concurrency: number
  /** Whether another run may have come further than it could note. */
  readonly resumed: boolean
  /** Is told of what came of each page, before it is noted; of one that was not finished, of what was done of it. */
  readonly onPage: (page: Tally) => void
}

/**
 * Goes through a segment of the table, from where it was left: a page is read, all of its items are seen to, and then it is noted
 * how far it has come. One that is interrupted is gone through once more.
 * @returns the segment as it is noted
 */
export async function scanSegment(runner: Runner, from: Checkpoint, options: SegmentOptions): Promise<Checkpoint> {
  let checkpoint = from
  // A page that was not noted may have been longer than this run's are.
  let unsure = options.resumed ? MOST_ITEMS : 0
  while (!checkpoint.done && !runner.stopped()) {
    await runner.lease.keep()
    const page = await readPage(runner, checkpoint, options)
    const replayed = unsure > 0
    const tally = createTally()
    const whole = await runPool(page.items, options.concurrency, runner.stopped, item =>
      seeTo(runner, item, replayed, tally),
    )
    if (!whole) {
      // What was done of it is told, and not noted: it is met once more.
      options.onPage(tally)
      return checkpoint
    }
    const counts = createTally(checkpoint.counts)
    addTo(counts, tally)
    options.onPage(tally)
    checkpoint = { segment: from.segment, after: page.next, done: page.next === undefined, counts }
    await writeCheckpoint(runner.scope, runner.lease.token, checkpoint)
    unsure -= page.items.length
  }
  return checkpoint
}

async function readPage(
  { transport, tableName, migration }: Runner,
  { segment, after }: Checkpoint,
  { segments, pageSize }: SegmentOptions,
): Promise<{ readonly items: readonly StoredItem[]; readonly next: StoredItem | undefined }> {
  const input = {
    TableName: tableName,
    ConsistentRead: true,
    Limit: pageSize,
    ...(segments > 1 && { Segment: segment, TotalSegments: segments }),
    ...(after && { ExclusiveStartKey: after }),
  }
  const { Items = [], LastEvaluatedKey } = await transport.send('Scan', input, { entity: migration.from.name })
  return { items: Items, next: LastEvaluatedKey }
}
