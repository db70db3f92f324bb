import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type {
  BatchWriteCommandInput,
  BatchWriteCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  DynamoDBDocumentClient as DocumentClient,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  TranslateConfig,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb'
import type { CapacityCounter } from '../operation/capacity.js'
import type { Outcome, SendOptions, WriteCommand } from '../operation/transport.js'
import type { DynamoDBClientLike } from './client-like.js'
import { DynamoDBDocumentClient } from './document-peer.js'
import { createDocumentSender, type RefusedWrite } from './document-sender.js'
import { createDriver } from './driver.js'
import type { Hooks } from './hooks.js'

/** The commands with items as plain values, each with its input and output. */
export interface DocumentCommands {
  GetItem: { input: GetCommandInput; output: GetCommandOutput }
  PutItem: { input: PutCommandInput; output: PutCommandOutput }
  UpdateItem: { input: UpdateCommandInput; output: UpdateCommandOutput }
  DeleteItem: { input: DeleteCommandInput; output: DeleteCommandOutput }
  Query: { input: QueryCommandInput; output: QueryCommandOutput }
  Scan: { input: ScanCommandInput; output: ScanCommandOutput }
  BatchWriteItem: { input: BatchWriteCommandInput; output: BatchWriteCommandOutput }
}

/** What came of a write: DynamoDB's answer, or what is known of the item on which its condition failed. */
type DocumentOutcome<Output> =
  | { readonly written: true; readonly output: Output }
  | {
      readonly written: false
      /** Undefined where there was no item. */
      readonly refused: RefusedWrite | undefined
      /** Whether it was sent before, and the answer was lost: then it may have met its own work. */
      readonly resent: boolean
    }

/** The way to DynamoDB for plain items. */
export interface Documents {
  /** The client that the others work over. */
  readonly client: DynamoDBClientLike
  /** @throws MonotableError `request.failed`, `request.aborted`, `expression.invalidValue`, `item.invalidStored` */
  send<N extends keyof DocumentCommands>(
    name: N,
    input: DocumentCommands[N]['input'],
    options: SendOptions,
  ): Promise<DocumentCommands[N]['output']>
  /** The same for a write: that its condition failed is an outcome, not an error. */
  write<N extends WriteCommand>(
    name: N,
    input: DocumentCommands[N]['input'],
    options: SendOptions,
  ): Promise<DocumentOutcome<DocumentCommands[N]['output']>>
}

/** Makes the way to DynamoDB for plain items over a client: a document client as it is, or one made of it. */
export function createDocuments(
  given: DynamoDBClientLike,
  hooks: Hooks | undefined,
  capacity: CapacityCounter | undefined,
): Documents {
  const client = documentClient(given)
  const driver = createDriver({ client, hooks, capacity, send: createDocumentSender(client) })
  return Object.freeze({
    client,
    send: driver.send as Documents['send'],
    write: async (name, input, options) => {
      const outcome: Outcome<any> = await driver.write(name, input as never, options)
      if (outcome.written) return outcome
      return { written: false, refused: outcome.current as unknown as RefusedWrite | undefined, resent: outcome.resent }
    },
  } satisfies Documents)
}

/**
 * A document client is used as it is, for others may watch what is sent through it. The configuration of a client is one with that
 * of the document clients made of it: how they convert must not change.
 */
function documentClient(client: DynamoDBClientLike): DocumentClient {
  if (client instanceof DynamoDBDocumentClient) return client
  const { translateConfig } = client.config as { readonly translateConfig?: TranslateConfig }
  return DynamoDBDocumentClient.from(client as unknown as DynamoDBClient, translateConfig)
}
