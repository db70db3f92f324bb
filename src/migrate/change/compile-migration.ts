import { type CompiledEntity, compiledEntity } from '../../entity/compiled-entity.js'
import type { AnyEntity } from '../../entity/entity-types.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { AnyMigration, TransformTools } from './migration.js'

/** An entity that items come out as, with the name that the migration has for it. */
interface Target {
  /** Undefined where there is one entity alone. */
  readonly name: string | undefined
  readonly entity: CompiledEntity
}

/** A migration with everything worked out that its steps need. */
export interface CompiledMigration {
  readonly name: string
  readonly table: Table
  readonly from: CompiledEntity
  readonly targets: readonly Target[]
  readonly transform: (item: any, tools: TransformTools) => unknown
  readonly only: (stored: StoredItem) => boolean
  /** The stored attributes that may change; undefined for all. */
  readonly attributes: ReadonlySet<string> | undefined
}

/**
 * Works a migration out.
 * @throws MonotableError `migration.refused` where its entities are of two tables, or no entities
 */
export function compileMigration({ name, from, to, transform, only, attributes }: AnyMigration): CompiledMigration {
  const refuse = (reason: string) =>
    new MonotableError('migration.refused', { migration: name, because: 'definition', reason })
  const compile = (entity: AnyEntity | undefined): CompiledEntity => {
    const compiled = entity && compiledEntity(entity)
    if (!compiled) throw refuse('from and to are entities, and to may be a record of them')
    // What extensions show to an application is not what is stored.
    return { ...compiled, extensions: [] }
  }
  const source = compile(from)
  const alone = to === undefined || compiledEntity(to) !== undefined
  const targets: readonly Target[] = alone
    ? [{ name: undefined, entity: compile(to ?? from) }]
    : Object.entries(to as Readonly<Record<string, AnyEntity>>).map(([name, entity]) => ({
        name,
        entity: compile(entity),
      }))
  const { table } = source
  if (targets.length === 0 || targets.some(target => target.entity.table !== table))
    throw refuse('from and to are of one table')
  return {
    name,
    table,
    from: source,
    targets,
    transform,
    only: only ?? (() => true),
    attributes: attributes && new Set(attributes),
  }
}
