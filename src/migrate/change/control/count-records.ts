import { inParallel } from '../../../operation/in-parallel.js'
import type { ChangeKind } from '../change.js'
import type { Lease } from './lease.js'
import { SHARDS } from './records.js'
import type { Scope } from './scope.js'

const shards = Array.from({ length: SHARDS }, (_, shard) => shard)

type RecordCounts = Record<ChangeKind, number>

/** Counts the records of a pass, or those of all its passes that are undone (Query, of each part of the records). */
async function count(
  { control, data, migration, epoch, pass }: Scope,
  which: 'of the pass' | 'undone',
  lease: Lease | undefined,
): Promise<RecordCounts> {
  const counts = { updated: 0, moved: 0, split: 0, deleted: 0, created: 0 }
  await inParallel(shards, 8, async shard => {
    const records = control.records
      .query({ table: data.name, migration, shard })
      .consistent()
      .filter((record, { and, eq }) =>
        and(eq(record.epoch, epoch), which === 'undone' ? eq(record.state, 'undone') : eq(record.pass, pass)),
      )
      .project('kind')
    for await (const { items } of records.pages()) {
      for (const { kind } of items) counts[kind]++
      // Of millions of them this takes longer than a lease lasts.
      await lease?.keep()
    }
  })
  return counts
}

/**
 * How many items a pass has changed, by the records of them.
 * @param lease is kept meanwhile, where there is one
 */
export const countRecords = (scope: Scope, lease?: Lease): Promise<RecordCounts> => count(scope, 'of the pass', lease)

/** How many items are undone already, by the records of them; what was made beside them is not counted. */
export async function countUndone(scope: Scope, lease: Lease): Promise<number> {
  const { updated, moved, split, deleted } = await count(scope, 'undone', lease)
  return updated + moved + split + deleted
}
