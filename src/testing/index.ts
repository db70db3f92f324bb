/**
 * DynamoDB Local with a line, and a client that only notes what it is sent, for tests.
 * @module monotable/testing
 */

export type { StoredItem } from '../schema/item-model.js'
export type { LocalEngine } from './engine.js'
export { createSpy } from './spy.js'
export type { AnswerOf, SpiedEntity, SpiedOperation, SpiedWrite, Spy, SpyClient, SpyCommand } from './spy-types.js'
export type { LocalDynamoDB, LocalDynamoDBOptions } from './start-local-dynamodb.js'
export { startLocalDynamoDB } from './start-local-dynamodb.js'
