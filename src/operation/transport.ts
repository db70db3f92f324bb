import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../schema/item-model.js'

/** The DynamoDB commands that operations send, each with its input and output. */
export interface Commands {
  GetItem: { input: GetItemCommandInput; output: GetItemCommandOutput }
  PutItem: { input: PutItemCommandInput; output: PutItemCommandOutput }
  UpdateItem: { input: UpdateItemCommandInput; output: UpdateItemCommandOutput }
  DeleteItem: { input: DeleteItemCommandInput; output: DeleteItemCommandOutput }
  Query: { input: QueryCommandInput; output: QueryCommandOutput }
  Scan: { input: ScanCommandInput; output: ScanCommandOutput }
}
export type CommandName = keyof Commands
export type WriteCommand = 'PutItem' | 'UpdateItem' | 'DeleteItem'

/** Who asks, for hooks and errors; and until when. */
export interface SendOptions {
  readonly entity: string
  readonly signal?: AbortSignal | undefined
}

/** What came of a conditional write: DynamoDB's answer, or the item on which the condition failed. */
export type Outcome<Output> =
  | { readonly written: true; readonly output: Output }
  | { readonly written: false; readonly current: StoredItem | undefined }

/** What operations need of a driver. */
export interface Transport {
  /** @throws MonotableError `request.failed`, `request.aborted` */
  send<N extends CommandName>(
    name: N,
    input: Commands[N]['input'],
    options: SendOptions,
  ): Promise<Commands[N]['output']>
  /** The same for a write under a condition: that the condition failed is an outcome, not an error. */
  write<N extends WriteCommand>(
    name: N,
    input: Commands[N]['input'],
    options: SendOptions,
  ): Promise<Outcome<Commands[N]['output']>>
}
