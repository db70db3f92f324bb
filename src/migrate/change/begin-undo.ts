import { MonotableError } from '../../errors/monotable-error.js'
import type { MigrationState } from './control/control-entities.js'
import { isOvertaken } from './control/is-overtaken.js'
import type { Scope } from './control/scope.js'
import type { Setting } from './setting.js'

const refuse = (migration: string, because: 'state' | 'lost', reason: string) =>
  new MonotableError('migration.refused', { migration, because, reason })

export const neverRun = (migration: string) => refuse(migration, 'state', 'it was never run: there is nothing to undo')

/**
 * Says that a migration is being undone, so that nobody runs it: begins that, or goes on with it.
 * @returns the state as it was
 * @throws MonotableError `migration.refused` where it was never run
 */
export async function beginUndo({ control, tableName, migration }: Setting, token: number): Promise<MigrationState> {
  const key = { table: tableName, migration: migration.name }
  const found = await control.states.get(key).consistent()
  if (!found) throw neverRun(migration.name)
  await control.states
    .update(key)
    .set({ state: 'undoing', token })
    .condition((old, { and, eq }) =>
      and(eq(old.epoch, found.epoch), eq(old.pass, found.pass), eq(old.state, found.state)),
    )
    .returning('none')
  return found
}

/**
 * Notes how far undoing has come.
 * @throws MonotableError `migration.refused` where another runner goes on with it
 */
export async function noteUndo(
  { control, data, migration, epoch }: Scope,
  token: number,
  change: Partial<Pick<MigrationState, 'state' | 'endedAt' | 'undo'>>,
): Promise<void> {
  try {
    await control.states
      .update({ table: data.name, migration })
      .set(change)
      .condition((old, { and, eq }) => and(eq(old.epoch, epoch), eq(old.state, 'undoing'), eq(old.token, token)))
      .returning('none')
  } catch (error) {
    if (!isOvertaken(error)) throw error
    throw refuse(migration, 'lost', 'another runner has taken it over')
  }
}
