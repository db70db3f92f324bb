export { DynamoDBSaver, type DynamoDBSaverOptions } from './dynamodb-saver.js'
