import { MonotableError } from '../../errors/monotable-error.js'
import type { ConsumedCapacity } from '../../operation/capacity.js'
import type { StoredItem } from '../../schema/item-model.js'
import { checkConsent } from './consent.js'
import type { MigrationRecord } from './control/control-entities.js'
import { beginEntry } from './control/history.js'
import { acquireLease } from './control/lease.js'
import { SHARDS } from './control/records.js'
import type { Scope } from './control/scope.js'
import { readStored } from './control/stored-text.js'
import { type LongOptions, settleOptions } from './options.js'
import { runPool } from './pool.js'
import { leaseOf } from './run.js'
import { hasControlTable, openWay, type Setting } from './setting.js'
import { undoRecord } from './undo-record.js'

/** What `undo` takes. */
export interface UndoOptions extends Omit<LongOptions, 'onProgress' | 'segments' | 'pageSize'> {
  /** The name of the table once more, where it is not on a local server. */
  readonly confirm?: string
  readonly onProgress?: (counts: UndoCounts) => void
}

/** What came of the items that the migration had changed. */
export interface UndoCounts {
  /** Those that are as they were before, one version on; what was made in their place is gone. */
  readonly restored: number
  /** Those that somebody has changed since, and that stay as they are. */
  readonly changed: number
}

/** What came of an undo. */
export interface UndoReport {
  /** `stopped` by its signal: the next undo goes on from there. */
  readonly outcome: 'done' | 'stopped'
  readonly counts: UndoCounts
  /** The primary keys of items that somebody has changed since, the first 100 of them. */
  readonly changed: readonly StoredItem[]
  /** The same items: the key of each before it was migrated, and those of what the migration has left in its place, if anything. */
  readonly left: readonly { readonly was: StoredItem; readonly now: readonly StoredItem[] }[]
  readonly consumed: ConsumedCapacity
}

/** Puts back what the last run has changed, from its before-images. */
export async function undo(setting: Setting, options: UndoOptions): Promise<UndoReport> {
  const { signal, onProgress, ...limits } = options
  const { concurrency } = settleOptions(limits)
  await checkConsent(setting, options.confirm)
  const { migration, tableName, control, now, owner } = setting
  const key = { table: tableName, migration: migration.name }
  const refuse = (reason: string) =>
    new MonotableError('migration.refused', { migration: migration.name, because: 'state', reason })
  if (!(await hasControlTable(setting))) throw refuse('it was never run: there is nothing to undo')
  const lease = await acquireLease({ ...leaseOf(setting), action: 'undo' })
  try {
    const state = await control.states.get(key).consistent()
    if (!state) throw refuse('it was never run: there is nothing to undo')
    await control.states
      .update(key)
      .set({ state: 'undoing' })
      .condition((old, { and, eq }) =>
        and(eq(old.epoch, state.epoch), eq(old.pass, state.pass), eq(old.state, state.state)),
      )
      .returning('none')
    const data = { table: migration.table, name: tableName }
    const scope: Scope = { control, data, migration: migration.name, epoch: state.epoch, pass: state.pass }
    const conclude = await beginEntry(scope, 'undo', owner, now)
    const way = openWay(setting, options, lease)
    const counts = { restored: 0, changed: 0 }
    const left: UndoReport['left'][number][] = []
    const stopped = () => Boolean(signal?.aborted)
    const runner = { migration, tableName, transport: way.transport, tools: way.tools, scope, lease, now, stopped }
    try {
      let whole = true
      for (let shard = 0; shard < SHARDS && whole; shard++) {
        await lease.keep()
        for await (const records of pagesOf(scope, shard)) {
          whole = await runPool(records, concurrency, stopped, async record => {
            const outcome = await undoRecord(runner, record)
            counts[outcome]++
            if (outcome === 'changed' && left.length < 100) left.push(placesOf(record))
          })
          tell(onProgress, counts)
          if (!whole) break
        }
      }
      if (whole) {
        await lease.keep()
        await control.states
          .update(key)
          .set({ state: 'undone', endedAt: now().toISOString(), counts })
          .condition((old, { and, eq }) => and(eq(old.epoch, state.epoch), eq(old.state, 'undoing')))
          .returning('none')
      }
      await conclude(whole ? 'done' : 'stopped', counts)
      const changed = left.map(({ was }) => was)
      return { outcome: whole ? 'done' : 'stopped', counts: { ...counts }, changed, left, consumed: way.consumed() }
    } catch (error) {
      await conclude('failed', counts, error).catch(() => {})
      throw error
    }
  } finally {
    await lease.release().catch(() => {})
  }
}

/** Where an item was, and where what the migration made of it is. */
function placesOf({ key, after, made }: MigrationRecord): UndoReport['left'][number] {
  const was = readStored(key)
  return { was, now: [...(after === undefined ? [] : [was]), ...made.map(readStored)] }
}

/** What a listener throws ends nothing. */
function tell(listener: UndoOptions['onProgress'], counts: UndoCounts): void {
  try {
    listener?.({ ...counts })
  } catch {}
}

/** The records of one part that are not undone yet, a page at a time: of items themselves, not of what was made beside them. */
async function* pagesOf({ control, data, migration, epoch }: Scope, shard: number): AsyncGenerator<MigrationRecord[]> {
  const query = control.records
    .query({ table: data.name, migration, shard })
    .consistent()
    .filter((record, { and, eq, ne }) =>
      and(eq(record.epoch, epoch), ne(record.state, 'undone'), ne(record.kind, 'created')),
    )
    .pageSize(100)
  let cursor: string | undefined
  do {
    const page = await (cursor === undefined ? query : query.after(cursor))
    yield page.items
    cursor = page.cursor
  } while (cursor !== undefined)
}
