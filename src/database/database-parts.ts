import type { AnyEntity } from '../entity/entity-types.js'
import type { Table } from '../table/table-types.js'

/** What a database is made of, for tools that are given one. */
export interface DatabaseParts {
  readonly entities: readonly AnyEntity[]
  readonly table: Table
  readonly tableName: string
}

// Registered, so that the ESM and the CJS copy of this package understand each other's databases.
const parts = Symbol.for('monotable.database')

/** Puts the parts beside a database's methods, out of the way of whoever prints it. */
export const attachParts = <D extends object>(database: D, value: DatabaseParts): D =>
  Object.defineProperty(database, parts, { value })

/** The parts of a database; undefined where it is none. */
export const databaseParts = (database: object): DatabaseParts | undefined =>
  (database as { [parts]?: DatabaseParts })[parts]
