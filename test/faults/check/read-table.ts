import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'

export type RawItem = Readonly<Record<string, AttributeValue>>

/** Everything in a table, by the plain SDK. */
export async function readTable(client: DynamoDBClient, TableName: string): Promise<readonly RawItem[]> {
  const items: RawItem[] = []
  let ExclusiveStartKey: RawItem | undefined
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }))
    items.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items
}

/** The text of an attribute. */
export const textAt = (item: RawItem, name: string): string | undefined => item[name]?.S

/** The number of an attribute, 0 where there is none. */
export const numberAt = (item: RawItem, name: string): number => Number(item[name]?.N ?? 0)

/** The texts of a list or a set. */
export const textsAt = (item: RawItem, name: string): readonly string[] =>
  item[name]?.SS ?? item[name]?.L?.map(element => element.S ?? '') ?? []

/** What stands between two marks, as templates of keys make it; undefined of another key. */
export function keyPart(item: RawItem, name: string, prefix: string): string | undefined {
  const text = textAt(item, name)
  return text?.startsWith(prefix) ? text.slice(prefix.length) : undefined
}
