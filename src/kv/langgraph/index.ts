/**
 * `DynamoDBSaver`: a checkpointer that keeps the threads of LangGraph.js agents.
 * @module monotable/langgraph
 */
export { DynamoDBSaver, type DynamoDBSaverOptions } from './dynamodb-saver.js'
