import type { StoredItem } from '../../schema/item-model.js'
import type { KeyAttributeModel, Table, TableIndex } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import type { EntityKey } from './entity-keys.js'
import type { InferredPattern } from './inferred-model.js'
import { isKeyName, joinPieces, keySegments, type Piece, VALUE } from './key-shape.js'
import { attributeOf, type Slot, slotsOf } from './key-slots.js'
import { valuesInKey } from './key-values.js'
import { camelCase, unique } from './names.js'

/** The access patterns of an entity, and which attributes of the table its templates make. */
export interface IndexPatterns {
  readonly patterns: readonly InferredPattern[]
  /** Attributes that templates make, and the schema does not have. */
  readonly made: ReadonlySet<string>
  readonly notes: readonly string[]
}

/**
 * Finds how the keys of indexes are made. What is made of nothing that is known is an attribute by itself.
 * @param templated whether templates are looked for; where they turned out wrong, all of them are attributes
 */
export function indexPatterns(
  draft: Draft,
  table: Table,
  key: EntityKey,
  excluded: ReadonlySet<string>,
  templated: boolean,
): IndexPatterns {
  const primary = new Map([
    [table.partitionKey.name, key.partitionKey],
    ...(table.sortKey ? [[table.sortKey.name, key.sortKey!] as const] : []),
  ])
  const patterns: InferredPattern[] = []
  const made = new Map<string, string>()
  const notes: string[] = []
  const taken = new Set<string>(Object.getOwnPropertyNames(Function.prototype))
  for (const index of table.indexes.values()) {
    const parts = [...index.partitionKey, ...index.sortKey]
    const own = parts.filter(({ name }) => !primary.has(name))
    const seen = own.map(({ name }) => draft.attributes.get(name)?.count ?? 0)
    if (seen.some(count => count === 0)) {
      if (seen.some(count => count > 0)) notes.push(`No item has the whole key of the index '${index.name}'.`)
      continue
    }
    if (own.some(({ name }) => !key.names.has(name))) {
      notes.push(
        `The key of the index '${index.name}' is what tells kinds of item apart: it has no access pattern here.`,
      )
      continue
    }
    // Several values for one key would be one too many for DynamoDB: it takes one type.
    if (own.some(({ name, type }) => !hasType(draft, name, type))) continue
    const found = templated ? findTemplates(draft, own, key, excluded, made) : undefined
    const templateOf = ({ name }: KeyAttributeModel) =>
      primary.get(name) ?? made.get(name) ?? found?.get(name) ?? `<${key.names.get(name)}>`
    for (const [name, template] of found ?? []) if (template !== `<${key.names.get(name)}>`) made.set(name, template)
    const sorted = index.sortKey.map(templateOf)
    const count = Math.min(draft.count, ...seen)
    patterns.push({
      name: unique(patternName(index), taken),
      index: index.name,
      partitionKey: only(index.partitionKey.map(templateOf)),
      ...(sorted.length > 0 && { sortKey: only(sorted) }),
      count,
    })
    if (count < draft.count) notes.push(`${count} of ${draft.count} have the key of the index '${index.name}'.`)
  }
  return { patterns, made: new Set(made.keys()), notes }
}

const only = (templates: readonly string[]) => (templates.length === 1 ? templates[0]! : templates)

const hasType = ({ attributes }: Draft, name: string, type: string) => {
  const types = [...(attributes.get(name)?.types.keys() ?? [])]
  return types.length === 1 && types[0] === { string: 'S', number: 'N', binary: 'B' }[type]
}

const patternName = ({ name }: TableIndex) => `by${camelCase(name).replace(/^./, first => first.toUpperCase())}`

/**
 * The templates of an index's key; undefined unless an item has that key just where it has all the attributes of them.
 */
function findTemplates(
  draft: Draft,
  parts: readonly KeyAttributeModel[],
  key: EntityKey,
  excluded: ReadonlySet<string>,
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | undefined {
  const templates = new Map<string, string>()
  const needed = new Set<string>()
  for (const { name, type } of parts) {
    const own = `<${key.names.get(name)}>`
    const found = known.has(name) || type !== 'string' ? undefined : templateOf(draft, name, key, excluded)
    for (const attribute of found?.attributes ?? [name]) needed.add(attribute)
    templates.set(name, found?.template ?? own)
  }
  const isSound = draft.samples.every(item => {
    const complete = [...needed].every(name => item[name] !== undefined && !item[name].NULL)
    return parts.every(({ name }) => (item[name] !== undefined) === complete)
  })
  return isSound ? templates : undefined
}

/** The template of one key attribute, of attributes that every item with it has, and of what is in the primary key. */
function templateOf(
  draft: Draft,
  name: string,
  key: EntityKey,
  excluded: ReadonlySet<string>,
): { readonly template: string; readonly attributes: readonly string[] } | undefined {
  const having = draft.samples.filter(item => item[name] !== undefined)
  const pattern = patternOf(having, name)
  if (pattern === undefined || pattern.some(piece => piece !== VALUE && /[<>]/.test(piece))) return undefined
  // Of the items that have the key: an attribute that those have is as good as one that all have.
  const among: Draft = { ...draft, count: having.length, attributes: countsIn(draft, having) }
  const attributes: string[] = []
  const others = new Set([...excluded, name])
  // A name of its own says that it is an attribute of its own, unless it is put together.
  if (!isKeyName(name) && pattern.filter(piece => piece === VALUE).length < 2) return undefined
  const texts: string[] = []
  for (const slot of slotsOf(pattern, name, having)) {
    const attribute = attributeOf(slot, among, others)
    const inKey = attribute === undefined ? keyOnlyWith(slot, draft, key) : undefined
    if (attribute === undefined && inKey === undefined) return undefined
    if (attribute !== undefined) attributes.push(attribute)
    const pads = slot.width && draft.attributes.get(attribute ?? '')?.types.has('N')
    texts.push(`<${inKey ?? key.names.get(attribute!)}${pads ? `:pad(${slot.width})` : ''}>`)
  }
  return { template: pattern.map(piece => (piece === VALUE ? texts.shift()! : piece)).join(''), attributes }
}

/** Which attributes all of some items have. */
const countsIn = ({ attributes }: Draft, items: readonly StoredItem[]) =>
  new Map(
    [...attributes].map(([name, summary]) => [
      name,
      { ...summary, count: items.filter(item => item[name] !== undefined).length },
    ]),
  )

/** The pattern of index keys: what is a word in all of them is literal text. */
function patternOf(items: readonly StoredItem[], name: string): readonly Piece[] | undefined {
  const all = items.map(item => keySegments(item[name]))
  const [first] = all
  if (
    !first ||
    all.some(segments => segments.map(each => each.delimiter).join() !== first.map(each => each.delimiter).join())
  )
    return undefined
  const isLiteral = (index: number) => {
    const isSame = all.every(segments => segments[index]!.text === first[index]!.text)
    return isSame && first[index]!.isWord && (index < first.length - 1 || first.length === 1)
  }
  const pieces = first.flatMap(({ text, delimiter }, index): readonly Piece[] => [
    isLiteral(index) ? text : VALUE,
    delimiter,
  ])
  return joinPieces(pieces)
}

/** An attribute that is in the primary key alone, and has these values. */
function keyOnlyWith({ witnesses, before }: Slot, draft: Draft, key: EntityKey): string | undefined {
  const { size: different } = new Set(witnesses.map(({ text }) => text))
  const isLikely = (name: string) =>
    different > 2 ||
    [key.partitionKey, key.sortKey].some(template => before !== '' && template?.includes(`${before}<${name}`))
  return key.keyOnly.find(
    ({ name }) =>
      isLikely(name) &&
      witnesses.every(({ item, text }) => {
        const found = valuesInKey(item, draft, key).find(([placeholder]) => placeholder === name)
        return found?.[1] === text
      }),
  )?.name
}
