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
