import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../schema/item-model.js'
import { addValue, createSummary } from './attribute-summary.js'
import type { Draft } from './divide.js'
import { equalAttributes, type Witness } from './evidence.js'
import { inferType } from './infer-type.js'
import type { InferredType } from './inferred-model.js'
import { matchPattern, type Piece, VALUE } from './key-shape.js'
import { camelCase, distinctWords, isMetadata, singular } from './names.js'

/** A value in a key: what stands there in the samples, and what is known of it. */
export interface Slot {
  readonly witnesses: readonly Witness[]
  /** The literal text before it. */
  readonly before: string
  readonly type: InferredType
  /** The digits that all of its values have, where they begin with zeros. */
  readonly width: number | undefined
}

/** The values of a key pattern in some items. */
export function slotsOf(
  pattern: readonly Piece[],
  name: string,
  samples: readonly StoredItem[],
  padded = true,
): readonly Slot[] {
  const matches = samples.flatMap(item => {
    const values = matchPattern(pattern, item[name]?.S ?? '')
    return values ? [{ item, values }] : []
  })
  let before = ''
  const slots: Slot[] = []
  for (const piece of pattern) {
    if (piece !== VALUE) before = piece
    else {
      const witnesses = matches.map(({ item, values }) => ({ item, text: values[slots.length]! }))
      const texts = witnesses.map(({ text }) => text)
      // Digits behind a letter are no number of their own.
      const width = padded && !/[A-Za-z]$/.test(before) ? paddedWidth(texts) : undefined
      slots.push({
        witnesses,
        before,
        width,
        type: width ? { kind: 'number', integer: true, exact: false } : typeOf(texts),
      })
      before = ''
    }
  }
  return slots
}

function paddedWidth(texts: readonly string[]): number | undefined {
  const [{ length = 0 } = {}] = texts
  const padded = length > 1 && length < 16 && texts.every(text => text.length === length && /^\d+$/.test(text))
  return padded && texts.some(text => text.startsWith('0')) ? length : undefined
}

function typeOf(texts: readonly string[]): InferredType {
  const summary = createSummary()
  for (const text of texts) addValue(summary, { S: text })
  const type = inferType(summary)
  return type.kind === 'string' && type.format ? type : { kind: 'string' }
}

/** What changes with every write is no part of a key, whatever it happens to equal. */
const changing = /^_*(version|rev|revision|updated_?at|modified_?at|last_?modified|ttl)_*$/i

/** The attribute that a value in the key is of: every item has it, and it is the same in all of them. */
export function attributeOf(slot: Slot, draft: Draft, excluded: ReadonlySet<string>): string | undefined {
  const found = equalAttributes(slot.witnesses, excluded).filter(name => isWhole(draft, name) && !changing.test(name))
  const padded = slot.width === undefined || found.length > 0 ? [] : paddedAttributes(slot, draft, excluded)
  const different = new Set(slot.witnesses.map(({ text }) => text)).size
  const candidates = [...found, ...padded].filter(
    name => different > 1 || relation(slot, name) > 0 || slot.witnesses[0]!.text.length > 2,
  )
  return candidates.sort((a, b) => relation(slot, b) - relation(slot, a) || a.length - b.length)[0]
}

/** Numbers that a key has with zeros before them. */
function paddedAttributes({ witnesses }: Slot, draft: Draft, excluded: ReadonlySet<string>): readonly string[] {
  const same = (value: AttributeValue | undefined, text: string) =>
    value?.N !== undefined && /^\d+$/.test(value.N) && value.N === String(Number(text))
  return Object.keys(witnesses[0]?.item ?? {}).filter(
    name => !excluded.has(name) && isWhole(draft, name) && witnesses.every(({ item, text }) => same(item[name], text)),
  )
}

const isWhole = ({ attributes, count }: Draft, name: string) => {
  const summary = attributes.get(name)
  return summary !== undefined && summary.count === count && summary.types.size === 1 && !summary.exact
}

/** How much the name of an attribute has to do with the text before a value. */
function relation({ before }: Slot, name: string): number {
  const word = wordBefore(before)?.toLowerCase()
  const plain = name.replace(/[^A-Za-z\d]/g, '').toLowerCase()
  return (
    (word && plain.includes(word.replace(/[^a-z\d]/g, '')) ? 4 : 0) +
    (/id$/i.test(name) ? 2 : 0) +
    (/^_?(id|key)$/i.test(name) ? 1 : 0)
  )
}

/** The word that says what comes after it. */
const wordBefore = (before: string): string | undefined => {
  const word = before
    .split(/[#|:/]+/)
    .filter(Boolean)
    .at(-1)
    ?.replace(/[-_]$/, '')
  return word === undefined || isMetadata(word) ? undefined : word
}

/** A word and digits: what has the letters of hexadecimal digits alone may be an id of those. */
const glued = /^([A-Z]?[a-z]+|[A-Z]+)\d{1,15}$/

/** The word before digits that all of some texts begin with: `player` of `player001`. */
export function gluedWord(texts: readonly string[]): string | undefined {
  const [first = ''] = texts
  const word = glued.exec(first)?.[1]
  const isHex = word !== undefined && /^[a-f]+$/i.test(word) && texts.every(text => text.length === first.length)
  if (word === undefined || word.length > 24 || (isHex && first.length > 7)) return undefined
  return texts.every(text => glued.exec(text)?.[1] === word) ? word : undefined
}

/** The word that says what a value is: the one before it, or one that it begins with. */
export const wordOf = ({ before, witnesses }: Slot): string | undefined => {
  const word = before === '' ? gluedWord(witnesses.map(({ text }) => text)) : wordBefore(before)
  return word === undefined || isMetadata(word) ? undefined : word
}

/** Whether two values of one key are one attribute: the same in all items, and not by chance. */
export function areOne(one: Slot, other: Slot): boolean {
  const same = one.witnesses.every(({ text }, index) => text === other.witnesses[index]?.text)
  if (!same || one.witnesses.length !== other.witnesses.length) return false
  const texts = new Set(one.witnesses.map(({ text }) => text))
  const [text = ''] = texts
  return one.before === other.before || texts.size > 2 || (texts.size === 1 && text.length > 5 && /[A-Za-z]/.test(text))
}

/**
 * A name for a value that is in the key alone.
 * @param known names that others gave to what follows the same word
 * @param type what the item calls itself, where this may be its own id
 */
export function slotName(
  slot: Slot,
  known: ReadonlyMap<string, { readonly name: string; readonly like: string }>,
  type: string | undefined,
): string {
  const word = wordOf(slot)
  const given = word === undefined ? undefined : known.get(word)
  if (given && (given.like === '' || given.like === likeOf(slot))) return given.name
  const format = slot.type.kind === 'string' ? slot.type.format : undefined
  if (format === 'email') return 'email'
  if (format === 'date') return 'date'
  if (format?.toLowerCase().endsWith('datetime')) return 'time'
  if (word === undefined) return slot.width ? 'number' : type === undefined ? 'id' : `${camelCase(type)}Id`
  // What is all words is no id.
  const words = slot.witnesses.filter(({ text }) => /^[A-Za-z][A-Za-z ]*$/.test(text)).length
  const name = camelCase(distinctWords(singular(word)).join('-'))
  if (name === '') return 'id'
  return words > slot.witnesses.length / 2 && name.length > 1 ? name : `${name}Id`
}

/** What the values of a slot are like, in a word. */
export const likeOf = ({ type, width }: Slot): string =>
  width ? 'padded' : (type.kind === 'string' && type.format) || 'text'
