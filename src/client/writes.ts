import { MonotableError } from '../errors/monotable-error.js'
import { invalidValue } from '../expression/attribute-path.js'
import { equalItems, equalStored, ownPart } from '../expression/stored-values.js'
import type { StoredItem } from '../schema/item-model.js'
import { checkKey, KEY_ATTRIBUTES } from './check-key.js'
import type { TableContext } from './context.js'
import { Expressions } from './expressions.js'
import { makeWrite, type Sent } from './make-write.js'
import type { ConditionOf, CreateOptions, DeleteOptions, ReturnValues, UpdateOptions, WriteOptions } from './options.js'
import type { AttributesOf, Created, Deleted, NotMade, Updated } from './results.js'

type Condition = ConditionOf<any> | undefined

/** A condition of all the texts that there are, with what makes DynamoDB tell of the item on which it fails. */
function conditional(...texts: readonly (string | undefined)[]) {
  const given = texts.filter(text => text !== undefined)
  if (given.length === 0) return {}
  const ConditionExpression = given.length === 1 ? given[0] : given.map(text => `(${text})`).join(' AND ')
  return { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const
}

/** Puts an item, in the place of what is there unless that is to be kept. */
export async function createItem<T extends object>(
  context: TableContext,
  item: T,
  { condition, preventOverwrite, signal }: CreateOptions<Condition, boolean | string | undefined>,
): Promise<Created<T> | NotMade<T>> {
  const expressions = new Expressions()
  const keyNames = preventOverwrite ? await context.table.keyNames(signal) : []
  const guard = preventOverwrite === true ? keyNames[0] : preventOverwrite || undefined
  // Of any other attribute an item can be without, and would be replaced.
  if (guard !== undefined && !keyNames.includes(guard))
    throw invalidValue(
      ['preventOverwrite'],
      `'${guard}' is not an attribute of the key, which has ${keyNames.join(' and ')}`,
    )
  const texts = [
    guard !== undefined ? `attribute_not_exists(${expressions.name(guard)})` : undefined,
    condition !== undefined ? expressions.condition(condition) : undefined,
  ]
  const outcome = await makeWrite(context, {
    command: 'PutItem',
    input: { TableName: context.tableName, Item: item, ...conditional(...texts), ...expressions.attributes() },
    unrepeatable: false,
    isDone: (stored, sent) => equalItems(stored, sent!.Item),
    signal,
  })
  return outcome.success ? { success: true, item } : outcome
}

/** Sets and removes attributes of an item, which is made where it is not there. */
export async function updateItem<T extends object, R extends ReturnValues>(
  context: TableContext,
  key: object,
  updates: object,
  { condition, remove = [], returnValues, signal }: UpdateOptions<any, Condition, R>,
): Promise<Updated<AttributesOf<T, R>> | NotMade<T>> {
  checkKey(key, KEY_ATTRIBUTES, context.table.knownKeyNames)
  const keyNames = [...Object.keys(key), ...(context.table.knownKeyNames ?? [])]
  const expressions = new Expressions()
  const sets = Object.entries(updates ?? {}).map(([name, value]) => {
    if (value === undefined) throw invalid(`'${name}' is undefined: leave it out, or name it in remove`)
    return { name, value: expressions.value(value) }
  })
  if (sets.length + remove.length === 0) throw invalid('it changes nothing: give an attribute to set, or one to remove')
  for (const name of [...sets.map(({ name }) => name), ...remove])
    if (keyNames.includes(name)) throw invalid(`'${name}' is part of the key: an item with another key is another item`)
  const both = sets.find(({ name }) => remove.includes(name as never))
  if (both) throw invalid(`'${both.name}' is to be set and removed`)
  const clauses = [
    sets.length > 0 && `SET ${sets.map(({ name, value }) => `${expressions.name(name)} = ${value}`).join(', ')}`,
    remove.length > 0 && `REMOVE ${[...new Set(remove)].map(name => expressions.name(name)).join(', ')}`,
  ]
  const asked: ReturnValues = returnValues ?? 'UPDATED_NEW'
  const outcome = await makeWrite(context, {
    command: 'UpdateItem',
    input: {
      TableName: context.tableName,
      Key: key,
      UpdateExpression: clauses.filter(Boolean).join(' '),
      ReturnValues: asked,
      ...conditional(condition !== undefined ? expressions.condition(condition) : undefined),
      ...expressions.attributes(),
    },
    // Made again, it would give its own work back for what was there.
    unrepeatable: asked.endsWith('OLD'),
    isDone: (stored, sent) => isUpdated(stored, sent, sets, remove),
    signal,
  })
  if (!outcome.success) return outcome
  const { attributes, found } = outcome
  const changed = sets.map(({ name }) => [name, ownPart(attributes, name)])
  const given = !found ? attributes : asked === 'ALL_NEW' ? attributes : Object.fromEntries(changed)
  return { success: true, attributes: (asked === 'NONE' ? undefined : (given ?? noneOf(asked))) as AttributesOf<T, R> }
}

/** DynamoDB gives nothing back where there is nothing to give: no item before, none of its attributes. */
const noneOf = (asked: ReturnValues) => (asked === 'ALL_OLD' ? undefined : {})

function isUpdated(
  stored: StoredItem | undefined,
  sent: Sent | undefined,
  sets: readonly { readonly name: string; readonly value: string }[],
  removed: readonly string[],
): boolean {
  if (!stored || !sent) return false
  const isSet = sets.every(({ name, value }) => {
    const found = ownPart(stored, name)
    return found !== undefined && equalStored(found, sent.ExpressionAttributeValues![value]!)
  })
  return isSet && removed.every(name => !Object.hasOwn(stored, name))
}

const invalid = (reason: string) => new MonotableError('update.invalid', { entity: 'item', reason })

/** Changes one attribute by what is there, and gives its new value. It is never sent again once it may have been made. */
export async function computeAttribute<T>(
  context: TableContext,
  key: object,
  attribute: string,
  expression: (expressions: Expressions) => string,
  { condition, signal }: WriteOptions<Condition>,
): Promise<{ readonly success: true; readonly value: any } | NotMade<T>> {
  checkKey(key, KEY_ATTRIBUTES, context.table.knownKeyNames)
  if (Object.hasOwn(key, attribute) || context.table.knownKeyNames?.includes(attribute))
    throw invalid(`'${attribute}' is part of the key`)
  const expressions = new Expressions()
  const outcome = await makeWrite(context, {
    command: 'UpdateItem',
    input: {
      TableName: context.tableName,
      Key: key,
      UpdateExpression: expression(expressions),
      ReturnValues: 'UPDATED_NEW',
      ...conditional(condition !== undefined ? expressions.condition(condition) : undefined),
      ...expressions.attributes(),
    },
    unrepeatable: true,
    isDone: () => false,
    signal,
  })
  return outcome.success ? { success: true, value: ownPart(outcome.attributes, attribute) } : outcome
}

/** `ADD`, which takes what is not there for 0. */
export const adding = (attribute: string, amount: unknown) => (expressions: Expressions) => {
  const isNumber =
    typeof amount === 'number' ||
    typeof amount === 'bigint' ||
    typeof (amount as { toAttributeValue?: unknown } | null)?.toAttributeValue === 'function'
  if (!isNumber) throw invalid(`'${attribute}' is incremented by a number`)
  return `ADD ${expressions.name(attribute)} ${expressions.value(amount)}`
}

/** `list_append` to what is there, or to an empty list. */
export const appending = (attribute: string, values: unknown) => (expressions: Expressions) => {
  if (!Array.isArray(values)) throw invalid(`what is appended to '${attribute}' is a list`)
  const place = expressions.name(attribute)
  return `SET ${place} = list_append(if_not_exists(${place}, ${expressions.value([])}), ${expressions.value(values)})`
}

/** Deletes an item; one that is not there is deleted already. */
export async function deleteItem<T extends object>(
  context: TableContext,
  key: object,
  { condition, returnOld, signal }: DeleteOptions<Condition>,
): Promise<Deleted<T> | NotMade<T>> {
  checkKey(key, KEY_ATTRIBUTES, context.table.knownKeyNames)
  const expressions = new Expressions()
  const outcome = await makeWrite(context, {
    command: 'DeleteItem',
    input: {
      TableName: context.tableName,
      Key: key,
      ...(returnOld && { ReturnValues: 'ALL_OLD' as const }),
      ...conditional(condition !== undefined ? expressions.condition(condition) : undefined),
      ...expressions.attributes(),
    },
    // Made again, it would have no item to give back.
    unrepeatable: returnOld === true,
    isDone: stored => stored === undefined,
    signal,
  })
  if (!outcome.success) return outcome
  const { attributes } = outcome
  return { success: true, ...(attributes && { item: attributes as T }) }
}
