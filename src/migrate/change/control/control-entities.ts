import * as z from 'zod/mini'
import { createDatabase } from '../../../database/create-database.js'
import type { ConnectionOptions } from '../../../database/database-types.js'
import { defineEntity } from '../../../entity/define-entity.js'
import { defineTable } from '../../../table/define-table.js'

const counts = z.record(z.string(), z.int())

/** Which table and migration something is about; in the key alone. */
const subject = { table: z.string(), migration: z.string() }

/** Who may work on a table. The token goes up with each that gets it. */
const lease = z.object({
  table: z.string(),
  token: z.int(),
  /** What tells this holder from all others; '' where nobody has it. */
  holder: z.string(),
  owner: z.string(),
  migration: z.string(),
  action: z.string(),
  /** Milliseconds since 1970. */
  expires: z.int(),
})

const state = z.object({
  ...subject,
  state: z.enum(['running', 'done', 'undoing', 'undone']),
  /** Goes up with each run that follows an undo. */
  epoch: z.int(),
  /** Goes up with each time that the table is gone through. */
  pass: z.int(),
  segments: z.int(),
  startedAt: z.string(),
  endedAt: z.optional(z.string()),
  /** What the last run has counted, once it is done. */
  counts: z.optional(counts),
  /** What undoing has counted, as far as it has come. */
  undo: z.optional(counts),
  /** That of the lease under which it is being undone. */
  token: z.optional(z.int()),
})

/** How far a segment of the table has come in a pass. */
const segment = z.object({
  ...subject,
  epoch: z.int(),
  pass: z.int(),
  segment: z.int(),
  /** That of the lease under which it is worked on. */
  token: z.int(),
  /** Behind which key it goes on, as text; at its beginning where it is not there. */
  after: z.optional(z.string()),
  done: z.boolean(),
  counts,
})

const entry = z.object({
  ...subject,
  startedAt: z.string(),
  id: z.string(),
  action: z.enum(['run', 'undo', 'verify']),
  owner: z.string(),
  outcome: z.enum(['running', 'done', 'incomplete', 'stopped', 'failed']),
  endedAt: z.optional(z.string()),
  reason: z.optional(z.string()),
  counts,
})

/** What a migration did to one key, with what was there before. */
const record = z.object({
  ...subject,
  shard: z.int(),
  digest: z.string(),
  kind: z.enum(['updated', 'moved', 'split', 'deleted', 'created']),
  epoch: z.int(),
  pass: z.int(),
  state: z.enum(['kept', 'undone', 'changed']),
  /** The primary key, as text. */
  key: z.string(),
  /** What was there before, as text; where that is long, in pieces of their own. */
  before: z.optional(z.string()),
  pieces: z.int(),
  /** The digest of what the migration left there; none where it left nothing. */
  after: z.optional(z.string()),
  /** The keys of what it made beside, as texts. */
  made: z.array(z.string()),
  /** The key of the item that what the migration left there was made of, as text, where that is another one. */
  of: z.optional(z.string()),
  /** The digests of the keys of unique values that were nobody's, and that it took. */
  taken: z.optional(z.array(z.string())),
  at: z.string(),
})

const piece = z.object({ ...subject, shard: z.int(), digest: z.string(), part: z.int(), text: z.string() })

const quarantinedItem = z.object({
  ...subject,
  epoch: z.int(),
  pass: z.int(),
  digest: z.string(),
  key: z.string(),
  reason: z.string(),
  message: z.string(),
  at: z.string(),
})

/** An item that can be seen to only once another one has left its key: it is known by that key. */
const waiting = z.object({
  ...subject,
  epoch: z.int(),
  pass: z.int(),
  /** Of the key that it waits for. */
  digest: z.string(),
  /** Its own primary key, as text. */
  key: z.string(),
})

/** The database of what is kept of migrations: in a table of its own. */
export function openControl(connection: ConnectionOptions, tableName: string) {
  const table = defineTable({ name: 'migrations', partitionKey: 'pk', sortKey: 'sk' })
  // Tables and migrations are called as their users like.
  const common = { table, keys: 'escape' } as const
  const partitionKey = 'migration#<table>#<migration>'
  const shard = 'record#<table>#<migration>#<shard:pad(3)>'
  const leases = defineEntity({
    ...common,
    name: 'Lease',
    schema: lease,
    key: { partitionKey: 'lease#<table>', sortKey: 'lease' },
  })
  const states = defineEntity({
    ...common,
    name: 'MigrationState',
    schema: state,
    key: { partitionKey, sortKey: 'state' },
  })
  const segments = defineEntity({
    ...common,
    name: 'MigrationSegment',
    schema: segment,
    key: { partitionKey, sortKey: 'segment#<epoch:pad(6)>#<pass:pad(6)>#<segment:pad(6)>' },
  })
  const entries = defineEntity({
    ...common,
    name: 'MigrationEntry',
    schema: entry,
    key: { partitionKey, sortKey: 'history#<startedAt>#<id>' },
  })
  const records = defineEntity({
    ...common,
    name: 'MigrationRecord',
    schema: record,
    key: { partitionKey: shard, sortKey: 'head#<digest>' },
  })
  const pieces = defineEntity({
    ...common,
    name: 'MigrationPiece',
    schema: piece,
    key: { partitionKey: shard, sortKey: 'piece#<digest>#<part:pad(3)>' },
  })
  const quarantined = defineEntity({
    ...common,
    name: 'QuarantinedItem',
    schema: quarantinedItem,
    key: {
      partitionKey: 'quarantine#<table>#<migration>',
      sortKey: 'item#<epoch:pad(6)>#<pass:pad(6)>#<digest>',
    },
  })
  const waits = defineEntity({
    ...common,
    name: 'WaitingItem',
    schema: waiting,
    key: {
      partitionKey: 'waiting#<table>#<migration>',
      sortKey: 'item#<epoch:pad(6)>#<pass:pad(6)>#<digest>',
    },
  })
  return createDatabase({
    ...connection,
    tableName,
    entities: { leases, states, segments, entries, records, pieces, quarantined, waits },
  })
}

export type ControlDatabase = ReturnType<typeof openControl>
export type MigrationRecord = z.output<typeof record>
export type MigrationState = z.output<typeof state>
export type WaitingItem = z.output<typeof waiting>
export type HistoryEntry = z.output<typeof entry>
