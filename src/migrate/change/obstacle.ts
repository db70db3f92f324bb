import type { StoredItem } from '../../schema/item-model.js'
import { type Change, type Step, sameItem } from './change.js'
import type { CompiledMigration } from './compile-migration.js'
import { isAsRecorded, readRecordOf } from './control/records.js'
import { decide } from './decide.js'
import { isChange, type Quarantined, quarantine } from './decision.js'
import { withVersion } from './encode-result.js'
import type { Runner } from './runner.js'

/** What an item is that is under a key which another one is to get. */
export type Obstacle =
  /** It is what would be put there: somebody has made it already. */
  | 'made'
  /** The migration takes it away too, and has not yet. */
  | 'leaving'
  | Quarantined

/** Finds out what is in the way of a change. */
export async function judgeObstacle(runner: Runner, step: Step, there: StoredItem): Promise<Obstacle> {
  const { migration, tools, scope, now } = runner
  const decision = await decide(migration, there, tools, now())
  const taken = quarantine('collision', 'another item is under its new key')
  // What the migration changes too is an item of its own, though it looks the same.
  if (!isChange(decision)) return isSameMade(migration, step, there) ? 'made' : taken
  if (!isLeaving(decision)) return taken
  const record = await readRecordOf(scope, step.key)
  return (await isAsRecorded(record, there)) ? taken : 'leaving'
}

/** Whether a change takes an item away from its key, and puts nothing there. */
export const isLeaving = ({ steps: [own] }: Change): boolean => own.after === undefined

/** Whether what is under a new key is what would be put there, its version aside. */
function isSameMade({ targets }: CompiledMigration, { after }: Step, there: StoredItem): boolean {
  const [{ entity } = targets[0]!] = targets
  return sameItem(withVersion(entity, after!, 0), withVersion(entity, there, 0))
}
