import { resolve } from 'node:path'
import type { AnyMigration } from '../../migrate/change/migration.js'
import { UsageError } from '../failure/usage-error.js'
import type { Session } from '../session.js'
import { defaultExport } from './exported.js'
import { loadModule } from './load-module.js'

/**
 * The migration of a file: its default export.
 * @throws UsageError, UserFileError
 */
export async function loadMigration({ folder }: Session, file: string): Promise<AnyMigration> {
  const migration = defaultExport(await loadModule(resolve(folder, file)))
  const { name, from, to, transform } = Object(migration) as Partial<AnyMigration>
  if (typeof name !== 'string' || typeof transform !== 'function' || !from || !to)
    throw new UsageError(`${file} has no migration as its default export: export default defineMigration({ … }).`)
  return migration as AnyMigration
}
