import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { isFound } from './spy-key-condition.js'
import type { SpiedOperation, StoredItem } from './spy-types.js'

/** One item in its table, known by its key. */
export interface Place {
  readonly table: string | undefined
  readonly key: StoredItem
}

/** The answers for one item, or the lists of one entity. */
interface Canned {
  readonly operation: SpiedOperation
  /** The client of the entity: lists of several entities are kept apart. */
  readonly entity: unknown
  readonly place: Place | undefined
  /** What is left, the current one first. */
  readonly left: (readonly StoredItem[])[]
  used: boolean
}

/** What a spy was told to answer with. */
export interface Answers {
  add(operation: SpiedOperation, entity: unknown, place: Place | undefined, items: readonly StoredItem[]): void
  /** The output for a command. */
  outputFor(operation: string, input: any): object
}

export function createAnswers(): Answers {
  const all: Canned[] = []

  const current = (canned: Canned): readonly StoredItem[] => {
    if (canned.used && canned.left.length > 1) canned.left.shift()
    canned.used = true
    return canned.left[0]!
  }
  const one = (operation: string, table: string | undefined, key: StoredItem): StoredItem | undefined => {
    const canned = all.find(each => each.operation === operation && each.place && isAt(each.place, table, key))
    return canned && current(canned)[0]
  }
  const lists = (operation: string, table: string | undefined, isMeant: (item: StoredItem) => boolean) =>
    all
      .filter(each => each.operation === operation && (each.place?.table ?? table) === table)
      // A list that has nothing for this command is kept for another one.
      .filter(({ left }) => left[0]!.length === 0 || left.some(items => items.some(isMeant)))
      .flatMap(canned => current(canned).filter(isMeant))

  return {
    add(operation, entity, place, items) {
      const isSame = (each: Canned) =>
        each.operation === operation && each.entity === entity && isDeepStrictEqual(each.place, place)
      const canned = all.find(isSame)
      if (canned) canned.left.push(items)
      else all.push({ operation, entity, place, left: [items], used: false })
    },
    outputFor(operation, input) {
      const { TableName: table } = input
      switch (operation) {
        case 'GetItem':
          return { Item: one('GetItem', table, input.Key) }
        case 'PutItem':
          return { Attributes: one('PutItem', table, input.Item) }
        case 'UpdateItem':
          return { Attributes: one('UpdateItem', table, input.Key) ?? one('GetItem', table, input.Key) }
        case 'DeleteItem':
          return { Attributes: one('DeleteItem', table, input.Key) }
        case 'Query':
          return page(
            input,
            lists('Query', table, item => isFound(input, item)),
          )
        case 'Scan':
          // All segments together read each item once.
          return page(input, input.Segment > 0 ? [] : lists('Scan', table, () => true))
        case 'BatchGetItem':
          return { Responses: mapValues(input.RequestItems, (tableKeys, name) => found(tableKeys.Keys, name)) }
        case 'TransactGetItems':
          return {
            Responses: input.TransactItems.map(({ Get }: any) => ({ Item: one('GetItem', Get.TableName, Get.Key) })),
          }
        case 'DescribeTable':
          return { Table: { TableName: table, TableStatus: 'ACTIVE' } }
        default:
          return {}
      }
    },
  }

  function found(keys: readonly StoredItem[], table: string): readonly StoredItem[] {
    return keys.map(key => one('GetItem', table, key)).filter(item => item !== undefined)
  }
}

const mapValues = (record: Record<string, any>, make: (value: any, name: string) => unknown) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]))

/** Whether the item of a command is at a place; `item` is its key, or all of it. */
export const isAt = (place: Place, table: string | undefined, item: StoredItem): boolean =>
  place.table === table && contains(item, place.key)

const contains = (item: StoredItem, part: Readonly<Record<string, AttributeValue>>) =>
  Object.entries(part).every(([name, value]) => isDeepStrictEqual({ ...item[name] }, { ...value }))

/** What a query or scan answers with: what comes behind its start, or how many items these are. */
function page({ ExclusiveStartKey: start, Select }: any, items: readonly StoredItem[]) {
  const rest = start ? items.slice(items.findIndex(item => contains(item, start)) + 1) : items
  return { Count: rest.length, ScannedCount: rest.length, ...(Select !== 'COUNT' && { Items: rest }) }
}
