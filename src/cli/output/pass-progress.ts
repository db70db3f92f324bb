import type { MigrationProgress } from '../../migrate/change/progress.js'
import type { Progress } from './progress.js'
import { counted } from './text-table.js'

/**
 * Shows how far a pass over a table has come. Items that are made under new keys may be met again by the pass that made them: those are
 * no more of the table's items that were to be read.
 */
export function showPass(progress: Progress): (state: MigrationProgress) => void {
  // The library takes what was read for the total where that is more; DynamoDB's count is the least of what it says.
  let total = Number.POSITIVE_INFINITY
  return ({ counts, total: known, changed, action }) => {
    total = Math.min(total, known)
    const metAgain = Math.min(counts.already, counts.moved + counts.split)
    progress.update({
      done: counts.read - metAgain,
      total,
      note: action === 'run' || action === 'plan' ? counted(changed, 'change') : undefined,
    })
  }
}
