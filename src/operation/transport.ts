import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  CancellationReason,
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
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../schema/item-model.js'
import type { CapacityCounter } from './capacity.js'

/** The DynamoDB commands that operations send, each with its input and output. */
export interface Commands {
  GetItem: { input: GetItemCommandInput; output: GetItemCommandOutput }
  PutItem: { input: PutItemCommandInput; output: PutItemCommandOutput }
  UpdateItem: { input: UpdateItemCommandInput; output: UpdateItemCommandOutput }
  DeleteItem: { input: DeleteItemCommandInput; output: DeleteItemCommandOutput }
  Query: { input: QueryCommandInput; output: QueryCommandOutput }
  Scan: { input: ScanCommandInput; output: ScanCommandOutput }
  BatchGetItem: { input: BatchGetItemCommandInput; output: BatchGetItemCommandOutput }
  BatchWriteItem: { input: BatchWriteItemCommandInput; output: BatchWriteItemCommandOutput }
  TransactGetItems: { input: TransactGetItemsCommandInput; output: TransactGetItemsCommandOutput }
  TransactWriteItems: { input: TransactWriteItemsCommandInput; output: TransactWriteItemsCommandOutput }
}
export type CommandName = keyof Commands
export type WriteCommand = 'PutItem' | 'UpdateItem' | 'DeleteItem'

/** Who asks, for hooks and errors; until when; and who counts what it consumes. */
export interface SendOptions {
  readonly entity: string
  readonly signal?: AbortSignal | undefined
  readonly capacity?: CapacityCounter | undefined
  /**
   * A write that is not the same when it is made twice: once it may have been acted on, it is not sent again, and fails with
   * `outcome: 'unknown'`.
   */
  readonly unrepeatable?: boolean | undefined
  /** What is known of the requests before this one, where several are one write: that an answer was lost is true of all that follow. */
  readonly attempts?: Attempts | undefined
}

/** What is known of the attempts to make a write. */
export interface Attempts {
  /** Whether one failed in a way that leaves open whether DynamoDB had acted on it. */
  lost: boolean
}

/** Of a write that was not sent yet. */
export const noAttempts = (): Attempts => ({ lost: false })

/** What came of a conditional write: DynamoDB's answer, or the item on which the condition failed. */
export type Outcome<Output> =
  | { readonly written: true; readonly output: Output }
  | {
      readonly written: false
      readonly current: StoredItem | undefined
      /** Whether it was sent before, and the answer was lost: then it may have met its own work. */
      readonly resent: boolean
    }

/** What came of a transaction: it was made, or each of its operations has a reason (`None`: it is not to blame). */
export type TransactionOutcome =
  | { readonly written: true }
  | { readonly written: false; readonly reasons: readonly CancellationReason[] }

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
  /** The same for a transaction of writes: that it was cancelled is an outcome. */
  transact(input: TransactWriteItemsCommandInput, options: SendOptions): Promise<TransactionOutcome>
}
