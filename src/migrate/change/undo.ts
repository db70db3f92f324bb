import type { ConsumedCapacity } from '../../operation/capacity.js'
import { tell } from '../../operation/tell.js'
import type { StoredItem } from '../../schema/item-model.js'
import { beginUndo, neverRun, noteUndo } from './begin-undo.js'
import { checkConsent } from './consent.js'
import type { MigrationRecord } from './control/control-entities.js'
import { hasControlTable } from './control/control-table.js'
import { countUndone } from './control/count-records.js'
import { beginEntry } from './control/history.js'
import { acquireLease } from './control/lease.js'
import { scopeOf } from './control/scope.js'
import { countChanged } from './control/segments.js'
import { readStored } from './control/stored-text.js'
import { type PassOptions, settleOptions } from './options.js'
import type { UndoProgress } from './progress.js'
import { describeMigrated, openWay, type Setting } from './setting.js'
import type { UndoCounts } from './tally.js'
import { undoAll } from './undo-all.js'

/** What `undo` takes. */
export interface UndoOptions extends Omit<PassOptions, 'onProgress' | 'segments' | 'pageSize'> {
  /** The name of the table once more, where it is not on a local server. */
  readonly confirm?: string | undefined
  /** Is told how far it has come. What it throws ends nothing. */
  readonly onProgress?: ((progress: UndoProgress) => void) | undefined
}

/** What came of an undo. */
export interface UndoReport {
  /** `stopped` by its signal: the next undo goes on from there. */
  readonly outcome: 'done' | 'stopped'
  /** Of the whole undo, with what was put back before it was gone on with. */
  readonly counts: UndoCounts
  /**
   * Items that stay, the first 100 of them: the key of each before it was migrated, those of what the migration has left in its place,
   * if anything, and why: `changed` where somebody has changed them since, or what DynamoDB has against it.
   */
  readonly left: readonly { readonly was: StoredItem; readonly now: readonly StoredItem[]; readonly reason: string }[]
  /** The capacity that this undo took. */
  readonly consumed: ConsumedCapacity
}

/** Puts back what was migrated since the last undo, by one pass or several, from the before-images. */
export async function undo(setting: Setting, options: UndoOptions): Promise<UndoReport> {
  const { signal, onProgress, ...limits } = options
  const { concurrency } = settleOptions(limits)
  await checkConsent(setting, options.confirm)
  const { migration, tableName, now, owner } = setting
  await describeMigrated(setting, signal)
  if (!(await hasControlTable(setting, signal))) throw neverRun(migration.name)
  const lease = await acquireLease(setting, 'undo')
  try {
    const state = await beginUndo(setting, lease.token)
    const scope = scopeOf(setting, state)
    const conclude = await beginEntry(scope, 'undo', owner, now)
    const way = openWay(setting, options, lease)
    const left: UndoReport['left'][number][] = []
    const stopped = () => Boolean(signal?.aborted)
    const runner = { migration, tableName, transport: way.transport, tools: way.tools, scope, lease, now, stopped }
    const counts = { restored: 0, left: 0 }
    const report = (total: number) =>
      tell(onProgress, {
        counts: { ...counts },
        total: Math.max(total, counts.restored + counts.left),
        consumed: way.consumed(),
      })
    try {
      const total = await countChanged(scope)
      // Those that were put back before are not met again; what was left because it was changed is tried once more.
      if (state.state !== 'running' && state.state !== 'done') counts.restored = await countUndone(scope, lease)
      const whole = await undoAll(runner, concurrency, {
        onRecord(outcome, record, reason = 'changed') {
          counts[outcome]++
          if (outcome === 'left' && left.length < 100) left.push({ ...placesOf(record), reason })
        },
        async onPage() {
          report(total)
          await noteUndo(scope, lease.token, { undo: { ...counts } })
        },
      })
      if (whole) {
        await lease.keep()
        const endedAt = now().toISOString()
        await noteUndo(scope, lease.token, { state: 'undone', endedAt, undo: { ...counts } })
      }
      await conclude(whole ? 'done' : 'stopped', counts)
      return { outcome: whole ? 'done' : 'stopped', counts: { ...counts }, left, consumed: way.consumed() }
    } catch (error) {
      await conclude('failed', counts, error).catch(() => {})
      throw error
    }
  } finally {
    await lease.release().catch(() => {})
  }
}

/** Where an item was, and where what the migration made of it is. */
function placesOf({ key, after, made }: MigrationRecord): Omit<UndoReport['left'][number], 'reason'> {
  const was = readStored(key)
  return { was, now: [...(after === undefined ? [] : [was]), ...made.map(readStored)] }
}
