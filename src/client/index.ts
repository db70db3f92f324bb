/**
 * `TableClient`: plain items of any table, without a schema, over the SDK's document client.
 * @module monotable/client
 */
export type {
  BatchOptions,
  ConditionOf,
  ConditionText,
  CountOptions,
  CreateOptions,
  DeleteOptions,
  GetAllOptions,
  GetOptions,
  Key,
  ProjectionPath,
  QueryOptions,
  QueryPagesOptions,
  ReturnValues,
  ScanOptions,
  ScanPagesOptions,
  TableClientOptions,
  UpdateOptions,
  WriteOptions,
} from './options.js'
export type {
  Appended,
  BatchCreated,
  BatchDeleted,
  Created,
  Deleted,
  Incremented,
  NotMade,
  NumberedPage,
  Page,
  TableInfo,
  Updated,
} from './results.js'
export type { SortKey } from './sort-key.js'
export { TableClient } from './table-client.js'
