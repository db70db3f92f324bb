/**
 * `TableClient`: plain items of any table, without a schema, over the SDK's document client.
 * @module monotable/client
 */
export type { DynamoDBClientLike } from '../driver/client-like.js'
export type { ClientOptions } from '../driver/connect.js'
export type { Hooks, RequestEvent, ResponseEvent } from '../driver/hooks.js'
export type { BatchProgress } from '../operation/batch/batch-operation.js'
export type { ConsumedCapacity } from '../operation/capacity.js'
export type {
  BatchOptions,
  ConditionOf,
  ConditionText,
  CountOptions,
  CreateOptions,
  DeleteOptions,
  ExactKey,
  GetAllOptions,
  GetOptions,
  Key,
  NamesOf,
  Numeric,
  ProjectionPath,
  QueryOptions,
  QueryPagesOptions,
  ReturnValues,
  ScanOptions,
  ScanPagesOptions,
  TableClientOptions,
  TableInfoOptions,
  UpdateOptions,
  Updates,
  WriteOptions,
} from './options.js'
export type {
  Appended,
  AttributesOf,
  BatchCreated,
  BatchDeleted,
  Created,
  Deleted,
  Incremented,
  NotMade,
  NumberedPage,
  OutcomeOf,
  Page,
  Selected,
  TableInfo,
  Updated,
} from './results.js'
export type { SortKey } from './sort-key.js'
export { TableClient } from './table-client.js'
