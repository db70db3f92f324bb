import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../schema/item-model.js'
import { isFound } from './spy-key-condition.js'
import type { SpiedOperation } from './spy-types.js'

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
  /** In the order in which they were told. */
  readonly lists: { readonly items: readonly StoredItem[]; used: boolean }[]
}

/** What a spy was told to answer with. */
export interface Answers {
  add(operation: SpiedOperation, entity: unknown, place: Place | undefined, items: readonly StoredItem[]): void
  /** The output for a command. */
  outputFor(operation: string, input: any): object
}

export function createAnswers(): Answers {
  const all: Canned[] = []

  /** The first that was not given yet of those that are for a command, or else the last of them. */
  const current = ({ lists }: Canned, isMeant: (item: StoredItem) => boolean): readonly StoredItem[] => {
    const meant = lists.filter(({ items }) => items.length === 0 || items.some(isMeant))
    const list = meant.find(({ used }) => !used) ?? meant.at(-1)
    if (!list) return []
    list.used = true
    return list.items.filter(isMeant)
  }
  const one = (operation: string, table: string | undefined, key: StoredItem): StoredItem | undefined => {
    const canned = all.find(each => each.operation === operation && each.place && isAt(each.place, table, key))
    return canned && current(canned, () => true)[0]
  }
  const lists = (operation: string, table: string | undefined, isMeant: (item: StoredItem) => boolean) =>
    all
      .filter(each => each.operation === operation && (each.place?.table ?? table) === table)
      .flatMap(canned => current(canned, isMeant))

  return {
    add(operation, entity, place, items) {
      const isSame = (each: Canned) =>
        each.operation === operation && each.entity === entity && isDeepStrictEqual(each.place, place)
      const canned = all.find(isSame)
      const list = { items, used: false }
      if (canned) canned.lists.push(list)
      else all.push({ operation, entity, place, lists: [list] })
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
