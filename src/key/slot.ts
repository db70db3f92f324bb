import type { KeyValue, PlaceholderDomain } from './domain.js'
import { escapeText, unescapeText } from './escape.js'
import type { Placeholder } from './template.js'

/** A placeholder with all that decides which texts it can put in a key. */
export interface Slot extends Placeholder {
  readonly domain: PlaceholderDomain
  /** The literal text right after it, '' where it ends the template. */
  readonly delimiter: string
  readonly escape: boolean
}

const digits = '0123456789'
const charactersOfType = { number: `${digits}.-+e`, bigint: `${digits}-`, boolean: undefined, string: undefined }
const booleans = ['true', 'false']

/**
 * Whether a text may stand in a slot: the delimiter's first occurrence is then where the text ends. An empty one could
 * not be told from a missing one.
 */
export function fitsSlot(slot: Slot, text: string): boolean {
  const { delimiter } = slot
  return text !== '' && (delimiter === '' || (text + delimiter).indexOf(delimiter) === text.length)
}

/** A value's text as it would stand in the slot, fitting or not; undefined where its padding can't hold it. */
export function encodeText(slot: Slot, text: string): string | undefined {
  const modified = modify(slot, text)
  return modified !== undefined && slot.escape ? escapeText(modified, slot.delimiter) : modified
}

/** The value whose text stands in the slot, undefined where it is none. Lenient: the value's own text may be another. */
export function decodeText(slot: Slot, text: string): KeyValue | undefined {
  const modified = slot.escape ? unescapeText(text) : text
  if (modified === undefined) return undefined
  return parseValue(slot.domain.type, slot.modifier?.kind === 'pad' ? modified.replace(/^0+(?=.)/, '') : modified)
}

/** The texts that can stand in the slot, where they are few and known. */
export function knownTexts(slot: Slot): readonly string[] | undefined {
  const { type, values = type === 'boolean' ? booleans : undefined } = slot.domain
  return values?.flatMap(value => {
    const text = encodeText(slot, value)
    return text !== undefined && fitsSlot(slot, text) ? [text] : []
  })
}

/** Every character that can stand in the slot, where that is known. */
export function knownCharacters(slot: Slot): string | undefined {
  const { modifier, domain } = slot
  const texts = knownTexts(slot)
  if (texts !== undefined) return texts.join('')
  if (modifier?.kind === 'pad') return digits
  const characters = domain.characters ?? charactersOfType[domain.type]
  if (characters === undefined) return undefined
  // An escaped text is '%' alone where its value is empty.
  return slot.escape ? `%${encodeText(slot, characters)}` : encodeText(slot, characters)
}

/** Characters change one by one, so that the beginning of a text becomes the beginning of the changed text. */
function modify({ modifier }: Slot, text: string): string | undefined {
  switch (modifier?.kind) {
    case undefined:
      return text
    case 'upper':
      return text.toUpperCase()
    case 'lower':
      // A capital sigma is the one letter whose lower case depends on what stands around it.
      return text.replaceAll('Σ', 'σ').toLowerCase()
    case 'pad': {
      const { width } = modifier
      return /^(0|[1-9]\d*)$/.test(text) && text.length <= width ? text.padStart(width, '0') : undefined
    }
  }
}

function parseValue(type: PlaceholderDomain['type'], text: string): KeyValue | undefined {
  switch (type) {
    case 'string':
      return text
    case 'number': {
      const value = Number(text)
      return Number.isFinite(value) ? value : undefined
    }
    case 'bigint':
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined
    case 'boolean':
      return text === 'true'
  }
}
