import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import type { InferredAttribute } from './inferred-model.js'
import { isKeyName, type Piece, VALUE } from './key-shape.js'
import { areOne, attributeOf, type Slot, slotName, slotsOf, wordOf } from './key-slots.js'
import type { KnownName } from './known-names.js'
import { camelCase, isIdentifier, unique } from './names.js'

/** The key of an entity: its templates, and the attributes that are in them alone. */
export interface EntityKey {
  readonly partitionKey: string
  readonly sortKey?: string
  readonly keyOnly: readonly InferredAttribute[]
  /** Names of those of which nothing says what they are. */
  readonly madeUp: readonly string[]
  /** By the stored names of attributes, the names that they have in code. */
  readonly names: ReadonlyMap<string, string>
  /** The names of the table's own key attributes. */
  readonly tableKeys: readonly string[]
  /** The stored names of attributes that are in the key too. */
  readonly used: readonly string[]
}

/** What all entities know of the table and of each other. */
export interface KeyContext {
  readonly table: Table
  /** Attributes that the schema does not have: keys, the discriminator. */
  readonly hidden: ReadonlySet<string>
  /** Attributes that are no part of a template: those, and keys of indexes. */
  readonly excluded: ReadonlySet<string>
  /** What follows a word in keys, as it is named where it is an attribute. */
  readonly known: ReadonlyMap<string, KnownName>
  /** Whether values of keys may be attributes; where that turned out wrong they are in the key alone. */
  readonly tied: boolean
  /** Whether digits that begin with zeros are numbers. */
  readonly padded: boolean
  /** Whether a value may be in the key twice. */
  readonly paired: boolean
}

/** Makes the templates of an entity's key. */
export function entityKey(
  draft: Draft,
  { table, hidden, excluded, known, tied, padded, paired }: KeyContext,
): EntityKey {
  const stored = [...draft.attributes.keys()].filter(name => !hidden.has(name))
  const taken = new Set<string>()
  const names = new Map<string, string>()
  const nameOf = (attribute: string) => {
    const name = names.get(attribute) ?? codeName(attribute, taken)
    names.set(attribute, name)
    return name
  }
  for (const attribute of stored) nameOf(attribute)
  const used: string[] = []
  const keyOnly: InferredAttribute[] = []
  const madeUp: string[] = []
  const earlier: { slot: Slot; name: string }[] = []

  const placeholder = (slot: Slot, wanted: string | undefined, type: string | undefined): string => {
    const width = slot.width ? `:pad(${slot.width})` : ''
    const attribute = tied ? attributeOf(slot, draft, excluded) : undefined
    if (attribute !== undefined && (paired || !used.includes(attribute))) {
      used.push(attribute)
      earlier.push({ slot, name: nameOf(attribute) })
      return `<${nameOf(attribute)}${draft.attributes.get(attribute)!.types.has('N') ? width : ''}>`
    }
    const same = paired ? earlier.find(each => areOne(each.slot, slot)) : undefined
    if (same) return `<${same.name}${width}>`
    const free = wanted ?? slotName(slot, known, type)
    const name = unique(taken.has(free) || free in {} ? `key${free[0]!.toUpperCase()}${free.slice(1)}` : free, taken)
    earlier.push({ slot, name })
    if (wanted === undefined && wordOf(slot) === undefined) madeUp.push(name)
    keyOnly.push({ name, present: draft.count, optional: false, type: slot.type })
    return `<${name}${width}>`
  }

  const template = (key: { readonly name: string; readonly type: string }, pattern: readonly Piece[]): string => {
    const slots = key.type === 'string' ? slotsOf(pattern, key.name, draft.samples, padded) : []
    const own = () => {
      used.push(key.name)
      return `<${nameOf(key.name)}>`
    }
    // A template has no way to write these.
    if (key.type !== 'string' || pattern.some(piece => piece !== VALUE && /[<>]/.test(piece))) return own()
    const wanted = namesIn(key.name, slots.length)
    const isOfAttributes = tied && slots.some(slot => attributeOf(slot, draft, excluded) !== undefined)
    if (!isKeyName(key.name) && !wanted && !isOfAttributes && slots.length > 0) return own()
    // The last key is the item's own; the one before may be that of what it belongs to.
    const type = key === (table.sortKey ?? table.partitionKey) ? draft.type : undefined
    const values = slots.map((slot, index) => placeholder(slot, wanted?.[index], type))
    return pattern.map(piece => (piece === VALUE ? values.shift()! : piece)).join('')
  }

  const partitionKey = template(table.partitionKey, draft.partition)
  const sortKey = table.sortKey && template(table.sortKey, draft.sort)
  return {
    partitionKey,
    ...(sortKey !== undefined && { sortKey }),
    keyOnly,
    madeUp,
    names,
    tableKeys: keyNames(table),
    used: [...new Set(used)],
  }
}

/** The names that a key's own name gives to its parts: `Status#Date`. */
function namesIn(key: string, count: number): readonly string[] | undefined {
  const names = key.split(/[#|:/]+/).filter(Boolean)
  return !isKeyName(key) && count > 1 && names.length === count ? names.map(camelCase) : undefined
}

/** A name in code for an attribute: its own, if that can be written, and is none that every object has. */
function codeName(attribute: string, taken: Set<string>): string {
  if (attribute in {}) return unique(`${camelCase(attribute)}Attribute`, taken)
  return unique(isIdentifier(attribute) ? attribute : camelCase(attribute) || 'attribute', taken)
}

const keyNames = ({ partitionKey, sortKey }: Table) =>
  [partitionKey, ...(sortKey ? [sortKey] : [])].map(({ name }) => name)

/** Attributes that no template is made of: keys of the table and of indexes that are named as such, and what tells kinds apart. */
export const excludedAttributes = (table: Table, typeAttribute: string | undefined): ReadonlySet<string> =>
  new Set([
    ...keyNames(table),
    ...[...table.indexes.values()]
      .flatMap(index => [...index.partitionKey, ...index.sortKey])
      .flatMap(({ name }) => (isKeyName(name) ? [name] : [])),
    ...(typeAttribute === undefined ? [] : [typeAttribute]),
    '__proto__',
  ])
