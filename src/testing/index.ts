export type { LocalEngine } from './engine.js'
export type { LocalDynamoDB, LocalDynamoDBOptions } from './start-local-dynamodb.js'
export { startLocalDynamoDB } from './start-local-dynamodb.js'
