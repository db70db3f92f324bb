import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bytesOfBase64 } from '../../key/order.js'
import { bareObject } from '../../schema/bare-object.js'
import { Fault } from '../../schema/fault.js'
import { anyStorage } from '../../schema/generic.js'
import type { StoredItem } from '../../schema/item-model.js'
import { MAX_LEVELS, tooDeep } from '../../schema/model.js'
import { formatNumeric } from '../../schema/numbers.js'
import { fileError, type JsonValue } from './json-values.js'

type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'])

/** Whether a value has a type tag of DynamoDB's, and what goes with it. */
function isTagged(value: unknown): boolean {
  if (!isObject(value)) return false
  const [tag, ...others] = Object.keys(value)
  if (tag === undefined || others.length > 0 || !types.has(tag)) return false
  const content = value[tag]
  if (tag === 'M') return isObject(content)
  if (tag === 'BOOL' || tag === 'NULL') return typeof content === 'boolean'
  return tag === 'L' || tag.length === 2 ? Array.isArray(content) : typeof content === 'string'
}

/** Whether an object is an item in DynamoDB's JSON: each of its attributes has a type tag. */
const isDynamoJson = (value: unknown): value is Json =>
  isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isTagged)

/** What a value of a file holds: one item, or the items of a request or of an answer of the command line's. */
export function itemsIn({ value, line }: JsonValue, file: string): readonly StoredItem[] {
  if (!isObject(value)) throw fileError(file, line, 'an item is an object, and here is something else')
  const wrapped = isObject(value.Item) && Object.keys(value).length === 1 ? value.Item : undefined
  if (wrapped) return [readItem(wrapped, file, line)]
  if (isAnswer(value)) return value.Items.map(item => readItem(item, file, line))
  return (putRequests(value) ?? [value]).map(item => readItem(item, file, line))
}

const answer = new Set(['Items', 'Count', 'ScannedCount', 'ConsumedCapacity', 'LastEvaluatedKey', 'NextToken'])

/** Whether a value is what `aws dynamodb scan` prints, and no item that has `Items`. */
const isAnswer = (value: Json): value is { readonly Items: readonly unknown[] } =>
  Array.isArray(value.Items) && Object.keys(value).every(name => answer.has(name))

/** The items of a BatchWriteItem request: `{ table: [{ PutRequest: { Item } }] }`, in `RequestItems` or not. */
function putRequests(value: Json): readonly unknown[] | undefined {
  const requests = requestsOf(value)
  // What it deletes is not there.
  return requests?.flatMap(([, list]) =>
    list.flatMap(({ PutRequest }) => (isObject(PutRequest) ? [PutRequest.Item] : [])),
  )
}

/** The tables of a BatchWriteItem request, with what is put into each. */
export function requestsOf(value: unknown): readonly [table: string, requests: readonly Json[]][] | undefined {
  if (!isObject(value)) return undefined
  const tables = isObject(value.RequestItems) ? value.RequestItems : value
  const entries = Object.entries(tables)
  const isRequest = (request: unknown) =>
    isObject(request) && (isObject(request.PutRequest) || isObject(request.DeleteRequest))
  return entries.length > 0 &&
    entries.every(([, list]) => Array.isArray(list) && list.length > 0 && list.every(isRequest))
    ? (entries as [string, readonly Json[]][])
    : undefined
}

/**
 * An item of a file, in DynamoDB's JSON or plain.
 * @param lenient whether plain values may stand inside of maps and lists in DynamoDB's JSON, as models of NoSQL Workbench have them
 */
export function readItem(item: unknown, file: string, line: number, lenient = false): StoredItem {
  if (!isObject(item)) throw fileError(file, line, 'an item is an object, and here is something else')
  const tagged = isDynamoJson(item)
  const stored = bareObject<AttributeValue>()
  for (const [name, value] of Object.entries(item)) {
    try {
      if (tagged) stored[name] = readTagged(value as Json, lenient)
      // The document client leaves nothing out, and neither is anything here.
      else stored[name] = anyStorage.marshal(value, [])
    } catch (error) {
      if (!(error instanceof Fault) && !(error instanceof TypeError)) throw error
      throw fileError(file, line, `'${name}' can't be stored: it ${error.message}`, error)
    }
  }
  return stored
}

/** A value in DynamoDB's JSON, whose binaries are in base64. */
function readTagged(value: Json, lenient: boolean, levels = 1): AttributeValue {
  if (levels > MAX_LEVELS) throw tooDeep
  if (!isTagged(value) && lenient) return anyStorage.marshal(value, [])
  if (!isTagged(value)) throw new Fault('untagged', "holds something without one of DynamoDB's type tags")
  const [[tag, content]] = Object.entries(value) as [[string, any]]
  switch (tag) {
    case 'N':
      return { N: formatNumeric(content) }
    case 'SS':
      return { SS: texts(content) }
    case 'NS':
      return { NS: texts(content).map(formatNumeric) }
    case 'B':
      return { B: bytes(content) }
    case 'BS':
      return { BS: texts(content).map(bytes) }
    case 'L':
      return { L: content.map((element: Json) => readTagged(element, lenient, levels + 1)) }
    case 'M': {
      const members = bareObject<AttributeValue>()
      for (const [name, member] of Object.entries<Json>(content))
        members[name] = readTagged(member, lenient, levels + 1)
      return { M: members }
    }
    default:
      return value as unknown as AttributeValue
  }
}

function texts(set: readonly unknown[]): string[] {
  if (!set.every(element => typeof element === 'string'))
    throw new Fault('untagged', 'holds a set whose elements are no texts')
  return set as string[]
}

function bytes(base64: string): Uint8Array {
  try {
    return bytesOfBase64(base64)
  } catch {
    throw new Fault('base64', 'holds a binary that is no base64')
  }
}
