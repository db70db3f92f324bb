import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../schema/item-model.js'

/** What DynamoDB answers all of these with. */
const $metadata = { httpStatusCode: 400 }

export const throttled = () =>
  new ProvisionedThroughputExceededException({ $metadata, message: 'The spy was told to throttle this.' })

export const conditionFailed = (Item: StoredItem | undefined) =>
  new ConditionalCheckFailedException({ $metadata, message: 'The conditional request failed', ...(Item && { Item }) })

/** A transaction of `length` operations, cancelled for the one at `index`. */
export function cancelled(length: number, index: number, code: string, item?: StoredItem) {
  const none = Array.from({ length }, () => ({ Code: 'None' }))
  return new TransactionCanceledException({
    $metadata,
    message: 'Transaction cancelled',
    CancellationReasons: none.with(index, { Code: code, ...(item && { Item: item }) }),
  })
}
