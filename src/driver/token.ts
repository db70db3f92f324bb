const WORD = 4

/** A text that is looked for again and again, a word of its bytes at a time: to compare texts takes four times as long. */
export class Token {
  readonly #words: number[] = []

  /**
   * @param text a word or more, a copy: what is compared again and again must not be looked up in another text each time
   * @param bytes what it was found in, where characters are bytes there
   */
  constructor(
    readonly text: string,
    bytes: DataView | undefined,
    start: number,
  ) {
    // The last word ends where the text does, and may hold some of the one before.
    const last = text.length - WORD
    if (bytes)
      for (let at = 0; at < text.length; at += WORD) this.#words.push(bytes.getInt32(start + Math.min(at, last)))
  }

  /** Whether it is what stands here. */
  isAt(position: number, text: string, bytes: DataView | undefined): boolean {
    const words = this.#words
    const { length } = this.text
    if (bytes === undefined || words.length === 0) return text.slice(position, position + length) === this.text
    if (position + length > bytes.byteLength) return false
    const last = position + length - WORD
    let index = 0
    for (let at = position; at < last; at += WORD) if (bytes.getInt32(at) !== words[index++]) return false
    return bytes.getInt32(last) === words[index]
  }
}
