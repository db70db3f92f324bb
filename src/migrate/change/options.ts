import { wholeNumber } from '../../operation/whole-number.js'
import type { MigrationProgress } from './progress.js'
import type { CapacityLimits } from './setting.js'

/** What all that goes through the table takes. */
export interface PassOptions extends CapacityLimits {
  /** Ends it before the next item; what is under way is finished. It can be gone on with later. */
  readonly signal?: AbortSignal | undefined
  /** Is told how far it has come, after each page. What it throws ends nothing. */
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined
  /** Parts of the table that are gone through side by side: 4, from 1 to 1,000. A run that is gone on with keeps its own. */
  readonly segments?: number | undefined
  /** Items of a request, behind each of which it is noted how far it has come: 100, from 1 to 1,000. */
  readonly pageSize?: number | undefined
  /** Items of a segment that are worked on at a time: 8, from 1 to 100. */
  readonly concurrency?: number | undefined
}

/** The most items of a page. */
export const MOST_ITEMS = 1000

export interface Settled {
  readonly segments: number
  readonly pageSize: number
  readonly concurrency: number
}

/** @throws MonotableError `query.invalid` */
export function settleOptions({ segments = 4, pageSize = 100, concurrency = 8 }: PassOptions): Settled {
  const settled = { segments, pageSize, concurrency }
  const most = { segments: 1000, pageSize: MOST_ITEMS, concurrency: 100 }
  for (const name of ['segments', 'pageSize', 'concurrency'] as const)
    wholeNumber('query.invalid', name, settled[name], most[name])
  return settled
}
