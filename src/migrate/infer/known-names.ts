import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { attributeOf, likeOf, slotsOf, wordOf } from './key-slots.js'
import { camelCase, isIdentifier } from './names.js'

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
  /** Of words that values begin with, what they may be short for. */
  const meant = new Map<string, Set<string>>()
  for (const draft of drafts)
    for (const { slot, isSort } of draftSlots(draft, table)) {
      const word = wordOf(slot)
      if (word === undefined) continue
      const name = slot.witnesses.length > 2 ? attributeOf(slot, draft, excluded) : undefined
      const { length: count } = slot.witnesses
      if (name !== undefined && isIdentifier(name) && count > (attributes.get(word)?.count ?? 0))
        attributes.set(word, { name, like: likeOf(slot), count })
      const { type } = draft
      if (type === undefined || !isShort(word, type)) continue
      if (slot.before === '') meant.set(word, (meant.get(word) ?? new Set()).add(type))
      const both = draft.partition[0] === draft.sort[0]
      const rank = (both ? 0 : isSort ? 1 : 2) * 1000 + type.length
      if (rank < (kinds.get(word)?.rank ?? Number.POSITIVE_INFINITY))
        // In the partition key it is what the kind belongs to: 'o' is for the order of an 'orderItem'.
        kinds.set(word, { type: rank < 2000 ? type : (/^[A-Z]?[a-z]+/.exec(type)?.[0] ?? type), rank })
    }
  const isClear = (word: string, type: string) =>
    [...(meant.get(word) ?? [])].every(each => each.toLowerCase().startsWith(type.toLowerCase()))
  return new Map<string, KnownName>([
    ...[...kinds]
      .filter(([word, { type }]) => isClear(word, type))
      .map(([word, { type }]) => [word, { name: `${camelCase(type)}Id`, like: '' }] as const),
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
