import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { formatsOf } from './formats.js'

/** A part of a key between delimiters, with the delimiter after it. */
export interface Segment {
  readonly text: string
  /** Whether it may be literal text: a word. What has digits in it is taken for a value. */
  readonly isWord: boolean
  readonly delimiter: string
}

/** The first of these that a key holds divides it. */
const delimiters = ['#', '|', '::', '/', ':'] as const
/** More than that are taken together. */
const MOST_SEGMENTS = 8

const word = /^["'([]?[A-Za-z][A-Za-z_.-]{0,39}["')\]]?$/
/** A word, `-` or `_`, and something that is no word: `docketCounter-2011`. */
const glued = /^([A-Za-z]+(?:[-_][A-Za-z]+)*)([-_])(?![A-Za-z_-]+$)(.+)$/
/** An address is one value, unless it stands behind such a word. */
const marked = /^(e-?mail|user|account|customer|contact)[-_]/i

/** Divides a key at its delimiters; one that has a known format as a whole is not divided. */
export function segmentsOf(key: string): readonly Segment[] {
  if (formatsOf(key).length > 0 && !marked.test(key)) return [value(key)]
  const delimiter = delimiters.find(each => key.includes(each))
  if (delimiter === undefined) {
    const [, head, mark, rest] = glued.exec(key) ?? []
    return head === undefined
      ? [{ ...value(key), isWord: word.test(key) }]
      : [{ text: head, isWord: true, delimiter: mark! }, value(rest!)]
  }
  const texts = key.split(delimiter)
  const parts = [...texts.slice(0, MOST_SEGMENTS - 1), ...rest(texts.slice(MOST_SEGMENTS - 1), delimiter)]
  return parts.map((text, index) => ({
    text,
    isWord: text === '' ? index === 0 : word.test(text) && formatsOf(text).length === 0,
    delimiter: index < parts.length - 1 ? delimiter : '',
  }))
}

const value = (text: string): Segment => ({ text, isWord: false, delimiter: '' })
const rest = (texts: readonly string[], delimiter: string) => (texts.length > 0 ? [texts.join(delimiter)] : [])

/** The segments of a stored key; none of one that is no text. */
export const keySegments = (stored: AttributeValue | undefined): readonly Segment[] =>
  stored?.S === undefined ? [] : segmentsOf(stored.S)

/** A key pattern: literal texts, and between them places of values. */
export type Piece = string | typeof VALUE
export const VALUE = Symbol('value')

/** The values in a key of a pattern; undefined where it is of another. */
export function matchPattern(pattern: readonly Piece[], key: string): readonly string[] | undefined {
  const values: string[] = []
  let at = 0
  for (const [index, piece] of pattern.entries()) {
    if (piece === VALUE) {
      const next = pattern[index + 1]
      const end = typeof next === 'string' ? key.indexOf(next, at) : key.length
      if (end <= at) return undefined
      values.push(key.slice(at, end))
      at = end
    } else if (key.startsWith(piece, at)) at += piece.length
    else return undefined
  }
  return at === key.length ? values : undefined
}

/** Puts literal texts that follow each other together. */
export function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece === '') continue
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

/** Whether a key attribute is named as such, and not after something that it holds. */
export const isKeyName = (name: string): boolean =>
  /^_*(pk|sk|hk|rk|key|(partition|sort|hash|range)[-_]?key|(gsi|lsi)[-_]?\d*[-_#]?(pk|sk|hash|range)?(key)?)\d*_*$/i.test(
    name,
  )
