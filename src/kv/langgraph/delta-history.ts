import type { Checkpoint, DeltaChannelHistory } from '@langchain/langgraph-checkpoint'
import type { CheckpointItem, WriteItem } from './entities.js'
import { findCheckpoint, findWritesOf, newestFirst, type Scope } from './find.js'
import { loadValues, loadWrites, type Reader } from './tuple.js'

/** How many checkpoints are read at a time, at first: twice as many each time. */
const FIRST_WINDOW = 8
const MOST = 256

interface Step {
  readonly item: CheckpointItem
  readonly writes: readonly WriteItem[]
}

/**
 * What each channel got on the way to a checkpoint: the writes of its ancestors, oldest first, back to the nearest one that has
 * the channel's value.
 * @throws MissingChunksError
 */
export async function readDeltaHistory(
  reader: Reader,
  scope: Scope,
  id: string | undefined,
  channels: readonly string[],
): Promise<Record<string, DeltaChannelHistory>> {
  const histories = new Map(channels.map(channel => [channel, { writes: [] } as DeltaChannelHistory]))
  const open = new Set(channels)
  const target = await findCheckpoint(reader.db, scope, id)
  for await (const { item, writes } of ancestors(reader, scope, target?.parent_checkpoint_id)) {
    const meant = writes.filter(({ channel }) => open.has(channel))
    const [values, written] = await Promise.all([
      loadValues(reader, scope.thread_id, [item.checkpoint]),
      loadWrites(reader, scope.thread_id, meant),
    ])
    for (const write of written.toReversed()) histories.get(write[1])!.writes.push(write)
    const { channel_values: stored = {} }: Checkpoint = values[0]
    for (const channel of open)
      if (Object.hasOwn(stored, channel)) {
        histories.get(channel)!.seed = stored[channel]
        open.delete(channel)
      }
    if (open.size === 0) break
  }
  for (const { writes } of histories.values()) writes.reverse()
  return Object.fromEntries(histories)
}

/**
 * A checkpoint and its ancestors, the parent after its child. Mostly they follow one another, so that windows of checkpoints are
 * read, with their writes; where a thread was forked, what is not on the path is passed over.
 */
async function* ancestors(
  { db }: Reader,
  scope: Scope,
  from: string | undefined,
): AsyncGenerator<Step, void, undefined> {
  let window = new Map<string, Step>()
  let size = FIRST_WINDOW
  for (let id = from; id !== undefined; ) {
    if (!window.has(id)) {
      const { items } = await newestFirst(db, scope, { from: id }).pageSize(size)
      const writes = await findWritesOf(
        db,
        scope,
        items.map(item => item.checkpoint_id),
      )
      window = new Map(items.map(item => [item.checkpoint_id, { item, writes: writes.get(item.checkpoint_id) ?? [] }]))
      size = Math.min(size * 2, MOST)
    }
    const step = window.get(id)
    if (!step) return
    yield step
    id = step.item.parent_checkpoint_id
  }
}
