import { type DatabaseParts, databaseParts } from '../database/database-parts.js'
import { checkOverlaps } from '../database/overlap.js'
import { type CompiledEntity, compiledEntity } from '../entity/compiled-entity.js'
import type { AnyEntity } from '../entity/entity-types.js'
import { DefinitionError } from '../errors/monotable-error.js'
import type { Table } from '../table/table-types.js'

/** The entities of one table: a database, entities by the names that the application uses, or entities alone. */
export type Definitions = object | Readonly<Record<string, AnyEntity>> | readonly AnyEntity[]

/** An entity, and what the application calls it. */
export interface NamedEntity {
  readonly name: string
  readonly entity: CompiledEntity
}

/** Definitions, ready for use. */
export interface SettledDefinitions {
  readonly table: Table
  /** What the table is called where it is: the database's name for it, or the definition's. */
  readonly tableName: string
  readonly entities: readonly NamedEntity[]
}

/**
 * Works out what was given as definitions.
 * @throws DefinitionError `definition.database` where there are none, or they are of several tables; `definition.overlap`
 */
export function settleDefinitions(given: Definitions): SettledDefinitions {
  const parts = databaseParts(given)
  const named = parts ? entitiesOf(given, parts) : Object.entries(given as Readonly<Record<string, AnyEntity>>)
  const entities = named.map(([name, definition]) => {
    const entity = compiledEntity(definition)
    if (!entity) throw new DefinitionError('definition.database', { reason: `'${name}' is no entity` })
    return { name: Array.isArray(given) ? clientName(entity) : name, entity }
  })
  const [first] = entities
  if (!first) throw new DefinitionError('definition.database', { reason: 'it has no entities' })
  const { table } = first.entity
  const other = entities.find(({ entity }) => entity.table !== table)
  if (other) {
    const reason = `'${other.entity.name}' is of another table than '${first.entity.name}'`
    throw new DefinitionError('definition.database', { reason })
  }
  checkOverlaps(entities.map(({ entity }) => entity))
  return { table, tableName: parts?.tableName ?? table.name, entities }
}

/** A database's entities by what it calls them: members that are no methods are their clients, in the order of the entities. */
export function entitiesOf(database: object, { entities }: DatabaseParts): readonly (readonly [string, AnyEntity])[] {
  const clients = Object.entries(database).filter(([, member]) => typeof member === 'object')
  return clients.map(([name], index) => [name, entities[index]!] as const)
}

/** What an entity would be called in a database, where nobody says it. */
export const clientName = ({ name }: CompiledEntity): string => name.charAt(0).toLowerCase() + name.slice(1)
