import type { ConsumedCapacity } from '../../operation/capacity.js'
import { tell } from '../../operation/tell.js'
import { type Counts, changedOf, type Tally } from './tally.js'

/** How far something has come; told after each page. */
export interface Progress {
  /** What is going on. */
  readonly action: 'plan' | 'run' | 'verify' | 'undo'
  /** What came of the items so far. */
  readonly counts: Counts
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

/** Tells of progress. What a listener throws ends nothing. */
export function createReporter(
  action: Progress['action'],
  total: number,
  already: number,
  consumed: () => ConsumedCapacity,
  listener: ((progress: Progress) => void) | undefined,
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
