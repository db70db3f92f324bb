import type { DynamoDBClientLike } from '../../driver/client-like.js'
import type { Hooks } from '../../driver/hooks.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { compileMigration } from './compile-migration.js'
import type { HistoryItem } from './control/history.js'
import type { AnyMigration } from './migration.js'
import { type PlanOptions, plan } from './plan.js'
import type { Plan } from './plan-report.js'
import { type RunOptions, type RunReport, run } from './run.js'
import { controlOf, type Setting } from './setting.js'
import { history, type MigrationStatus, type StatusOptions, status } from './status.js'
import { type UndoOptions, type UndoReport, undo } from './undo.js'
import { type VerifyOptions, type VerifyReport, verify } from './verify.js'

/** What `createMigrator` takes. */
export interface MigratorOptions {
  /** A `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. */
  readonly client: DynamoDBClientLike
  /** What to do, made by `defineMigration` or by one of the ready-made ones. */
  readonly migration: AnyMigration
  /** The table to migrate, where it is not to be the one that is defined. */
  readonly tableName?: string | undefined
  /** The table that keeps before-images and how far it has come: `<table>-migrations`. It may serve several tables. */
  readonly controlTableName?: string | undefined
  /** Functions that are told of each request. */
  readonly hooks?: Hooks | undefined
  /** Who runs it, for those whom the lease keeps waiting: a host, a process. */
  readonly owner?: string | undefined
  /** How long a runner that no longer answers keeps the lease, in seconds: 60. */
  readonly leaseSeconds?: number | undefined
  /** The time, where it is not to be the clock's: for tests. */
  readonly now?: (() => Date) | undefined
}

/** What can be done with a migration of a table. */
export interface Migrator {
  /** The table that is migrated. */
  readonly tableName: string
  /** The table that keeps what is known of migrations. */
  readonly controlTableName: string
  /**
   * Runs the migration over a sample, or over the whole table, and writes nothing (DescribeTable, Scan, TransactGetItems, and what the
   * transform looks up): what would change, what would be lost, what collides, what it costs, and how long it takes.
   * @throws MonotableError `request.*`, `query.invalid` for options that can't be
   * @example const { counts, destructive, collisions, cost } = await migrator.plan({ sample: 'all' })
   */
  plan(options?: PlanOptions): Promise<Plan>
  /**
   * Migrates the table: goes through it once, or on from where a run ended that was stopped, failed or died. Each item is changed in one
   * transaction with its before-image, on condition that it is as it was read (Scan, TransactWriteItems).
   * @throws MonotableError `migration.refused`: `details.because` says why; `request.*`. The next run goes on from there.
   * @example await migrator.run({ confirm: 'app', writeUnitsPerSecond: 500, signal })
   */
  run(options?: RunOptions): Promise<RunReport>
  /**
   * Reads the whole table once more (Scan), and says what is left to do, what does not fit, and whether all counts add up. Writes
   * nothing but its entry in the history.
   * @example if (!(await migrator.verify()).complete) await migrator.run({ confirm: 'app' })
   */
  verify(options?: VerifyOptions): Promise<VerifyReport>
  /**
   * Puts back what was migrated since the last undo, from the before-images, where it still is as the migration left it
   * (TransactWriteItems). What somebody has changed since stays as it is, and is listed.
   * @throws MonotableError `migration.refused` where it was never run, and as `run` does
   * @example const { counts, left } = await migrator.undo({ confirm: 'app' })
   */
  undo(options?: UndoOptions): Promise<UndoReport>
  /**
   * How it stands: never run, running and by whom, interrupted, done, undone; and what it has set aside (DescribeTable, GetItem, Query).
   * @throws MonotableError `request.failed`, where there is no such table too; `request.aborted`
   * @example const { state, quarantined } = await migrator.status()
   */
  status(options?: StatusOptions): Promise<MigrationStatus>
  /**
   * Each run, verify and undo, the oldest first, with how it ended; one that never said so is `lost` (DescribeTable, GetItem, Query).
   * @throws MonotableError `request.failed`, where there is no such table too; `request.aborted`
   * @example const [last] = (await migrator.history()).slice(-1)
   */
  history(options?: StatusOptions): Promise<readonly HistoryItem[]>
}

/**
 * Puts a migration together with a client and a table. Sends nothing.
 * @throws MonotableError `migration.refused` for a migration whose entities are of two tables, and for `leaseSeconds` that is no
 *   number above 0
 * @example const migrator = createMigrator({ client, migration: splitName })
 */
export function createMigrator(options: MigratorOptions): Migrator {
  const { client, hooks = {}, now = () => new Date() } = options
  const migration = compileMigration(options.migration)
  const tableName = options.tableName ?? migration.table.name
  const controlName = options.controlTableName ?? `${tableName}-migrations`
  const setting: Setting = Object.freeze({
    client,
    migration,
    tableName,
    controlName,
    control: controlOf(client, controlName, hooks, now),
    hooks,
    now,
    owner: options.owner ?? `runner ${crypto.randomUUID().slice(0, 8)}`,
    leaseDuration: leaseDurationOf(migration.name, options.leaseSeconds),
  })
  return Object.freeze({
    tableName,
    controlTableName: controlName,
    plan: (options = {}) => plan(setting, options),
    run: (options = {}) => run(setting, options),
    verify: (options = {}) => verify(setting, options),
    undo: (options = {}) => undo(setting, options),
    status: (options = {}) => status(setting, options),
    history: (options = {}) => history(setting, options),
  } satisfies Migrator)
}

/** In milliseconds. A lease without a length would be held by nobody, or for ever. */
function leaseDurationOf(migration: string, seconds = 60): number {
  if (seconds > 0 && seconds < Infinity) return Math.ceil(seconds * 1000)
  throw new MonotableError('migration.refused', {
    migration,
    because: 'definition',
    reason: 'leaseSeconds takes a number of seconds above 0',
  })
}
