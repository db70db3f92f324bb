import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { isKeyName, type Piece, VALUE } from './key-shape.js'
import { attributeOf, slotsOf } from './key-slots.js'
import { distinctWords, isMetadata, pascalCase, unique, wordsOf } from './names.js'

/**
 * Names for drafts: after what they call themselves, or else after the words in their keys. Where several would have one name, it goes
 * to the one that calls itself so, or else to the largest; the name of another says how it differs.
 */
export function nameDrafts(
  drafts: readonly Draft[],
  table: Table,
  excluded: ReadonlySet<string>,
  typeAttribute: string | undefined,
): readonly string[] {
  const plain = drafts.map(draft => draft.entity ?? plainName(draft, drafts.length === 1, table, excluded))
  const isOwn = (index: number) => {
    const draft = drafts[index]!
    return draft.entity !== undefined ? 2 : Number(typeName(draft) === plain[index])
  }
  const likeliest = drafts
    .map((_, index) => index)
    .sort((a, b) => isOwn(b) - isOwn(a) || drafts[b]!.count - drafts[a]!.count || a - b)
  const taken = new Set<string>()
  const owners = new Map<string, Draft>()
  const names: string[] = []
  for (const index of likeliest) {
    const [name, draft] = [plain[index]!, drafts[index]!]
    const owner = owners.get(name)
    const others = owner ? otherNames(name, draft, owner, new Set([...excluded, typeAttribute ?? ''])) : []
    names[index] = unique([name, ...others].find(each => !taken.has(each)) ?? name, taken)
    owners.set(name, owner ?? draft)
  }
  return names
}

function plainName(draft: Draft, isAlone: boolean, table: Table, excluded: ReadonlySet<string>): string {
  const type = typeName(draft)
  if (type) return type
  const words = nameOf(draft)
  if (isAlone && !(isKeyName(table.partitionKey.name) && words.length > 1)) {
    const name = pascalCase(table.name.replace(/[-_]?table$/i, ''))
    if (name) return name
  }
  const says = words && !isMetadata(words) && (words.length > 1 || !draft.type)
  return (says ? words : subjectOf(draft, table, excluded)) || pascalCase(draft.type ?? '') || words || 'Item'
}

/** What a kind calls itself; nothing where that says of no kind what it is. */
function typeName({ type = '' }: Draft): string {
  if (isMetadata(type)) return ''
  return /^[A-Z][A-Za-z\d]*[a-z][A-Za-z\d]*$/.test(type) ? type : pascalCase(type)
}

/** What an attribute in the key is the id of. */
function subjectOf({ partition, ...draft }: Draft, { partitionKey }: Table, excluded: ReadonlySet<string>): string {
  const attributes = slotsOf(partition, partitionKey.name, draft.samples).map(slot =>
    attributeOf(slot, { partition, ...draft }, excluded),
  )
  const [subject] = attributes.flatMap(name => /^(.+?)[-_]?id$/i.exec(name ?? '')?.[1] ?? [])
  return pascalCase(subject ?? '')
}

/** Names that say how a kind differs from another that has its name, the one that says most first. */
function otherNames(name: string, draft: Draft, owner: Draft, excluded: ReadonlySet<string>): readonly string[] {
  const own = ({ attributes }: Draft) => [...attributes.keys()].filter(each => !excluded.has(each))
  const whole = [...owner.attributes.keys()]
  const [added] = own(draft)
    .filter(each => draft.attributes.get(each)!.count === draft.count && !whole.includes(each))
    .sort()
  const words = nameOf(draft)
  const mark = markOf(draft)
  return [
    // Keys and nothing else connect what they name.
    ...(own(draft).length === 0 && own(owner).length > 0 ? [`${name}Link`] : []),
    ...(draft.type !== undefined && words ? [words.includes(name) ? words : `${words}${name}`] : []),
    ...(mark !== undefined && mark !== markOf(owner) ? [`${mark}${name}`] : []),
    ...(draft.type !== undefined && draft.type !== owner.type ? [`${name}${pascalCase(draft.type)}`] : []),
    ...(added === undefined ? [] : [`${name}With${pascalCase(added)}`]),
  ]
}

const marks: Readonly<Record<string, string>> = {
  '#': 'Hashed',
  '|': 'Piped',
  '/': 'Slashed',
  ':': 'Colon',
  '-': 'Dashed',
  _: 'Underscored',
}

/** What divides the key of a draft from its first value, in a word. */
function markOf({ partition }: Draft): string | undefined {
  const [literal] = partition
  return typeof literal === 'string' ? marks[literal.at(-1)!] : undefined
}

/** A name out of the words in a key, each once. */
function nameOf({ partition, sort }: Draft): string {
  const all = [...literals(partition), ...literals(sort)].filter(word => /[A-Za-z]/.test(word))
  const found = all.filter(word => !isMetadata(word))
  // One letter says too little where there are words.
  const telling = found.filter(word => wordsOf(word).join('').length > 1)
  const names: string[] = []
  for (const word of telling.length > 0 ? telling : all)
    if (!names.some(other => pascalCase(other).toLowerCase().includes(pascalCase(word).toLowerCase()))) names.push(word)
  return pascalCase(distinctWords(names.join('-')).join('-'))
}

const literals = (pattern: readonly Piece[]) =>
  pattern.flatMap(piece => (piece === VALUE ? [] : piece.split(/[#|:/]+/).filter(Boolean)))
