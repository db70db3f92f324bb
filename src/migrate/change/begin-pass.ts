import { MonotableError } from '../../errors/monotable-error.js'
import type { MigrationState } from './control/control-entities.js'
import type { Setting } from './setting.js'

/**
 * Finds the pass to go on with, or begins one: the first, one more of a migration that is done (what was set aside, and what has
 * come since, is seen to then), or the first of a new epoch where it was undone.
 * @throws MonotableError `migration.refused` while it is being undone
 */
export async function beginPass(
  { control, tableName, migration, now }: Setting,
  segments: number,
): Promise<{ readonly state: MigrationState; readonly resumed: boolean }> {
  const key = { table: tableName, migration: migration.name }
  const found = await control.states.get(key).consistent()
  if (found?.state === 'running') return { state: found, resumed: true }
  if (found?.state === 'undoing')
    throw new MonotableError('migration.refused', {
      migration: migration.name,
      because: 'state',
      reason: 'it is being undone: finish that first, with undo()',
    })
  const state: MigrationState = {
    ...key,
    state: 'running',
    epoch: (found?.epoch ?? 0) + (found?.state === 'done' ? 0 : 1),
    pass: found?.state === 'done' ? found.pass + 1 : 1,
    segments,
    startedAt: now().toISOString(),
  }
  await control.states
    .put(state)
    .condition((old, { and, eq, notExists }) =>
      found
        ? and(eq(old.epoch, found.epoch), eq(old.pass, found.pass), eq(old.state, found.state))
        : notExists(old.epoch),
    )
  return { state, resumed: false }
}
