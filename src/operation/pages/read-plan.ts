import type { QueryCommandInput, QueryCommandOutput, ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { Decoded } from '../../entity/decode-item.js'
import type { StoredItem } from '../../schema/item-model.js'

/** What of DynamoDB's answer a read uses: Query and Scan say it alike. */
export type ReadAnswer = Pick<QueryCommandOutput, 'Items' | 'Count' | 'ScannedCount' | 'LastEvaluatedKey'>
export type ReadInput = QueryCommandInput | ScanCommandInput

/** A query or scan worked out: what to send, and what to make of the answers. */
export interface ReadPlan {
  readonly command: 'Query' | 'Scan'
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
  /** What a cursor is bound to. */
  readonly binding: string
  /** What only the client can tell: whether an item is meant. */
  readonly accepts: ((stored: StoredItem) => boolean) | undefined
  readonly decode: (stored: StoredItem) => Decoded
  /** What a reader of `explain` should know. */
  readonly notes: readonly string[]
}
