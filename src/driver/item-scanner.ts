import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bareObject } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import { Token } from './token.js'
import type { Base64 } from './wire.js'

/** What stands here is not what was expected: the text ends too soon, or is none of DynamoDB's. One for all, and no stack. */
export const unexpected = { name: 'Unexpected' } as const

type Tag = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS'

/** One member of a map as it stood in the text the last time: its name, and how its value begins. */
interface Member {
  /** `,"name":{"S":"`, or `{"name":{"S":"` at the beginning; of an element of a list `,{"S":"` or `[{"S":"`. */
  readonly token: Token
  readonly name: string
  readonly tag: Tag
  /** What the maps here looked like. */
  readonly shape: Shape
  /** What the elements of the lists here looked like: the first one, and the last of the others. */
  readonly elements: Shape
}

/** What the last map in a place looked like, member by member: the next one most likely looks the same. */
type Shape = Member[]

const QUOTE = 34
const COMMA = 44
const COLON = 58
/** The opening ones; the closing ones are two further on. */
export const BRACE = 123
export const BRACKET = 91
const TO_CLOSING = 2

/** Bytes as Node has them. */
export interface Latin1 {
  latin1Slice(start: number, end: number): string
}

/** Strings up to this length are copies anyway; a longer part of a string keeps the whole of it in memory. */
const COPIED = 12

/**
 * Reads the JSON of items, in which nothing is between the tokens, as DynamoDB writes it. It guesses that an item looks like the
 * one before: where it does, only what differs is looked at.
 */
export class ItemScanner {
  text = ''
  position = 0
  /** Where the next backslash is, as far as it is known. */
  #backslash = -1
  #bytes: Latin1 | undefined
  /** The same bytes, for tokens. */
  #view: DataView | undefined
  readonly #decode: Base64['decode']

  constructor({ decode }: Base64) {
    this.#decode = decode
  }

  /**
   * Goes on in another text.
   * @param bytes the same as bytes, where each is a character and there is a quick way from bytes to text
   */
  open(text: string, bytes: (Latin1 & Uint8Array) | undefined): void {
    this.text = text
    this.#bytes = bytes
    this.#view = bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.position = 0
    this.#backslash = -1
  }

  /** @throws unexpected */
  private expect(character: number): void {
    if (this.text.charCodeAt(this.position) !== character) throw unexpected
    this.position++
  }

  /**
   * Enters an object or a list; false where it is empty.
   * @throws unexpected
   */
  enter(opening: number): boolean {
    this.expect(opening)
    const next = this.text.charCodeAt(this.position)
    if (Number.isNaN(next)) throw unexpected
    if (next !== opening + TO_CLOSING) return true
    this.position++
    return false
  }

  /**
   * Leaves a member or an element; false where it was the last.
   * @throws unexpected
   */
  goOn(opening: number): boolean {
    const next = this.text.charCodeAt(this.position++)
    if (next === COMMA) return true
    if (next === opening + TO_CLOSING) return false
    this.position--
    throw unexpected
  }

  /**
   * A map of attribute values.
   * @throws unexpected
   */
  map(shape: Shape): StoredItem {
    const item = bareObject<AttributeValue>()
    for (let index = 0; ; index++) {
      const member = this.member(shape, index, index, BRACE)
      if (member === undefined) return item
      const { name, tag } = member
      // Most are one of these two.
      if (tag === 'S') item[name] = { S: this.closedString() }
      else if (tag === 'N') item[name] = { N: this.closedString() }
      else item[name] = this.value(member)
    }
  }

  /** The name of a member. */
  name(): string {
    this.expect(QUOTE)
    const name = this.string()
    this.expect(COLON)
    return name
  }

  /** A string whose opening quote is read already. */
  string(): string {
    const { text, position } = this
    let end = text.indexOf('"', position)
    if (end < 0) throw unexpected
    if (this.#backslash < position) {
      const next = text.indexOf('\\', position)
      this.#backslash = next < 0 ? text.length : next
    }
    const isPlain = end < this.#backslash
    if (!isPlain) end = this.endOfString(end)
    this.position = end + 1
    if (isPlain && end - position <= COPIED) return text.slice(position, end)
    return isPlain && this.#bytes
      ? this.#bytes.latin1Slice(position, end)
      : (JSON.parse(text.slice(position - 1, end + 1)) as string)
  }

  /**
   * Any JSON that a comma or bracket follows, as text.
   * @throws unexpected
   */
  json(): string {
    const start = this.position
    for (let depth = 0; ; this.position++) {
      const character = this.text[this.position]
      if (character === undefined) throw unexpected
      if (depth === 0 && (character === ',' || character === '}')) return this.text.slice(start, this.position)
      if (character === '{' || character === '[') depth++
      if (character === '}' || character === ']') depth--
      if (character === '"') {
        this.position++
        this.string()
        this.position--
      }
    }
  }

  /** Where a string ends that has a backslash before its first quote. */
  private endOfString(quote: number): number {
    for (let end = quote; end >= 0; end = this.text.indexOf('"', end + 1)) {
      let slashes = 0
      while (this.text[end - slashes - 1] === '\\') slashes++
      if (slashes % 2 === 0) return end
    }
    throw unexpected
  }

  /**
   * The member or element that stands here, its token read: the one that is expected at this place of the shape, or another.
   * Undefined at the end.
   * @param opening how what it is in begins: only what is in an object has a name
   */
  private member(shape: Shape, place: number, index: number, opening: number): Member | undefined {
    const expected = shape[place]
    if (!expected?.token.isAt(this.position, this.text, this.#view)) return this.another(shape, place, index, opening)
    this.position += expected.token.text.length
    return expected
  }

  /** The same of one that is not expected; it will be from now on. */
  private another(shape: Shape, place: number, index: number, opening: number): Member | undefined {
    const start = this.position
    if (!(index === 0 ? this.enter(opening) : this.goOn(opening))) return undefined
    let name = ''
    if (opening === BRACE) name = this.name()
    this.expect(BRACE)
    this.expect(QUOTE)
    const tag = this.string() as Tag
    this.expect(COLON)
    if (tag === 'S' || tag === 'N' || tag === 'B') this.expect(QUOTE)
    const text = this.#bytes?.latin1Slice(start, this.position) ?? copy(this.text.slice(start, this.position))
    const token = new Token(text, this.#view, start)
    const member: Member = { token, name, tag, shape: [], elements: [] }
    shape[place] = member
    return member
  }

  private value({ tag, shape, elements }: Member): AttributeValue {
    switch (tag) {
      case 'S':
        return { S: this.closedString() }
      case 'N':
        return { N: this.closedString() }
      case 'B':
        return this.closed({ B: this.#decode(this.string()) })
      case 'BOOL':
        return this.closed({ BOOL: this.boolean() })
      case 'NULL':
        return this.closed({ NULL: this.boolean() as true })
      case 'M':
        return this.closed({ M: this.map(shape) })
      case 'L':
        return this.closed({ L: this.elements(elements) })
      case 'SS':
        return this.closed({ SS: this.strings() })
      case 'NS':
        return this.closed({ NS: this.strings() })
      case 'BS':
        return this.closed({ BS: this.strings().map(text => this.#decode(text)) })
      default:
        throw unexpected
    }
  }

  /** A string that is all of a value. */
  private closedString(): string {
    const text = this.string()
    this.expect(BRACE + TO_CLOSING)
    return text
  }

  private closed<V>(value: V): V {
    this.expect(BRACE + TO_CLOSING)
    return value
  }

  private boolean(): boolean {
    const text = this.text.startsWith('true', this.position) ? 'true' : 'false'
    if (!this.text.startsWith(text, this.position)) throw unexpected
    this.position += text.length
    return text === 'true'
  }

  private elements(shape: Shape): AttributeValue[] {
    const elements: AttributeValue[] = []
    for (let index = 0; ; index++) {
      const member = this.member(shape, Math.min(index, 1), index, BRACKET)
      if (member === undefined) return elements
      elements.push(this.value(member))
    }
  }

  private strings(): string[] {
    const strings: string[] = []
    for (let more = this.enter(BRACKET); more; more = this.goOn(BRACKET)) {
      this.expect(QUOTE)
      strings.push(this.string())
    }
    return strings
  }
}

/** A string of its own: what is compared again and again must not be put together, or looked up in another, each time. */
const copy = (text: string): string => JSON.parse(JSON.stringify(text))
