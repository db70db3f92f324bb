/**
 * Adopting, checking, migrating and drawing tables that exist: what the command `monotable` does, as functions.
 * @module monotable/migrate
 */
export type { ChangeKind, Difference } from './change/change.js'
export type { Collision } from './change/collisions.js'
export type { HistoryItem } from './change/control/history.js'
export type { QuarantinedItem } from './change/control/quarantine.js'
export type { QuarantineReason } from './change/decision.js'
export {
  type AnyMigration,
  type Deleted,
  defineMigration,
  deleted,
  type Migration,
  type MigrationDefinition,
  type NewItem,
  type Targets,
  type Transform,
  type Transformed,
  type TransformTools,
  type Untouched,
  untouched,
} from './change/migration.js'
export { createMigrator, type Migrator, type MigratorOptions } from './change/migrator.js'
export type { PassOptions } from './change/options.js'
export type { PlanOptions } from './change/plan.js'
export type { Destructive, Plan, PlannedChange } from './change/plan-report.js'
export type { MigrationProgress, UndoProgress } from './change/progress.js'
export {
  addDiscriminator,
  addUniqueValues,
  addVersion,
  backfillIndexKeys,
  changeKeys,
  type ReadyMadeOptions,
  upgradeSchema,
} from './change/ready-made.js'
export type { RunOptions, RunReport } from './change/run.js'
export type { CapacityLimits } from './change/setting.js'
export type { MigrationStatus, StatusOptions } from './change/status.js'
export type { ItemOutcome, MigrationCounts, UndoCounts } from './change/tally.js'
export type { UndoOptions, UndoReport } from './change/undo.js'
export type { VerifyFinding, VerifyOptions, VerifyReport } from './change/verify.js'
export { type CheckOptions, type CheckProgress, check } from './check/check.js'
export type { CheckReport, EntityCount, Finding, KindCount, OwnCounts } from './check/check-report.js'
export { describeReport } from './check/describe-report.js'
export type { FindingKind } from './check/finding-kinds.js'
export { defineConfig, type MonotableConfig } from './config.js'
export type { Definitions } from './definitions.js'
export { type DiagramFormat, diagram } from './diagram/diagram.js'
export { type FileSourceOptions, fileSource } from './files/file-source.js'
export type { CodeOptions } from './generate/code.js'
export type { Coverage } from './generate/coverage.js'
export type {
  InferredAttribute,
  InferredEntity,
  InferredModel,
  InferredPattern,
  InferredType,
  InferredUnique,
  LeftOver,
  Question,
  SeenValue,
  StringFormat,
} from './infer/inferred-model.js'
export type { Ask } from './infer/questions.js'
export { type PullOptions, type PullProgress, type PullReport, pull } from './pull.js'
export type { ItemSource } from './source/item-source.js'
export { type TableSourceOptions, tableSource } from './source/table-source.js'
export { exportTable, type TableFormat } from './table/export-table.js'
