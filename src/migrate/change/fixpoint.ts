import type { Change } from './change.js'
import type { CompiledMigration } from './compile-migration.js'
import { decide } from './decide.js'
import { isChange } from './decision.js'
import type { TransformTools } from './migration.js'

/**
 * Whether a migration leaves what it has made as it is: it may meet it, in the same scan or in another. What it would set aside is
 * no reason to say otherwise.
 */
export async function isFixpoint(
  {
    migration,
    tools,
    now,
  }: { readonly migration: CompiledMigration; readonly tools: TransformTools; readonly now: () => Date },
  { steps }: Change,
): Promise<boolean> {
  for (const { before, after } of steps) {
    // Where only unique values change, the item is the same, and is asked about again each time.
    if (!after || before === after) continue
    const decision = await decide(migration, after, tools, now())
    if (isChange(decision) && decision.steps.some(step => step.before !== step.after)) return false
  }
  return true
}
