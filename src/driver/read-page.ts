import { bareObject } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import { BRACE, BRACKET, ItemScanner, type Latin1, unexpected } from './item-scanner.js'
import { type Base64, readWire } from './wire.js'

/** Bytes that are made into text at a time: the text of a whole page is a large object, which costs more than to read it. */
const WINDOW = 16_384

/**
 * The output of a Query, Scan or BatchGetItem from its bytes: what JSON.parse gives, for a fraction of the CPU.
 * @returns undefined for what is not written as DynamoDB writes it: JSON.parse may understand it all the same
 */
export function readPage(bytes: Uint8Array, toText: (bytes: Uint8Array) => string, base64: Base64): object | undefined {
  try {
    return new Page(bytes, toText, base64).read()
  } catch {
    return undefined
  }
}

/** A walk over an answer by windows: what does not end in one is read again from the beginning of the next. */
class Page {
  #start = 0
  #size = WINDOW
  #isAscii = true
  readonly #scanner: ItemScanner

  constructor(
    private readonly bytes: Uint8Array,
    private readonly toText: (bytes: Uint8Array) => string,
    private readonly base64: Base64,
  ) {
    this.#scanner = new ItemScanner(base64)
    this.open()
  }

  read(): object {
    const scanner = this.#scanner
    const output = this.object(name => {
      if (name === 'Items') return this.items()
      if (name === 'Responses') return this.object(() => this.items())
      const { value } = readWire(`{"value":${this.whole(() => scanner.json())}}`, this.base64) as { value: unknown }
      return value
    })
    if (!this.isLast || scanner.position < scanner.text.length) throw unexpected
    return output
  }

  private object(value: (name: string) => unknown): object {
    const object = bareObject<unknown>()
    for (let more = this.enter(BRACE); more; more = this.goOn(BRACE)) {
      const name = this.whole(() => this.#scanner.name())
      object[name] = value(name)
    }
    return object
  }

  private items(): StoredItem[] {
    const scanner = this.#scanner
    const items: StoredItem[] = []
    const like: Parameters<typeof scanner.map>[0] = []
    const item = () => scanner.map(like)
    for (let more = this.enter(BRACKET); more; more = this.goOn(BRACKET)) items.push(this.whole(item))
    return items
  }

  private enter(opening: number): boolean {
    return this.whole(() => this.#scanner.enter(opening))
  }

  private goOn(opening: number): boolean {
    return this.whole(() => this.#scanner.goOn(opening))
  }

  /** Reads what is in one window, or will be in a larger one. */
  private whole<T>(read: () => T): T {
    for (;;) {
      const from = this.#scanner.position
      try {
        return read()
      } catch (error) {
        if (error !== unexpected || this.isLast) throw error
        const { text } = this.#scanner
        this.#start += this.#isAscii ? from : new TextEncoder().encode(text.slice(0, from)).length
        this.#size = from === 0 ? this.#size * 2 : WINDOW
        this.open()
      }
    }
  }

  private open(): void {
    const bytes = this.bytes.subarray(this.#start, this.#start + this.#size)
    const text = this.toText(bytes)
    // Where all of it is ASCII a character is a byte; half a character at the end of a window is never read.
    this.#isAscii = text.length === bytes.length
    this.#scanner.open(text, this.#isAscii && 'latin1Slice' in bytes ? (bytes as Latin1 & Uint8Array) : undefined)
  }

  private get isLast(): boolean {
    return this.#start + this.#size >= this.bytes.length
  }
}
