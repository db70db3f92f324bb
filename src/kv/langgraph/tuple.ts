import type { RunnableConfig } from '@langchain/core/runnables'
import type {
  Checkpoint,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  SerializerProtocol,
} from '@langchain/langgraph-checkpoint'
import { maxChannelVersion, TASKS } from './checkpoint-peer.js'
import { loadBytes } from './chunks.js'
import type { CheckpointItem, SaverDatabase, StoredValue, WriteItem } from './entities.js'
import { findWrites, type Scope } from './find.js'
import { deserialize } from './serialized.js'

/** What reading a saver's values takes. */
export interface Reader {
  readonly db: SaverDatabase
  readonly serde: SerializerProtocol
  /** The version of a channel that had none. */
  readonly firstVersion: number | string
}

/** @throws MissingChunksError */
export async function loadValues({ db, serde }: Reader, thread_id: string, values: readonly StoredValue[]) {
  const loaded = await loadBytes(db, thread_id, values)
  return Promise.all(loaded.map(value => deserialize(serde, value)))
}

/** @throws MissingChunksError */
export async function loadWrites(
  reader: Reader,
  thread_id: string,
  writes: readonly WriteItem[],
): Promise<CheckpointPendingWrite[]> {
  const values = await loadValues(
    reader,
    thread_id,
    writes.map(write => write.value),
  )
  return writes.map(({ task_id, channel }, index) => [task_id, channel, values[index]])
}

export const loadMetadata = async (
  reader: Reader,
  { thread_id, metadata }: CheckpointItem,
): Promise<CheckpointMetadata> => (await loadValues(reader, thread_id, [metadata]))[0]

export const configOf = ({ thread_id, checkpoint_ns }: Scope, checkpoint_id: string): RunnableConfig => ({
  configurable: { thread_id, checkpoint_ns, checkpoint_id },
})

/** @throws MissingChunksError */
export async function loadTuple(
  reader: Reader,
  item: CheckpointItem,
  writes: readonly WriteItem[],
): Promise<CheckpointTuple> {
  const { thread_id, checkpoint_id, parent_checkpoint_id } = item
  const values = [item.checkpoint, item.metadata, ...writes.map(write => write.value)]
  const [checkpoint, metadata, ...written] = await loadValues(reader, thread_id, values)
  return {
    config: configOf(item, checkpoint_id),
    checkpoint: await withPendingSends(reader, item, checkpoint),
    metadata,
    pendingWrites: writes.map(({ task_id, channel }, index) => [task_id, channel, written[index]]),
    ...(parent_checkpoint_id !== undefined && { parentConfig: configOf(item, parent_checkpoint_id) }),
  }
}

/** Checkpoints before version 4 had what was sent to tasks in the writes of their parents; now it is a channel. */
async function withPendingSends(reader: Reader, item: CheckpointItem, checkpoint: Checkpoint): Promise<Checkpoint> {
  const { parent_checkpoint_id: parent, thread_id } = item
  if (checkpoint.v >= 4 || parent === undefined) return checkpoint
  const writes = await findWrites(reader.db, item, parent)
  const sends = await loadWrites(
    reader,
    thread_id,
    writes.filter(({ channel }) => channel === TASKS),
  )
  const versions = Object.values(checkpoint.channel_versions ?? {})
  const version = versions.length > 0 ? maxChannelVersion(...versions) : reader.firstVersion
  return {
    ...checkpoint,
    channel_values: { ...checkpoint.channel_values, [TASKS]: sends.map(([, , value]) => value) },
    channel_versions: { ...checkpoint.channel_versions, [TASKS]: version },
  }
}
