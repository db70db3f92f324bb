import { databaseParts } from '../../database/database-parts.js'
import { compiledCollection } from '../../entity/compiled-collection.js'
import { type CompiledEntity, compiledEntity } from '../../entity/compiled-entity.js'
import type { AnyEntity } from '../../entity/entity-types.js'
import type { Table } from '../../table/table-types.js'
import { exportedValues } from './exported.js'

/** What a file of definitions holds. */
export interface Definitions {
  readonly entities: readonly AnyEntity[]
  readonly tables: readonly Table[]
  readonly collections: readonly object[]
  /** The name of the table that a database is of, where it has one of its own. */
  readonly tableName: string | undefined
}

/**
 * The entities, tables, databases and collections among a module's exports, those in lists and objects too. They are known by
 * their shape, so those of another copy of monotable are found as well: a package may have brought it.
 */
export function findDefinitions(exports: Readonly<Record<string, unknown>>): Definitions {
  const values = exportedValues(exports).filter(value => typeof value === 'object' && value !== null) as object[]
  const databases = values.flatMap(value => databaseParts(value) ?? [])
  const collections = values.filter(value => compiledCollection(value))
  const entities = new Map<CompiledEntity, AnyEntity>()
  for (const value of [...values, ...databases.flatMap(({ entities }) => entities)]) {
    const compiled = compiledEntity(value as AnyEntity)
    if (compiled) entities.set(compiled, value as AnyEntity)
  }
  const tables = [...values.filter(isTable), ...[...entities.keys()].map(({ table }) => table)]
  const named = databases.find(({ tableName, table }) => tableName !== table.name)
  return {
    entities: [...entities.values()],
    tables: [...new Set(tables)],
    collections,
    tableName: named?.tableName,
  }
}

const isTable = (value: object): value is Table =>
  typeof (value as Partial<Table>).createTableInput === 'function' &&
  typeof (value as Partial<Table>).partitionKey === 'object'
