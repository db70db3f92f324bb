import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb'
import { localClient } from './local.js'

type Item = Record<string, AttributeValue>

/** Everything in a table: items, and the sentinels of unique values. */
export async function tableContents(TableName: string): Promise<{ items: Item[]; sentinels: Item[] }> {
  const all: Item[] = []
  let ExclusiveStartKey: Item | undefined
  do {
    const page = await localClient().send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }))
    all.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return {
    items: all.filter(item => !item.uniqueOwner),
    sentinels: all.filter(item => item.uniqueOwner),
  }
}

/** The sentinels as `value → the sort key or partition key of the owner`, sorted. */
export const owners = (sentinels: readonly Item[], keyName = 'pk'): readonly string[] =>
  sentinels.map(({ pk, uniqueOwner }) => `${pk?.S} → ${uniqueOwner?.M?.[keyName]?.S}`).sort()
