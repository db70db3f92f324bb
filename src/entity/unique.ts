import { createKeyFormat, formatKey, type KeyFormat, parseKey } from '../key/key-format.js'
import { parseTemplate } from '../key/template.js'
import type { AttributeEntry, ItemModel, StoredItem } from '../schema/item-model.js'
import { placeholderDomain } from '../schema/placeholder-domain.js'
import type { Table } from '../table/table-types.js'
import type { Check } from './check.js'
import type { UniqueDefinition } from './definition-types.js'

/** A constraint, ready for use. A value that is taken is kept by a sentinel: an item whose key is made of the value. */
export interface UniqueConstraint {
  readonly name: string
  /** Its attributes; a value is kept where all of them are there. */
  readonly entries: readonly AttributeEntry[]
  readonly partitionKey: KeyFormat
  readonly sortKey: KeyFormat | undefined
}

/** The attribute of a sentinel that holds the primary key of the item whose value it keeps. */
export const OWNER = 'uniqueOwner'

/** What the last part of every sentinel's key begins with. */
const BEGINNING = 'unique'
const PREFIX = `${BEGINNING}#`

/**
 * Works out a constraint.
 * @throws DefinitionError
 */
export function createUnique(
  model: ItemModel,
  { partitionKey, sortKey, indexes }: Table,
  definition: UniqueDefinition,
  check: Check,
): UniqueConstraint {
  const {
    name,
    attributes,
    partitionKey: partition,
  } = typeof definition === 'string'
    ? { name: definition.replace(/:.*/, ''), attributes: [definition], partitionKey: undefined }
    : definition
  const what = `the unique constraint '${name}'`
  check(
    [partitionKey, sortKey].every(key => !key || key.type === 'string'),
    `${what} needs a table whose keys are strings`,
  )
  // Sentinels of two constraints must not have one key.
  check(!/[#<>]/.test(model.entity), `${what} needs an entity whose name is without '#', '<' and '>'`)
  check(
    /^[^#<>]+$/.test(name) && attributes.length > 0,
    `${what} needs attributes, and a name without '#', '<' and '>'`,
  )
  check(!partition || sortKey, `${what} has a partition key of its own, and needs a table with a sort key`)
  const keys = [...indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey])
  check(!keys.some(key => key.name === OWNER), `${what} can't be kept where '${OWNER}' is the key of an index`)
  const create = (source: string) => {
    const template = parseTemplate(source)
    const domains = template.placeholders.map(({ attribute }) => {
      const entry = model.attributes.get(attribute)
      const domain = entry && placeholderDomain(entry)
      check(domain, `${what} uses '${attribute}', which is no attribute that is text, a number or a boolean`)
      return domain
    })
    return createKeyFormat(template, domains, true)
  }
  const value = `${PREFIX}${model.entity}#${name}#${attributes.map(each => `<${each}>`).join('#')}`
  const constraint = {
    name,
    partitionKey: create(partition ?? value),
    sortKey: sortKey && create(partition ? value : BEGINNING),
  }
  const slots = [constraint.partitionKey, constraint.sortKey].flatMap(format => format?.slots ?? [])
  return { ...constraint, entries: [...new Set(slots.map(slot => model.attributes.get(slot.attribute)!))] }
}

/**
 * The key of the sentinel that keeps a value; undefined where an attribute of it is missing or null.
 * @param value gives attributes in their encoded form
 * @throws InvalidKeyError
 */
export function sentinelKey(
  { partitionKey: partition, sortKey: sort }: Table,
  { entries, partitionKey, sortKey }: UniqueConstraint,
  value: (attribute: string) => unknown,
): StoredItem | undefined {
  if (entries.some(({ name }) => value(name) == null)) return undefined
  return {
    [partition.name]: { S: formatKey(partitionKey, value, 'partition key') },
    ...(sort && sortKey && { [sort.name]: { S: formatKey(sortKey, value, 'sort key') } }),
  }
}

/** Whether the last part of an item's key could be that of a sentinel too. */
export const mayBeSentinel = (last: KeyFormat | undefined): boolean =>
  last !== undefined &&
  (last.prefix.startsWith(BEGINNING) || (last.slots.length > 0 && BEGINNING.startsWith(last.prefix)))

/** Whether a stored item is a sentinel. */
export const isSentinel = (stored: StoredItem): boolean => stored[OWNER]?.M !== undefined

/** Whether a primary key is that of a sentinel, for where there is nothing but the key. */
export const isSentinelKey = (
  { partitionKey: partition, sortKey: sort }: Table,
  constraints: readonly UniqueConstraint[],
  key: StoredItem,
): boolean =>
  constraints.some(
    ({ partitionKey, sortKey }) =>
      parseKey(partitionKey, key[partition.name]?.S ?? '') &&
      (!sort || !sortKey || parseKey(sortKey, key[sort.name]?.S ?? '')),
  )
