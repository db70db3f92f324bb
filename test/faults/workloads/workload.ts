import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { defineTable } from '../../../src/index.js'
import type { RawItem } from '../check/read-table.js'
import type { State } from '../history.js'
import type { Writer } from '../writer.js'

/** What several writers do to one table at once, and how what is there afterwards is read. */
export interface Workload {
  readonly name: string
  /** How many write at once, and how many steps each takes in a run. */
  readonly writers: number
  readonly steps: number
  /** Makes the table, and what is there beforehand. Nothing goes wrong here. */
  prepare(calm: Writer, tableName: string): Promise<void>
  /** What a writer does in a step: one call or a few. */
  start(writer: Writer, tableName: string): () => Promise<unknown>
  /** What is done when all writers are at their ends. */
  finish?(calm: Writer, tableName: string): Promise<void>
  /** What the table holds, by items as they are stored. */
  read(items: readonly RawItem[]): State
}

/** A table for entities. */
export const FaultsTable = defineTable({
  name: 'faults',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  },
})

/** Which databases are made of. */
export const connection = (writer: Writer, client: DynamoDBClient, tableName: string) => ({
  client,
  tableName,
  transport: writer.run.transport,
})

/** `a0`, `a1` … */
export const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)
