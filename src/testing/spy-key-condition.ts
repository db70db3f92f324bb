import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../schema/item-model.js'

/** A query's input, as far as its key condition goes. */
export interface KeyConditionInput {
  readonly KeyConditionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

const test =
  /begins_with\((?<prefixed>\S+), (?<prefix>:\w+)\)|(?<between>\S+) BETWEEN (?<low>:\w+) AND (?<high>:\w+)|(?<name>\S+) (?<sign>[<>]?=|[<>]) (?<value>:\w+)/g

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  '=': order => order === 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
}

/** Whether a query would find an item: its key condition holds for it. */
export function isFound(input: KeyConditionInput, item: StoredItem): boolean {
  const names = input.ExpressionAttributeNames ?? {}
  const at = (name: string) => item[names[name] ?? name]
  const value = (name: string) => input.ExpressionAttributeValues?.[name]
  return [...(input.KeyConditionExpression ?? '').matchAll(test)].every(({ groups = {} }) => {
    const { prefixed, prefix, between, low, high, name, sign, value: bound } = groups
    if (prefixed !== undefined) return startsWith(at(prefixed), value(prefix!))
    if (between !== undefined)
      return holds['>=']!(compare(at(between), value(low!))) && holds['<=']!(compare(at(between), value(high!)))
    return holds[sign!]!(compare(at(name!), value(bound!)))
  })
}

const bytes = (value: AttributeValue | undefined) => Buffer.from(value?.S ?? value?.B ?? '')

const startsWith = (value: AttributeValue | undefined, prefix: AttributeValue | undefined) =>
  value !== undefined && bytes(value).subarray(0, bytes(prefix).length).equals(bytes(prefix))

/** As DynamoDB orders keys: numbers by value, texts by their bytes. Not a number where the item has no such key. */
function compare(value: AttributeValue | undefined, bound: AttributeValue | undefined): number {
  if (!value || !bound || Object.keys(value)[0] !== Object.keys(bound)[0]) return Number.NaN
  return value.N !== undefined ? Number(value.N) - Number(bound.N) : Buffer.compare(bytes(value), bytes(bound))
}
