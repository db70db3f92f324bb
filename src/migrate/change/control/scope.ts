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
