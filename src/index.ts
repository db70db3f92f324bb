/**
 * Entities of one table: each with its own schema and keys, every operation on them checked by the compiler.
 * @module monotable
 */
export type { CollectionClient } from './database/collection-client.js'
export { createDatabase } from './database/create-database.js'
export type {
  CheckTableOptions,
  ConnectionOptions,
  CreateTableOptions,
  Database,
  DatabaseMethods,
  DatabaseOptions,
  ItemMethods,
} from './database/database-types.js'
export type { EntityClient } from './database/entity-client.js'
export type { EntityChange, StreamChange, StreamRecord, UnknownChange } from './database/stream-types.js'
export type { DynamoDBClientLike } from './driver/client-like.js'
export type { Hooks, RequestEvent, ResponseEvent } from './driver/hooks.js'
export type { TransportKind } from './driver/sender.js'
export type {
  AnyCollection,
  AnyCollectionModel,
  Collection,
  CollectionDefinition,
  CollectionModel,
  InferCollectionItem,
} from './entity/collection-types.js'
export { defineCollection } from './entity/define-collection.js'
export { defineEntity } from './entity/define-entity.js'
export type { EntityDefinition, OnInvalid, UniqueDefinition } from './entity/definition-types.js'
export type {
  AnyEntity,
  AnyModel,
  Discriminator,
  Entity,
  EntityModel,
  InferCreate,
  InferItem,
  InferKey,
  InferPut,
  InferUpdate,
  PatternDefinition,
} from './entity/entity-types.js'
export type { Upgrade } from './entity/evolution.js'
export type { Extension, PendingWrite, WriteAdditions } from './entity/extension.js'
export type { Duration, Expiry } from './entity/time-to-live.js'
export type { Issue, KeyDetails } from './errors/item-errors.js'
export {
  type BatchFailure,
  BatchIncompleteError,
  type BatchSuccess,
  ConditionFailedError,
  DefinitionError,
  type ErrorCode,
  type ErrorDetails,
  InvalidCursorError,
  InvalidItemError,
  InvalidKeyError,
  ItemExistsError,
  ItemNotFoundError,
  MonotableError,
  QueryIncompleteError,
  TransactionFailedError,
  UniqueConstraintError,
  VersionConflictError,
} from './errors/monotable-error.js'
export type { Refused } from './errors/refused.js'
export type { TransactionOperation, TransactionReason } from './errors/write-errors.js'
export type { Condition } from './expression/condition.js'
export type { Operators, Where } from './expression/condition-types.js'
export type { PathOf, Projected, ValueAt } from './expression/projection-types.js'
export type { ListRef, MapRef, Ref, Refs } from './expression/refs-types.js'
export type { Change, Computed, Fallback, UpdateOperators } from './expression/update-types.js'
export type { KeyType, OneOperator } from './key/template-types.js'
export type { BatchRead, GetManyOperation } from './operation/batch/batch-get.js'
export type { BatchCommand, BatchOperation, BatchProgress } from './operation/batch/batch-operation.js'
export type { BatchWritten } from './operation/batch/batch-write.js'
export type { ConsumedCapacity } from './operation/capacity.js'
export type { CheckOperation } from './operation/check/check-operation.js'
export type { CollectionPage, CollectionQuery } from './operation/collection/collection-query.js'
export type { DeleteOperation } from './operation/delete/delete-operation.js'
export type { ExistsOperation, GetOperation } from './operation/get/get-operation.js'
export type { ModifyOperation } from './operation/modify/modify-operation.js'
export type { MoveOperation } from './operation/modify/move-operation.js'
export type { Operation, ReadOperation, WriteOperation } from './operation/operation.js'
export type { Page } from './operation/pages/page.js'
export type { Reading } from './operation/pages/reading.js'
export type { CursorSecret } from './operation/pages/seal.js'
export type { CreateOperation, PutOperation } from './operation/put/put-operation.js'
export type { Query, QueryBuilders } from './operation/query/query-operation.js'
export type { Scan } from './operation/scan/scan-operation.js'
export type { TransactGetOperation, TransactRead } from './operation/transaction/transact-get.js'
export type {
  TransactWriteOperation,
  TransactWriteOptions,
  TransactWritten,
} from './operation/transaction/transact-write.js'
export type {
  Changing,
  RefreshedUpdate,
  UpdateOperation,
  UpsertOperation,
  UpsertStart,
  WholeIndexKey,
} from './operation/update/update-types.js'
export type { Expiring, Versioned, WholeWrite, Writing } from './operation/write/write-types.js'
export type { StoredItem } from './schema/item-model.js'
export { defineTable } from './table/define-table.js'
export type { TableDifference, TableDrift } from './table/drift.js'
export type {
  CreateTableInputOptions,
  GlobalIndexDefinition,
  IndexModel,
  IndexProjection,
  KeyAttribute,
  KeyAttributeModel,
  LocalIndexDefinition,
  Table,
  TableDefinition,
  TableIndex,
  TableModel,
  TableOptions,
  Throughput,
} from './table/table-types.js'
