import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { isKeyName, type Piece, VALUE } from './key-shape.js'
import { attributeOf, likeOf, slotsOf, wordBefore } from './key-slots.js'
import { camelCase, isIdentifier, isMetadata, pascalCase, unique } from './names.js'

/** Names for drafts: after what they call themselves, or else after the words in their keys. */
export function nameDrafts(drafts: readonly Draft[], table: Table): readonly string[] {
  const shared = new Map<string, number>()
  for (const { type } of drafts) if (type !== undefined) shared.set(type, (shared.get(type) ?? 0) + 1)
  const taken = new Set<string>()
  return drafts.map(draft => {
    const words = pascalCase(keyWords(draft).join('-'))
    const type = pascalCase(draft.type ?? '')
    const alone = type && shared.get(draft.type!) === 1
    const both = words.toLowerCase().includes(type.toLowerCase()) ? words : `${words}${type}`
    const name = (alone ? type : both) || 'Item'
    return unique(
      drafts.length === 1 && !type && !(isKeyName(table.partitionKey.name) && words.length > 1)
        ? pascalCase(table.name.replace(/[-_]?table$/i, '')) || name
        : name,
      taken,
    )
  })
}

function keyWords({ partition, sort, type }: Draft): readonly string[] {
  const words = [...literals(partition), ...literals(sort)].filter(word => /[A-Za-z]/.test(word))
  const found = words.filter(word => !isMetadata(word))
  // One letter says too little.
  const telling = found.some(word => word.length > 1) ? found : words
  const known: string[] = []
  for (const word of telling.length > 0 ? telling : type === undefined ? words : [])
    if (!known.some(other => pascalCase(other).includes(pascalCase(word)))) known.push(word)
  return known
}

const literals = (pattern: readonly Piece[]) =>
  pattern.flatMap(piece => (piece === VALUE ? [] : piece.split(/[#|:/]+/).filter(Boolean)))

/** What values that follow a word are called where they are an attribute, and what they are like. */
export interface KnownName {
  readonly name: string
  readonly like: string
}

/**
 * What values are called that follow a word in keys: as the attribute that they are in other kinds of item; or after the kind that
 * the word is short for, as `c` is for `customer`.
 */
export function knownNames(
  drafts: readonly Draft[],
  table: Table,
  excluded: ReadonlySet<string>,
): ReadonlyMap<string, KnownName> {
  const attributes = new Map<string, KnownName & { readonly count: number }>()
  const kinds = new Map<string, { readonly type: string; readonly rank: number }>()
  for (const draft of drafts)
    for (const { slot, isSort } of draftSlots(draft, table)) {
      const word = wordBefore(slot.before)
      if (word === undefined) continue
      const name = slot.witnesses.length > 2 ? attributeOf(slot, draft, excluded) : undefined
      const { length: count } = slot.witnesses
      if (name !== undefined && isIdentifier(name) && count > (attributes.get(word)?.count ?? 0))
        attributes.set(word, { name, like: likeOf(slot), count })
      const { type } = draft
      if (type === undefined || !isShort(word, type)) continue
      const both = draft.partition[0] === draft.sort[0]
      const rank = (both ? 0 : isSort ? 1 : 2) * 1000 + type.length
      if (rank < (kinds.get(word)?.rank ?? Number.POSITIVE_INFINITY))
        // In the partition key it is what the kind belongs to: 'o' is for the order of an 'orderItem'.
        kinds.set(word, { type: rank < 2000 ? type : (/^[A-Z]?[a-z]+/.exec(type)?.[0] ?? type), rank })
    }
  return new Map<string, KnownName>([
    ...[...kinds].map(([word, { type }]) => [word, { name: `${camelCase(type)}Id`, like: '' }] as const),
    ...attributes,
  ])
}

const draftSlots = ({ partition, sort, samples }: Draft, { partitionKey, sortKey }: Table) => [
  ...slotsOf(partition, partitionKey.name, samples).map(slot => ({ slot, isSort: false })),
  ...(sortKey ? slotsOf(sort, sortKey.name, samples) : []).map(slot => ({ slot, isSort: true })),
]

/** Whether a word is the beginning of a kind's name, or letters of it in their order. */
function isShort(word: string, type: string): boolean {
  const text = type.toLowerCase()
  if (!/^[A-Za-z]{1,4}$/.test(word)) return false
  const letters = new RegExp(`^${Array.from(word.toLowerCase()).join('.*')}`)
  return word.length < text.length && letters.test(text)
}
