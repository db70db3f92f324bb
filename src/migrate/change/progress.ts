import type { ConsumedCapacity } from '../../operation/capacity.js'
import { tell } from '../../operation/tell.js'
import { changedOf, type MigrationCounts, type Tally, type UndoCounts } from './tally.js'

/** How far something has come; told after each page. */
export interface MigrationProgress {
  /** What is going on. */
  readonly action: 'plan' | 'run' | 'verify'
  /** What came of the items so far. */
  readonly counts: MigrationCounts
  /** Items that were changed, of those that were read. */
  readonly changed: number
  /** About how many items there are: DynamoDB counts them every six hours. */
  readonly total: number
  /** Items a second since it began. */
  readonly perSecond: number
  /** About how many seconds are left; undefined until that can be told. */
  readonly secondsLeft: number | undefined
  /** The capacity that it took so far. */
  readonly consumed: ConsumedCapacity
}

/** How far an undo has come; told after each page of what is kept of items. */
export interface UndoProgress {
  /** What came of the items so far. */
  readonly counts: UndoCounts
  /** About how many items there are to put back: as many as were changed since the last undo, as far as that was noted. */
  readonly total: number
  /** The capacity that it took so far. */
  readonly consumed: ConsumedCapacity
}

/** Tells of progress. What a listener throws ends nothing. */
export function createReporter(
  action: MigrationProgress['action'],
  total: number,
  already: number,
  consumed: () => ConsumedCapacity,
  listener: ((progress: MigrationProgress) => void) | undefined,
): (counts: Tally) => void {
  const started = performance.now()
  return counts => {
    if (!listener) return
    const seconds = (performance.now() - started) / 1000
    const perSecond = seconds > 0 ? (counts.read - already) / seconds : 0
    const left = Math.max(0, total - counts.read)
    tell(listener, {
      action,
      counts: { ...counts },
      changed: changedOf(counts),
      total: Math.max(total, counts.read),
      perSecond,
      secondsLeft: perSecond > 0 ? left / perSecond : undefined,
      consumed: consumed(),
    })
  }
}
