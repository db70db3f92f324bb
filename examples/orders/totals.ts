import type { Shop } from './shop.js'

/** A record of the table's stream, as the SDK or a Lambda function gets it. */
export type StreamRecord = Parameters<Shop['decodeStreamRecord']>[0]

/**
 * Keeps what each customer has spent, from the table's stream: an order counts when it is paid. Streams may deliver a record
 * twice; its number, as the token of the transaction, makes that count once.
 */
export async function countRecord(db: Shop, record: StreamRecord): Promise<void> {
  const change = db.decodeStreamRecord(record)
  if (change.entity !== 'orders' || change.event !== 'modify') return
  const { old, new: order, sequenceNumber } = change
  if (!order || !sequenceNumber || order.state !== 'paid' || old?.state === 'paid') return
  await db.transactWrite([db.customers.update({ id: order.customer }).add({ spent: order.total, orders: 1 })], {
    token: sequenceNumber,
  })
}
