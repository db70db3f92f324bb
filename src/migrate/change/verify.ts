import type { ConsumedCapacity } from '../../operation/capacity.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type ChangeKind, changeKinds, primaryKeyOf } from './change.js'
import { hasControlTable } from './control/control-table.js'
import { countRecords } from './control/count-records.js'
import { beginEntry } from './control/history.js'
import { isAsRecorded, readRecordOf } from './control/records.js'
import { scopeOf } from './control/scope.js'
import { decide } from './decide.js'
import { isChange, type QuarantineReason } from './decision.js'
import { compareWithTarget } from './expectation.js'
import { type PassOptions, settleOptions } from './options.js'
import { isSettledChange } from './pending-values.js'
import { runPool } from './pool.js'
import { createReporter } from './progress.js'
import { scanPages } from './scan-pages.js'
import { describeMigrated, openWay, type Setting } from './setting.js'
import { addsUp, createTally, type MigrationCounts } from './tally.js'

/** What `verify` takes. */
export type VerifyOptions = PassOptions

/** What is wrong with an item, or left to do. */
export interface VerifyFinding {
  /** The primary key of the item, as it is stored. */
  readonly key: StoredItem
  /**
   * Why, as a word. `left`: the migration would change it; `invalid`: it does not fit its schema; `stale`: it has other index keys
   * than its attributes make; or why the migration sets it aside.
   */
  readonly reason: 'left' | 'invalid' | 'stale' | QuarantineReason
  /** Why, in a sentence. */
  readonly message: string
}

/** What a second look at the table found. */
export interface VerifyReport {
  /** `stopped` by its signal: it speaks of what was read until then. */
  readonly outcome: 'done' | 'stopped'
  /** Whether the last run is done, nothing is left, all fits, and all counts add up. */
  readonly complete: boolean
  /** How many items there are, and what each of them is now. They add up to `read`. */
  readonly counts: {
    readonly read: number
    /** As the migration makes them, or as its transform leaves them. */
    readonly right: number
    /** Of other entities. */
    readonly foreign: number
    /** That the migration would change: run it again. */
    readonly left: number
    /** That it sets aside. */
    readonly quarantined: number
    /** That are of the new entities, and do not fit their schemas. */
    readonly invalid: number
    /** That have other index keys than their attributes make. */
    readonly stale: number
  }
  /** Some of what is wrong, 100 at most. */
  readonly findings: readonly VerifyFinding[]
  /** What the last run has counted; `undefined` where none is done. */
  readonly recorded: MigrationCounts | undefined
  /** How many items there are records of, by what was done to them in the last run; the same as it has counted, or it is not complete. */
  readonly records: Readonly<Record<ChangeKind, number>> | undefined
  /** The capacity that it took. */
  readonly consumed: ConsumedCapacity
}

/** What an item counts as, and what is wrong with it, if anything. */
interface Examined {
  readonly kind: Exclude<keyof VerifyReport['counts'], 'read'>
  readonly wrong?: Omit<VerifyFinding, 'key'>
}

const left = { reason: 'left', message: 'the migration would change it' } as const

/** Reads the whole table once more, and compares it with what the migration is to leave. */
export async function verify(setting: Setting, options: VerifyOptions): Promise<VerifyReport> {
  const settled = settleOptions(options)
  const { migration, tableName, now, owner, control } = setting
  const { signal } = options
  const { ItemCount = 0 } = await describeMigrated(setting, signal)
  const key = { table: tableName, migration: migration.name }
  const state = (await hasControlTable(setting, signal)) ? await control.states.get(key).consistent() : undefined
  const scope = state && scopeOf(setting, state)
  const conclude = scope && (await beginEntry(scope, 'verify', owner, now))
  const way = openWay(setting, options)
  const counts = { read: 0, right: 0, foreign: 0, left: 0, quarantined: 0, invalid: 0, stale: 0 }
  const findings: VerifyFinding[] = []
  const report = createReporter('verify', ItemCount, 0, way.consumed, options.onProgress)
  try {
    const whole = await scanPages(way.transport, tableName, migration.from.name, settled, signal, async items => {
      const isWhole = await runPool(
        items,
        settled.concurrency,
        () => Boolean(signal?.aborted),
        async item => {
          const { kind, wrong } = await examine(item)
          counts.read++
          counts[kind]++
          if (wrong && findings.length < 100) findings.push({ key: primaryKeyOf(migration.table, item), ...wrong })
        },
      )
      report({ ...createTally(), read: counts.read })
      return isWhole
    })
    const records = scope && whole ? await countRecords(scope) : undefined
    const recorded = state?.state === 'done' && state.counts ? createTally(state.counts) : undefined
    const agrees =
      recorded && records && addsUp(recorded) && changeKinds.every(kind => records[kind] === recorded[kind])
    const { left, quarantined, invalid, stale } = counts
    const complete = whole && Boolean(agrees) && left + quarantined + invalid + stale === 0
    await conclude?.(complete ? 'done' : whole ? 'incomplete' : 'stopped', counts)
    const outcome = whole ? 'done' : 'stopped'
    return { outcome, complete, counts: { ...counts }, findings, recorded, records, consumed: way.consumed() }
  } catch (error) {
    await conclude?.('failed', counts, error).catch(() => {})
    throw error
  }

  async function examine(item: StoredItem): Promise<Examined> {
    const decision = await decide(migration, item, way.tools, now())
    if (decision.kind === 'foreign') return { kind: 'foreign' }
    if (decision.kind === 'quarantined') {
      const { kind, reason, message } = decision
      return { kind, wrong: { reason, message } }
    }
    if (isChange(decision) && !(await isSettledChange({ migration, tableName, transport: way.transport }, decision)))
      return (await isAsLeft(item)) ? { kind: 'right' } : { kind: 'left', wrong: left }
    const found = compareWithTarget(migration, item)
    if (!('message' in found)) return { kind: 'right' }
    const { kind, message } = found
    return { kind, wrong: { reason: kind, message } }
  }

  /** Of an item that the transform would change each time, the record says that it was, and is as it was left. */
  async function isAsLeft(item: StoredItem): Promise<boolean> {
    return isAsRecorded(scope && (await readRecordOf(scope, primaryKeyOf(migration.table, item))), item)
  }
}
