import type { KeyValue, PlaceholderDomain } from './domain.js'
import { escapeText, unescapeText } from './escape.js'
import type { Placeholder } from './template.js'

/** A placeholder with all that decides which texts it can put in a key. */
export interface Slot extends Placeholder {
  readonly domain: PlaceholderDomain
  readonly escapes: boolean
  /** The texts that can stand in it, where they are few and known. */
  readonly texts: readonly string[] | undefined
  /** Every character that can stand in it, where that is known. */
  readonly characters: string | undefined
}

/** What making and reading a text takes. */
type Coding = Pick<Slot, 'casing' | 'width' | 'delimiter' | 'domain' | 'escapes'>

/** Joins a placeholder with what is known of its values. */
export function createSlot(placeholder: Placeholder, domain: PlaceholderDomain, escapes: boolean): Slot {
  const { width } = placeholder
  // Digits need no escaping, and keep their number without it.
  const coding = { ...placeholder, domain, escapes: escapes && width === undefined }
  const texts = domain.values?.flatMap(value => {
    const text = encodeText(coding, value)
    return text !== undefined && fitsSlot(coding, text) ? [text] : []
  })
  // An escaped text is '%' alone where its value is empty.
  const characters = width
    ? '0123456789'
    : domain.characters && (coding.escapes ? '%' : '') + encodeText(coding, domain.characters)
  return { ...coding, texts, characters: texts?.join('') ?? characters }
}

/**
 * Whether a text may stand in a slot: the delimiter's first occurrence is then where the text ends. An empty one could
 * not be told from a missing one.
 */
export const fitsSlot = ({ delimiter }: Coding, text: string): boolean =>
  text !== '' && (delimiter === '' || (text + delimiter).indexOf(delimiter) === text.length)

/**
 * A value's text as it would stand in the slot, fitting or not; undefined where its padding can't hold it. Characters
 * change one by one, so that the beginning of a text becomes the beginning of the changed text.
 */
export function encodeText({ casing, width, delimiter, escapes }: Coding, text: string): string | undefined {
  if (width) return text.length <= width && /^(?!0.)\d+$/.test(text) ? text.padStart(width, '0') : undefined
  if (casing === 'upper') text = text.toUpperCase()
  // A capital sigma is the one letter whose lower case depends on what stands around it.
  if (casing === 'lower') text = text.replaceAll('Σ', 'σ').toLowerCase()
  return escapes ? escapeText(text, delimiter) : text
}

/** The value whose text stands in the slot, undefined where it is none. Lenient: the value's own text may be another. */
export function decodeText({ domain: { type }, width, escapes }: Coding, stored: string): KeyValue | undefined {
  const text = escapes ? unescapeText(stored) : width ? stored.replace(/^0+(?=.)/, '') : stored
  if (text === undefined || type === 'string') return text
  if (type === 'boolean') return text === 'true'
  if (type === 'bigint') return /^-?\d+$/.test(text) ? BigInt(text) : undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}
