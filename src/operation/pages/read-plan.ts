import type { QueryCommandInput, QueryCommandOutput, ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { Decoded } from '../../entity/decode-item.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { SendOptions } from '../transport.js'

/** What of DynamoDB's answer a read uses: Query and Scan say it alike. */
export type ReadAnswer = Pick<QueryCommandOutput, 'Items' | 'Count' | 'ScannedCount' | 'LastEvaluatedKey'>
export type ReadInput = QueryCommandInput | ScanCommandInput

/** An item as it was read, by which a cursor is made, and as it is decoded: whole, where the index holds only parts of it. */
export interface Entry {
  readonly read: StoredItem
  readonly stored: StoredItem
}

/** A query or scan worked out: what to send, and what to make of the answers. */
export interface ReadPlan {
  readonly command: 'Query' | 'Scan'
  /** Whose items it is after, for hooks. */
  readonly name: string
  /** The command without what changes from request to request. */
  readonly input: ReadInput
  /** How many parts are read side by side; 1 for a query. */
  readonly segments: number
  /** Nothing can be found: no request is needed. */
  readonly impossible: boolean
  /** Whether DynamoDB reads items that are not returned, so that its Limit can't stand for the number of items wanted. */
  readonly selective: boolean
  /** The attributes that make a start key. */
  readonly keyNames: readonly string[]
  /** Whether a key that holds just these attributes can be one to go on behind: of their types, and in what is read. */
  readonly isStart: (key: StoredItem) => boolean
  /** What a cursor is bound to, where one is made or read. */
  readonly binding: () => string
  /** What only the client can tell: whether an item is meant. */
  readonly accepts: ((entry: Entry) => boolean) | undefined
  /** What further requests make of the items of an answer, before they are decoded. */
  readonly settle: (items: readonly StoredItem[], sending: SendOptions) => Promise<readonly Entry[]>
  readonly decode: (stored: StoredItem) => Decoded
  /** What a reader of `explain` should know. */
  readonly notes: readonly string[]
}
