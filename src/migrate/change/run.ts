import type { ConsumedCapacity } from '../../operation/capacity.js'
import { beginPass } from './begin-pass.js'
import { checkConsent } from './consent.js'
import { ensureControlTable } from './control/control-table.js'
import { beginEntry } from './control/history.js'
import { acquireLease } from './control/lease.js'
import { type QuarantinedItem, readQuarantined } from './control/quarantine.js'
import { scopeOf } from './control/scope.js'
import { type Checkpoint, claimSegment } from './control/segments.js'
import { checkQuarantined, finishPass } from './finish-pass.js'
import { type PassOptions, settleOptions } from './options.js'
import { createReporter } from './progress.js'
import { scanSegment } from './scan-segment.js'
import { describeMigrated, openWay, type Setting } from './setting.js'
import { settleWaiting } from './settle-waiting.js'
import { addTo, createTally, type MigrationCounts, type Tally } from './tally.js'

/** What `run` takes. */
export interface RunOptions extends PassOptions {
  /** The name of the table once more, where it is not on a local server: what you have seen the plan of. */
  readonly confirm?: string | undefined
  /** How many items may be set aside before it ends: 1,000. */
  readonly maxQuarantined?: number | undefined
}

/** What came of a run. */
export interface RunReport {
  /** `stopped` by its signal: the next run goes on from there. */
  readonly outcome: 'done' | 'stopped'
  /** Of the whole pass, with what was counted before it was gone on with. */
  readonly counts: MigrationCounts
  /** Whether it went on from where another one ended. */
  readonly resumed: boolean
  /** Items that were set aside, the first 100 of them; `counts.quarantined` says how many there are. */
  readonly quarantined: readonly QuarantinedItem[]
  /** The control table, where it was made for this run. */
  readonly createdTable: string | undefined
  /** The capacity that this run took. */
  readonly consumed: ConsumedCapacity
}

/** Goes through the table once, or on with a pass that was not finished. */
export async function run(setting: Setting, options: RunOptions): Promise<RunReport> {
  const settled = settleOptions(options)
  const { signal, maxQuarantined = 1000 } = options
  await checkConsent(setting, options.confirm)
  const { ItemCount = 0 } = await describeMigrated(setting, signal)
  const createdTable = (await ensureControlTable(setting, signal)) ? setting.controlName : undefined
  const { migration, tableName, now, owner } = setting
  const lease = await acquireLease(setting, 'run')
  try {
    const { state, resumed } = await beginPass(setting, settled.segments)
    const scope = scopeOf(setting, state)
    const conclude = await beginEntry(scope, 'run', owner, now)
    const way = openWay(setting, options, lease)
    const total = createTally()
    try {
      const claimed: Checkpoint[] = []
      // The last one is of the items that wait for others.
      for (let segment = 0; segment <= state.segments; segment++) {
        await lease.keep()
        claimed.push(await claimSegment(scope, segment, lease.token))
      }
      for (const { counts } of claimed) addTo(total, counts)
      let failed = false
      const stopped = () => failed || Boolean(signal?.aborted)
      const runner = { migration, tableName, transport: way.transport, tools: way.tools, scope, lease, now, stopped }
      const report = createReporter('run', ItemCount, total.read, way.consumed, options.onProgress)
      const onPage = (page: Tally) => {
        addTo(total, page)
        report(total)
        checkQuarantined(migration.name, total.quarantined, maxQuarantined)
      }
      const ended = await Promise.allSettled(
        claimed.slice(0, -1).map(async checkpoint => {
          try {
            return await scanSegment(runner, checkpoint, { ...settled, segments: state.segments, resumed, onPage })
          } catch (error) {
            failed = true
            throw error
          }
        }),
      )
      for (const each of ended) if (each.status === 'rejected') throw each.reason
      let done = ended.every(each => each.status === 'fulfilled' && each.value.done)
      if (done) {
        const { pageSize } = settled
        const concurrency = state.segments * settled.concurrency
        done = await settleWaiting(runner, { from: claimed.at(-1)!, pageSize, concurrency, resumed, onPage })
      }
      if (done) await finishPass(runner, state, total, { resumed, maxQuarantined })
      await conclude(done ? 'done' : 'stopped', total)
      return {
        outcome: done ? 'done' : 'stopped',
        counts: { ...total },
        resumed,
        quarantined: total.quarantined > 0 ? await readQuarantined(scope, 100) : [],
        createdTable,
        consumed: way.consumed(),
      }
    } catch (error) {
      // What it failed with is told, whether this can be noted or not.
      await conclude('failed', total, error).catch(() => {})
      throw error
    }
  } finally {
    await lease.release().catch(() => {})
  }
}
