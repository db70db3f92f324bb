import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { isKeyName, type Piece, VALUE } from './key-shape.js'
import { attributeOf, slotsOf, wordBefore } from './key-slots.js'
import { isMetadata, pascalCase, unique } from './names.js'

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
    return unique((alone ? type : both) || pascalCase(isKeyName(table.partitionKey.name) ? '' : table.name) || 'Item', taken)
  })
}

function keyWords({ partition, sort, type }: Draft): readonly string[] {
  const words = [...literals(partition), ...literals(sort)].filter(word => /[A-Za-z]/.test(word))
  const telling = words.filter(word => !isMetadata(word))
  const known: string[] = []
  for (const word of telling.length > 0 ? telling : type === undefined ? words : [])
    if (!known.some(other => pascalCase(other).includes(pascalCase(word)))) known.push(word)
  return known
}

const literals = (pattern: readonly Piece[]) =>
  pattern.flatMap(piece => (piece === VALUE ? [] : piece.split(/[#|:/]+/).filter(Boolean)))

/**
 * What values are called that follow a word in keys: as the attribute that they are, in any kind of item; or after the kind that
 * the word is short for, as `c` is for `customer`.
 */
export function knownNames(drafts: readonly Draft[], table: Table, excluded: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const short = new Map<string, string>()
  for (const draft of drafts)
    for (const [pattern, key] of [[draft.partition, table.partitionKey], [draft.sort, table.sortKey]] as const)
      for (const slot of key ? slotsOf(pattern, key.name, draft.samples) : []) {
        const word = wordBefore(slot.before)
        if (word === undefined) continue
        const attribute = attributeOf(slot, draft, excluded)
        if (attribute !== undefined && /^[A-Za-z]\w*$/.test(attribute) && !names.has(word) && slot.witnesses.length > 1)
          names.set(word, attribute)
        if (key === (table.sortKey ?? key) && draft.type && isShort(word, draft.type) && !short.has(word))
          short.set(word, `${camel(draft.type)}Id`)
      }
  return new Map([...short, ...names])
}

/** Whether a word is the beginning of a kind's name, or letters of it in their order. */
function isShort(word: string, type: string): boolean {
  const text = type.toLowerCase()
  let at = -1
  return (
    word.length < 5 &&
    word.length < text.length &&
    text[0] === word[0]!.toLowerCase() &&
    Array.from(word.toLowerCase()).every(letter => (at = text.indexOf(letter, at + 1)) >= 0)
  )
}

const camel = (text: string) => pascalCase(text).replace(/^./, first => first.toLowerCase())
