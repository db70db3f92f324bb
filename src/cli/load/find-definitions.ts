import { databaseParts } from '../../database/database-parts.js'
import { compiledCollection } from '../../entity/compiled-collection.js'
import { type CompiledEntity, compiledEntity } from '../../entity/compiled-entity.js'
import type { AnyEntity } from '../../entity/entity-types.js'
import { clientName, entitiesOf } from '../../migrate/definitions.js'
import type { Table } from '../../table/table-types.js'
import { exportedValues } from './exported.js'

/** What a file of definitions holds. */
export interface Definitions {
  /** By what the application calls them, as a database or a record of entities says it. */
  readonly entities: Readonly<Record<string, AnyEntity>>
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
  const names = new Map<CompiledEntity, string>()
  const entities: Record<string, AnyEntity> = {}
  // By the names of databases and records first: an entity alone has none.
  const inOrder = [...values.filter(value => !isEntity(value)), ...values.filter(isEntity)]
  for (const [name, value] of inOrder.flatMap(namedEntities)) {
    const compiled = compiledEntity(value)
    if (names.has(compiled)) continue
    const free = name in entities ? `${name}${names.size}` : name
    names.set(compiled, free)
    entities[free] = value
  }
  const tables = [...values.filter(isTable), ...[...names.keys()].map(({ table }) => table)]
  const named = databases.find(({ tableName, table }) => tableName !== table.name)
  return {
    entities,
    tables: [...new Set(tables)],
    collections,
    tableName: named?.tableName,
  }
}

/** An entity, or those of a database or a record by its names for them. What is in a list is among the values itself. */
function namedEntities(value: object): readonly (readonly [string, AnyEntity])[] {
  const parts = databaseParts(value)
  if (parts) return entitiesOf(value, parts)
  const compiled = compiledEntity(value as AnyEntity)
  if (compiled) return [[clientName(compiled), value as AnyEntity]]
  const members = Array.isArray(value) ? [] : Object.entries(value)
  return members.every(([, member]) => isEntity(member)) ? (members as [string, AnyEntity][]) : []
}

const isEntity = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && compiledEntity(value as AnyEntity) !== undefined

const isTable = (value: object): value is Table =>
  typeof (value as Partial<Table>).createTableInput === 'function' &&
  typeof (value as Partial<Table>).partitionKey === 'object'
