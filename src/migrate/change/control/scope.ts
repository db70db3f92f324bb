import type { Table } from '../../../table/table-types.js'
import type { ControlDatabase } from './control-entities.js'

/** What control items are about: a table, a migration, and which time round it is. */
export interface Scope {
  readonly control: ControlDatabase
  /** The table that is migrated, with the name that it has. */
  readonly data: { readonly table: Table; readonly name: string }
  readonly migration: string
  readonly epoch: number
  readonly pass: number
}

/** What control items are about, whichever time round it is. */
export type Subject = Omit<Scope, 'epoch' | 'pass'>

/** What of a migrator's setting says what control items are about. */
export interface Subjected {
  readonly control: ControlDatabase
  readonly tableName: string
  readonly migration: { readonly name: string; readonly table: Table }
}

export const subjectOf = ({ control, tableName, migration }: Subjected): Subject => ({
  control,
  data: { table: migration.table, name: tableName },
  migration: migration.name,
})

export const scopeOf = (setting: Subjected, { epoch, pass }: Pick<Scope, 'epoch' | 'pass'>): Scope => ({
  ...subjectOf(setting),
  epoch,
  pass,
})
