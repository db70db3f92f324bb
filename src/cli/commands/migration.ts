import { hostname } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { isLocalEndpoint } from '../../driver/local-endpoint.js'
import { createMigrator, type Migrator } from '../../migrate/change/migrator.js'
import type { LongOptions } from '../../migrate/change/options.js'
import type { Progress as MigrationProgress } from '../../migrate/change/progress.js'
import { loadMigration } from '../load/load-migration.js'
import type { Progress } from '../output/progress.js'
import { counted } from '../output/text-table.js'
import { clientOf, type Session } from '../session.js'
import { addConnection, type ConnectionOptions, positiveInteger } from './options.js'

/** What all commands of migrations take. */
export interface MigrationOptions extends ConnectionOptions {
  readonly controlTable?: string
}

/** What those take that go through a table. */
export interface PassOptions extends MigrationOptions {
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
  ).option('--control-table <name>', 'the table that keeps before-images and progress (default: <table>-migrations)')

/** How fast it goes through the table. */
export const addPace = (command: Command): Command =>
  command
    .option(
      '--concurrency <number>',
      'items of a segment that are worked on at a time, 100 at most (default: 8)',
      positiveInteger,
    )
    .option('--read-units <number>', 'read units a second, at most', units)
    .option('--write-units <number>', 'write units a second, at most', units)

/** The same, of a pass over the whole table. */
export const addPass = (command: Command): Command =>
  addPace(
    command
      .option(
        '--segments <number>',
        'parts of the table that are gone through side by side (default: 4)',
        positiveInteger,
      )
      .option('--page-size <number>', 'items of a request (default: 100)', positiveInteger),
  )

/** A production table is named once more. */
export const addConfirm = (command: Command): Command =>
  command.option('--confirm <table>', 'the name of the table once more, where it is not on a local server')

function units(text: string): number {
  const value = Number(text)
  if (!(value > 0) || value === Infinity) throw new InvalidArgumentError('It must be a number above 0.')
  return value
}

/** The migrator of a file, by the options; and whether its table is on a local server. */
export async function migratorOf(
  session: Session,
  options: MigrationOptions,
  file: string,
): Promise<{ readonly migrator: Migrator; readonly isLocal: boolean }> {
  const migration = await loadMigration(session, file)
  const { table: tableName = session.config.table, controlTable } = options
  const client = clientOf(session, options)
  const migrator = createMigrator({
    client,
    migration,
    ...(tableName !== undefined && { tableName }),
    ...(controlTable !== undefined && { control: { tableName: controlTable } }),
    owner: `${hostname()}, process ${process.pid}`,
  })
  return { migrator, isLocal: await isLocalEndpoint(client) }
}

/** What the library takes of the options. */
export function passOf({ signal }: Session, options: PassOptions): LongOptions {
  const { segments, pageSize, concurrency, readUnits, writeUnits } = options
  return {
    signal,
    ...(segments !== undefined && { segments }),
    ...(pageSize !== undefined && { pageSize }),
    ...(concurrency !== undefined && { concurrency }),
    ...(readUnits !== undefined && { readUnitsPerSecond: readUnits }),
    ...(writeUnits !== undefined && { writeUnitsPerSecond: writeUnits }),
  }
}

/** Shows the progress of a pass. */
export const showPass =
  (progress: Progress) =>
  ({ counts, total, changed, action }: MigrationProgress): void =>
    progress.update({
      done: counts.read,
      total,
      note: action === 'run' || action === 'plan' ? counted(changed, 'change') : undefined,
    })

/**
 * The name of the table once more: the option's, or what is typed on a terminal where the table is not local. Where nobody can be
 * asked the library refuses it.
 */
export async function confirmed(
  session: Session,
  { tableName }: Migrator,
  isLocal: boolean,
  confirm: string | undefined,
): Promise<{ readonly confirm?: string }> {
  if (confirm !== undefined) return { confirm }
  if (isLocal || !session.ask.interactive) return {}
  const typed = await session.ask.line(
    `This is not a local server. Type the name of the table to change it: ${tableName}`,
  )
  return { confirm: typed ?? '' }
}
