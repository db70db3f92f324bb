import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Monitor } from './monitor.js'
import { createPeopleTable, personAt, TABLE } from './people.js'

/** The most that a batch takes, and how many are under way at a time. */
const BATCH = 25
const AT_A_TIME = 16

/** Makes the table, with so many items. */
export async function fillTable(client: DynamoDBClient, items: number, monitor: Monitor): Promise<void> {
  await createPeopleTable(client)
  const phase = monitor.begin('fill', items)
  let next = 0
  let done = 0
  const worker = async () => {
    while (next < items) {
      const from = next
      next += BATCH
      const batch = Array.from({ length: Math.min(BATCH, items - from) }, (_, at) => personAt(from + at))
      let requests = batch.map(Item => ({ PutRequest: { Item } }))
      while (requests.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }),
        )
        requests = (UnprocessedItems?.[TABLE] ?? []) as typeof requests
      }
      done += batch.length
      phase.at(done)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  phase.end()
}
