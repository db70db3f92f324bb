import { inParallel } from '../../../operation/in-parallel.js'
import type { ChangeKind } from '../change.js'
import { SHARDS } from './records.js'
import type { Scope } from './scope.js'

const shards = Array.from({ length: SHARDS }, (_, shard) => shard)

/** How many items a pass has changed, by the records of them (Query, of each part of the records). */
export async function countRecords({
  control,
  data,
  migration,
  epoch,
  pass,
}: Scope): Promise<Record<ChangeKind, number>> {
  const counts = { updated: 0, moved: 0, split: 0, deleted: 0, created: 0 }
  await inParallel(shards, 8, async shard => {
    const records = control.records
      .query({ table: data.name, migration, shard })
      .consistent()
      .filter((record, { and, eq }) => and(eq(record.epoch, epoch), eq(record.pass, pass)))
      .project('kind')
    for await (const { kind } of records.items()) counts[kind]++
  })
  return counts
}

/** How many items are undone already, by the records of them. */
export async function countUndone({ control, data, migration, epoch }: Scope): Promise<number> {
  const counts = await inParallel(shards, 8, shard =>
    control.records
      .query({ table: data.name, migration, shard })
      .consistent()
      .filter((record, { and, eq, ne }) =>
        and(eq(record.epoch, epoch), eq(record.state, 'undone'), ne(record.kind, 'created')),
      )
      .count(),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
