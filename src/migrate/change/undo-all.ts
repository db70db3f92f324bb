import type { MigrationRecord } from './control/control-entities.js'
import { SHARDS } from './control/records.js'
import type { Scope } from './control/scope.js'
import { runPool } from './pool.js'
import { type ReadAhead, readAhead } from './read-ahead.js'
import type { Runner } from './runner.js'
import { undoRecord } from './undo-record.js'

/** So many parts of the records are gone through at a time, as segments of a table are. */
const SIDE_BY_SIDE = 4

/** Who is told of what comes of records. */
interface Listener {
  onRecord(outcome: 'restored' | 'left', record: MigrationRecord, reason?: string): void
  /** After each page of them. */
  onPage(): Promise<void>
}

/**
 * Undoes all records that are not undone yet. Where the item that was made of another one is under the key of a third, that one is
 * put back behind it, and so on: what was moved in a chain is put back from the other end.
 * @returns whether all of them were seen to
 */
export async function undoAll(runner: Runner, concurrency: number, listener: Listener): Promise<boolean> {
  let waiting = false
  let told = Promise.resolve()

  async function undoWithFreed(first: MigrationRecord, mayWait: boolean, ahead: ReadAhead): Promise<void> {
    const queue = [first]
    for (let record = queue.shift(); record && !(record !== first && runner.stopped()); record = queue.shift()) {
      const { outcome, reason, freed } = await undoRecord(runner, record, mayWait, ahead)
      if (outcome === 'waits') waiting = true
      else if (outcome !== 'settled') listener.onRecord(outcome, record, reason)
      queue.push(...freed)
    }
  }

  async function undoPages(onlyWaiting: boolean): Promise<boolean> {
    const shards = Array.from({ length: SHARDS }, (_, shard) => shard)
    const all = await runPool(shards, SIDE_BY_SIDE, runner.stopped, async shard => {
      for await (const records of pagesOf(runner.scope, shard, onlyWaiting)) {
        // Before those that are empty too: there are many of them where most is undone already.
        await runner.lease.keep()
        if (records.length === 0) continue
        const ahead = await readAhead(runner, records)
        const whole = await runPool(records, concurrency, runner.stopped, record =>
          undoWithFreed(record, !onlyWaiting, ahead),
        )
        // One after another: what is noted is never less than what was.
        told = told.then(() => listener.onPage())
        await told
        if (!whole) return
      }
    })
    return all && !runner.stopped()
  }

  // What is still under another item's key then was changed, and stays: there is no room for what had been there.
  return (await undoPages(false)) && (!waiting || (await undoPages(true)))
}

/**
 * The records of one part that are not undone yet, a page at a time: of items themselves, not of what was made beside them. Those of
 * earlier epochs that are still kept were written by a runner that was late: they are undone with the others.
 */
async function* pagesOf(
  { control, data, migration, epoch }: Scope,
  shard: number,
  onlyWaiting: boolean,
): AsyncGenerator<readonly MigrationRecord[]> {
  const query = control.records
    .query({ table: data.name, migration, shard })
    .consistent()
    .filter((record, { and, or, eq, lt, ne, exists }) => {
      const isOpen = or(
        and(eq(record.epoch, epoch), ne(record.state, 'undone')),
        and(lt(record.epoch, epoch), eq(record.state, 'kept')),
      )
      const isOwn = and(ne(record.kind, 'created'), isOpen)
      return onlyWaiting ? and(isOwn, exists(record.of)) : isOwn
    })
    .pageSize(100)
  for await (const { items } of query.pages()) yield items
}
