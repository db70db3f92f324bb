import type { RunnableConfig } from '@langchain/core/runnables'
import type {
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  DeltaChannelHistory,
  PendingWrite,
  SerializerProtocol,
} from '@langchain/langgraph-checkpoint'
import type { ConnectionOptions, CreateTableOptions } from '../../database/database-types.js'
import { type ClientOptions, connect } from '../../driver/connect.js'
import { type Duration, expiryTime, isDuration } from '../../entity/time-to-live.js'
import { DefinitionError } from '../../errors/monotable-error.js'
import { BaseCheckpointSaver, copyCheckpoint, getCheckpointId } from './checkpoint-peer.js'
import { readAgain } from './chunks.js'
import { configured, required, text } from './configurable.js'
import { readDeltaHistory } from './delta-history.js'
import { type Layout, openSaverDatabase, type SaverDatabase } from './entities.js'
import type { Scope } from './find.js'
import { listTuples, readTuple } from './read-tuples.js'
import { saveCheckpoint, saveWrites, type Writer } from './save.js'
import { configOf, type Reader } from './tuple.js'

/** What a `DynamoDBSaver` is made of. */
export interface DynamoDBSaverOptions
  extends ClientOptions,
    Layout,
    Pick<ConnectionOptions, 'hooks' | 'consumedCapacity' | 'transport' | 'now'> {
  /**
   * How long what is written now is kept: `{ days: 30 }`, or `'never'`, as where it is not given. Each checkpoint has its own time,
   * and so have writes: a thread that goes on loses its oldest ones.
   */
  readonly expires?: Duration | 'never' | undefined
  /** Whether values of 1 KB and more are compressed by gzip, where that makes them smaller. Both forms are read in any case. */
  readonly compress?: boolean | undefined
  /** What makes bytes of values: LangGraph's `JsonPlusSerializer` where it is not given. */
  readonly serde?: SerializerProtocol | undefined
}

/**
 * Keeps the checkpoints of LangGraph's threads in a DynamoDB table, each thread in a partition. Reads are consistent. A state of
 * any size is kept: what is larger than an item may be goes in chunks beside it.
 *
 * @throws DefinitionError where the prefix, the names of the key or `expires` can't be; MonotableError `package.missing` on import where
 *   `@langchain/langgraph-checkpoint` is not installed
 * @example
 * const checkpointer = new DynamoDBSaver({ tableName: 'agents', expires: { days: 30 } })
 * const graph = builder.compile({ checkpointer })
 * await graph.invoke(input, { configurable: { thread_id: 'ada-1' } })
 */
export class DynamoDBSaver extends BaseCheckpointSaver {
  readonly #db: SaverDatabase
  readonly #options: DynamoDBSaverOptions

  constructor(options: DynamoDBSaverOptions) {
    super(options.serde)
    const { tableName, expires = 'never', hooks, consumedCapacity, transport, now } = options
    if (expires !== 'never' && !isDuration(expires)) {
      const reason = 'expires is a length such as { days: 7 }'
      throw new DefinitionError('definition.table', { table: tableName, reason })
    }
    this.#db = openSaverDatabase({ client: connect(options), hooks, consumedCapacity, transport, now }, options)
    this.#options = options
  }

  /**
   * Makes the table (CreateTable, DescribeTable, UpdateTimeToLive) and waits until it is there: for development and tests.
   * @param options How it is billed, deletion protection, class and tags: on demand and none unless said.
   * @throws MonotableError `request.failed`, also when the table is there already, `request.aborted`; DefinitionError
   *   `definition.table` for the throughput of an index, for it has none
   * @example await checkpointer.createTable({ deletionProtection: true })
   */
  createTable(options?: CreateTableOptions): Promise<void> {
    return this.#db.createTable(options)
  }

  /**
   * Reads a checkpoint with the writes of its tasks: the one that the config names (GetItem and Query), or the newest of its
   * thread and namespace (two Query). What is in chunks takes one more request (BatchGetItem).
   * @returns `undefined` where there is none, and where the config names no thread
   * @throws InvalidKeyError where a part of the config is no text, or too long for a key; InvalidItemError `item.invalidStored`
   *   where what is stored can't be read, or some of its chunks are missing
   */
  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const scope = scopeOf(config)
    return scope && readTuple(this.#reader, scope, getCheckpointId(config))
  }

  /**
   * Reads the checkpoints of a namespace, the newest first, 100 and their writes at a time (two Query), of states in chunks the
   * writes of 8. Where the config names no namespace, those of all of the thread's, one after another, its own first; where it
   * names no thread, those of the whole table (Scan).
   * @param options `limit`: how many at most; `before`: only those with a smaller id than this config's; `filter`: only those whose
   *   metadata have these values, which is looked for here, after reading
   * @throws InvalidKeyError, InvalidItemError as `getTuple`
   */
  override async *list(
    config: RunnableConfig,
    { limit = Infinity, before, filter = {} }: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    yield* listTuples(this.#reader, {
      thread_id: configured(config, 'thread_id'),
      checkpoint_ns: configured(config, 'checkpoint_ns'),
      checkpoint_id: configured(config, 'checkpoint_id'),
      before: configured(before, 'checkpoint_id'),
      filter,
      limit,
    })
  }

  /**
   * Writes a checkpoint (PutItem; BatchWriteItem before it for what is in chunks), in the place of one with its id.
   * @param config Of the thread and namespace, and of the parent where there is one.
   * @throws InvalidKeyError where no thread is named
   */
  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
  ): Promise<RunnableConfig> {
    const scope = requiredScope(config)
    const parent = getCheckpointId(config)
    const at = { ...scope, checkpoint_id: checkpoint.id }
    await saveCheckpoint(this.#writer, at, parent, copyCheckpoint(checkpoint), metadata)
    return configOf(scope, checkpoint.id)
  }

  /**
   * Keeps what a task has written: one write by PutItem, several all at once or not at all (TransactWriteItems, 100 in each). A
   * write that is there already stays as it is; errors, interrupts and resumptions are replaced (PutItem).
   * @throws InvalidKeyError where no thread or checkpoint is named
   * @throws TransactionFailedError where other transactions or throttling were in the way each time
   */
  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = '',
  ): Promise<void> {
    const at = { ...requiredScope(config), checkpoint_id: required(config, 'checkpoint_id') }
    await saveWrites(this.#writer, at, taskId, taskPath, writes)
  }

  /**
   * Deletes all that is kept of a thread, in all of its namespaces (Query and BatchWriteItem, a page at a time). A run of the thread
   * that goes on meanwhile may leave some of it.
   * @throws BatchIncompleteError with what is left: delete it again
   */
  override async deleteThread(threadId: string): Promise<void> {
    const partition = { thread_id: text('thread_id', threadId) }
    const { checkpoints, writes, chunks } = this.#db
    const deleteItems = async () => {
      await checkpoints.deletePartition(partition)
      await writes.deletePartition(partition)
    }
    // What names chunks goes first, for nothing should be found that misses some; and once more what was written meanwhile.
    await deleteItems()
    if ((await chunks.deletePartition(partition)) > 0) await deleteItems()
  }

  /**
   * What channels got on the way to a checkpoint, for channels that keep only what changes. Reads its ancestors 8 to 256 at a time,
   * with their writes (two Query), not one by one.
   */
  override async getDeltaChannelHistory({
    config,
    channels,
  }: {
    config: RunnableConfig
    channels: string[]
  }): Promise<Record<string, DeltaChannelHistory>> {
    const scope = scopeOf(config)
    if (!scope || channels.length === 0) return super.getDeltaChannelHistory({ config, channels })
    return readAgain(() => readDeltaHistory(this.#reader, scope, getCheckpointId(config), channels))
  }

  get #reader(): Reader {
    return { db: this.#db, serde: this.serde, firstVersion: this.getNextVersion(undefined) }
  }

  get #writer(): Writer {
    const { expires = 'never', compress = false, now = () => new Date() } = this.#options
    // One time for an item and its chunks.
    const time = expiryTime(expires, now())
    return { db: this.#db, serde: this.serde, compress, expiry: time ? { ttl: Math.ceil(time.getTime() / 1000) } : {} }
  }
}

function scopeOf(config: RunnableConfig): Scope | undefined {
  const thread_id = configured(config, 'thread_id')
  return thread_id === undefined ? undefined : { thread_id, checkpoint_ns: configured(config, 'checkpoint_ns') ?? '' }
}

const requiredScope = (config: RunnableConfig): Scope => ({
  thread_id: required(config, 'thread_id'),
  checkpoint_ns: configured(config, 'checkpoint_ns') ?? '',
})
