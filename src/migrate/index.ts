export { type CheckOptions, type CheckProgress, check } from './check/check.js'
export type { CheckReport, EntityCount, Finding, OwnCounts } from './check/check-report.js'
export { describeReport } from './check/describe-report.js'
export type { FindingKind } from './check/finding-kinds.js'
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
  LeftOver,
  Question,
  StringFormat,
} from './infer/inferred-model.js'
export type { Ask } from './infer/questions.js'
export { type PullOptions, type PullProgress, type PullResult, pull } from './pull.js'
export type { ItemSource } from './source/item-source.js'
export { type TableSourceOptions, tableSource } from './source/table-source.js'
export { exportTable, type TableFormat } from './table/export-table.js'
