import { hostname } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { isLocalEndpoint } from '../../driver/local-endpoint.js'
import { createMigrator, type Migrator } from '../../migrate/change/migrator.js'
import type { PassOptions } from '../../migrate/change/options.js'
import { loadMigration } from '../load/load-migration.js'
import { nextCommand, type PlaceOptions } from '../output/next-command.js'
import type { Run } from '../program-types.js'
import { clientOf, type Outcome, type Session } from '../session.js'
import { addConnection, type ConnectionOptions, tableName, wholeNumber } from './options.js'

/** What all commands of migrations take. */
export interface MigrationOptions extends ConnectionOptions, PlaceOptions {}

/** What those take that go through a table. */
export interface PassCommandOptions extends MigrationOptions {
  readonly segments?: number
  readonly pageSize?: number
  readonly concurrency?: number
  readonly readUnits?: number
  readonly writeUnits?: number
}

/** The file, and where the tables are. */
export const addMigration = (command: Command): Command =>
  addConnection(
    command.argument(
      '<migration>',
      'the file whose default export is the migration: export default defineMigration({ … })',
    ),
  ).option(
    '--control-table <name>',
    'the table that keeps before-images and progress (default: <table>-migrations)',
    tableName,
  )

/** How fast it goes through the table. */
export const addPace = (command: Command): Command =>
  command
    .option(
      '--concurrency <number>',
      'items of a part that are worked on at a time, 1 to 100 (default: 8)',
      wholeNumber(100),
    )
    .option('--read-units <number>', 'read units a second, at most (default: as many as there are)', units)
    .option('--write-units <number>', 'write units a second, at most (default: as many as there are)', units)

/** The same, of a pass over the whole table. */
export const addPass = (command: Command): Command =>
  addPace(
    command
      .option(
        '--segments <number>',
        'parts of the table that are gone through side by side, 1 to 1,000 (default: 4)',
        wholeNumber(1_000),
      )
      .option('--page-size <number>', 'items of a request, 1 to 1,000 (default: 100)', wholeNumber(1_000)),
  )

/** A production table is named once more. */
export const addConfirm = (command: Command): Command =>
  command.option('--confirm <table>', 'the name of the table once more, where it is not on a local server')

function units(text: string): number {
  const value = Number(text)
  if (!(value > 0) || value === Infinity) throw new InvalidArgumentError('It must be a number above 0.')
  return value
}

/** What a command of a migration works with. */
export interface Opened<Options> {
  readonly session: Session
  readonly options: Options
  readonly file: string
  readonly migrator: Migrator
  /** Whether the table is on a local server. */
  readonly isLocal: boolean
  /** Which tables they are, for programs. */
  readonly tables: { readonly table: string; readonly controlTable: string }
  /** Whether an item was changed, or may have been. */
  readonly hasWritten: () => boolean
  /** Another command for the same migration of the same table, to copy. */
  readonly next: (command: string) => string
}

/** The action of a command of a migration. */
export const migrationAction = <Options extends MigrationOptions>(
  run: Run,
  action: (opened: Opened<Options>) => Promise<Outcome>,
) => run<Options>(async (session, options, [file]) => action(await open(session, options, file!)))

async function open<Options extends MigrationOptions>(
  session: Session,
  options: Options,
  file: string,
): Promise<Opened<Options>> {
  const migration = await loadMigration(session, file)
  const { table = session.config.tableName, controlTable } = options
  const client = clientOf(session, options)
  let written = false
  const migrator = createMigrator({
    client,
    migration,
    tableName: table,
    controlTableName: controlTable,
    owner: `${hostname()}, process ${process.pid}`,
    hooks: {
      onRequest: ({ operation }) => {
        written ||= operation === 'TransactWriteItems'
      },
    },
  })
  const isLocal = await isLocalEndpoint(client)
  const confirm = isLocal ? [] : ['--confirm', migrator.tableName]
  return {
    session,
    options,
    file,
    migrator,
    isLocal,
    tables: { table: migrator.tableName, controlTable: migrator.controlTableName },
    hasWritten: () => written,
    next: command => nextCommand(command, file, options, /^(run|undo)$/.test(command) ? confirm : []),
  }
}

/** What the library takes of the options. */
export function passOf({ signal }: Session, options: PassCommandOptions): PassOptions {
  const { segments, pageSize, concurrency, readUnits, writeUnits } = options
  return { signal, segments, pageSize, concurrency, readUnitsPerSecond: readUnits, writeUnitsPerSecond: writeUnits }
}

/**
 * The name of the table once more: the option's, or what is typed on a terminal where the table is not local. Where nobody can be
 * asked the library refuses it.
 */
export async function confirmed(
  { session, migrator, isLocal }: Opened<MigrationOptions>,
  confirm: string | undefined,
): Promise<string | undefined> {
  if (confirm !== undefined || isLocal || !session.ask.interactive) return confirm
  const typed = await session.ask.line(
    `This is not a local server. Type the name of the table to change it: ${migrator.tableName}`,
  )
  return typed ?? ''
}
