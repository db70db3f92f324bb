import * as z from 'zod/mini'
import { createDatabase } from '../../database/create-database.js'
import type { ConnectionOptions } from '../../database/database-types.js'
import { defineEntity } from '../../entity/define-entity.js'
import { DefinitionError } from '../../errors/monotable-error.js'
import { defineTable } from '../../table/define-table.js'

const bytes = z.instanceof(Uint8Array)

/** A value as its serializer made it: in the item itself, or in chunks of their own where it is too large for that. */
const storedValue = z.object({
  /** What the serializer calls the form of its bytes. */
  type: z.string(),
  gzip: z.optional(z.literal(true)),
  // As many chunks as their keys can count.
  data: z.union([bytes, z.object({ blob: z.string(), chunks: z.int().check(z.minimum(1), z.maximum(10_000)) })]),
})

/** When DynamoDB deletes an item, in seconds since 1970. */
const ttl = z.optional(z.int())

const checkpoint = z.object({
  thread_id: z.string(),
  checkpoint_ns: z.string(),
  checkpoint_id: z.string(),
  parent_checkpoint_id: z.optional(z.string()),
  checkpoint: storedValue,
  metadata: storedValue,
  ttl,
})

const write = z.object({
  thread_id: z.string(),
  checkpoint_ns: z.string(),
  checkpoint_id: z.string(),
  task_id: z.string(),
  idx: z.int(),
  task_path: z.string(),
  channel: z.string(),
  value: storedValue,
  ttl,
})

const chunk = z.object({ thread_id: z.string(), blob: z.string(), part: z.int(), bytes, ttl })

/** In which table the items are, and under which names. */
export interface Layout {
  /** The table's name. */
  readonly tableName: string
  /** The name of the partition key, a string: `'pk'` where it is not given. */
  readonly partitionKey?: string | undefined
  /** The name of the sort key, a string: `'sk'` where it is not given. */
  readonly sortKey?: string | undefined
  /** The name of the attribute that the table's time-to-live reads: `'ttl'` where it is not given. */
  readonly timeToLive?: string | undefined
  /**
   * The text with which partition keys begin: `'langgraph'` where it is not given, so that they are `langgraph#<thread_id>`.
   * Savers of different prefixes in one table know nothing of one another.
   */
  readonly prefix?: string | undefined
}

/** What a partition key begins with is text of the user's, and the compiler is told of the template without it. */
function partitionTemplate(prefix: string): '#<thread_id>' {
  const template = `${prefix}#<thread_id>`
  if (/[<>]/.test(prefix))
    throw new DefinitionError('definition.template', { template, reason: "takes no '<' and '>' in its prefix" })
  return template as '#<thread_id>'
}

/** A thread's checkpoints, the writes of their tasks, and the chunks of what is too large: all in one partition. */
export function openSaverDatabase(
  connection: ConnectionOptions,
  { tableName, partitionKey = 'pk', sortKey = 'sk', timeToLive = 'ttl', prefix = 'langgraph' }: Layout,
) {
  const table = defineTable({ name: tableName, partitionKey, sortKey, timeToLive })
  // Threads, namespaces and tasks are called as their users like. Their names are in the keys alone.
  const common = { table, keys: 'escape', timeToLive: 'ttl', storedAs: { ttl: timeToLive } } as const
  const partition = partitionTemplate(prefix)
  return createDatabase({
    ...connection,
    entities: {
      checkpoints: defineEntity({
        ...common,
        name: 'Checkpoint',
        schema: checkpoint,
        key: { partitionKey: partition, sortKey: 'checkpoint#<checkpoint_ns>#<checkpoint_id>' },
        keyOnly: ['thread_id', 'checkpoint_ns', 'checkpoint_id'],
      }),
      writes: defineEntity({
        ...common,
        name: 'CheckpointWrite',
        schema: write,
        key: { partitionKey: partition, sortKey: 'write#<checkpoint_ns>#<checkpoint_id>#<task_id>#<idx>' },
        keyOnly: ['thread_id', 'checkpoint_ns', 'checkpoint_id', 'task_id', 'idx'],
      }),
      chunks: defineEntity({
        ...common,
        name: 'CheckpointChunk',
        schema: chunk,
        key: { partitionKey: partition, sortKey: 'chunk#<blob>#<part:pad(4)>' },
        keyOnly: ['thread_id', 'blob', 'part'],
      }),
    },
  })
}

export type SaverDatabase = ReturnType<typeof openSaverDatabase>
export type StoredValue = z.output<typeof storedValue>
export type CheckpointItem = z.output<typeof checkpoint>
export type WriteItem = z.output<typeof write>
