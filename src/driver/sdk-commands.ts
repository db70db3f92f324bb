import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { CommandName } from '../operation/transport.js'
import type { SdkConfig, SdkHandler, SdkStack } from './middleware-types.js'

/** A command of the SDK's, as far as it is used here. */
export interface SdkCommand {
  readonly middlewareStack: SdkStack
  resolveMiddleware(stack: SdkStack, config: SdkConfig, options: object | undefined): SdkHandler
}

/** The SDK's commands, by operation. */
export const sdkCommands = {
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  TransactGetItems: TransactGetItemsCommand,
  TransactWriteItems: TransactWriteItemsCommand,
} satisfies Record<CommandName, unknown> as unknown as Record<CommandName, new (input: object) => SdkCommand>
