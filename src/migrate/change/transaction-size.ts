import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { itemSize } from '../../schema/item-size.js'

/** The most that DynamoDB writes in one transaction, of all its items together. */
export const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024

/** Whether what a transaction puts is more than DynamoDB takes at once; of what it updates the server knows the size alone. */
export const isOversize = (items: readonly TransactWriteItem[]): boolean =>
  items.reduce((sum, { Put }) => sum + (Put?.Item ? itemSize(Put.Item) : 0), 0) > MAX_TRANSACTION_BYTES
