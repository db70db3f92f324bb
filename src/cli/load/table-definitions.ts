import { resolve } from 'node:path'
import { compiledEntity } from '../../entity/compiled-entity.js'
import type { AnyEntity } from '../../entity/entity-types.js'
import type { Table } from '../../table/table-types.js'
import { UsageError } from '../failure/usage-error.js'
import type { Session } from '../session.js'
import { type Definitions, findDefinitions } from './find-definitions.js'
import { loadModule } from './load-module.js'

/** What a file defines of one table. */
export interface TableDefinitions {
  readonly table: Table
  /** The name of the table that is meant: the option's, the configuration's, or the definition's. */
  readonly tableName: string
  /** By what the application calls them. */
  readonly entities: Readonly<Record<string, AnyEntity>>
}

/**
 * Loads the definitions of a table.
 * @param named The file; where none is given, the one of the configuration.
 * @param tableName The table, by the name that it has, or by the one that it is defined with where there are several.
 * @throws UsageError, UserFileError
 */
export async function loadTableDefinitions(
  session: Session,
  named: string | undefined,
  tableName: string | undefined,
): Promise<TableDefinitions> {
  const { config, folder } = session
  const file = named === undefined ? config.definitions : resolve(folder, named)
  if (file === undefined)
    throw new UsageError(
      "Which definitions? Name the file that exports your entities, or set 'definitions' in monotable.config.ts.",
    )
  const found = findDefinitions(await loadModule(file))
  const wanted = tableName ?? config.tableName
  const table = chooseTable(found.tables, wanted, file)
  return {
    table,
    tableName: wanted ?? found.tableName ?? table.name,
    entities: entitiesOf(found, table),
  }
}

/**
 * The same, for what can't be done without entities.
 * @throws UsageError, UserFileError
 */
export async function loadEntities(
  session: Session,
  named: string | undefined,
  tableName: string | undefined,
): Promise<TableDefinitions> {
  const definitions = await loadTableDefinitions(session, named, tableName)
  if (Object.keys(definitions.entities).length > 0) return definitions
  const file = named ?? session.config.definitions
  throw new UsageError(
    `${file} exports the table '${definitions.table.name}', and no entities of it: export what defineEntity gives.`,
  )
}

function chooseTable(tables: readonly Table[], wanted: string | undefined, file: string): Table {
  const [table, ...others] = tables
  if (!table)
    throw new UsageError(
      `${file} exports no entities, no tables and no database: export what defineEntity, defineTable or createDatabase give.`,
    )
  if (others.length === 0) return table
  const named = tables.filter(({ name }) => name === wanted)
  if (named.length === 1) return named[0]!
  const names = tables.map(({ name }) => `'${name}'`).join(', ')
  throw new UsageError(`${file} has several tables, ${names}: say which with --table.`)
}

const entitiesOf = ({ entities }: Definitions, table: Table): Readonly<Record<string, AnyEntity>> =>
  Object.fromEntries(Object.entries(entities).filter(([, entity]) => compiledEntity(entity).table === table))
