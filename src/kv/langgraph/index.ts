/**
 * `DynamoDBSaver`: a checkpointer that keeps the threads of LangGraph.js agents.
 * @module monotable/langgraph
 */
export type { CreateTableOptions } from '../../database/database-types.js'
export type { DynamoDBClientLike } from '../../driver/client-like.js'
export type { ClientOptions } from '../../driver/connect.js'
export type { Hooks, RequestEvent, ResponseEvent } from '../../driver/hooks.js'
export type { TransportKind } from '../../driver/sender.js'
export type { Duration } from '../../entity/time-to-live.js'
export type { TableOptions } from '../../table/table-types.js'
export { DynamoDBSaver, type DynamoDBSaverOptions } from './dynamodb-saver.js'
