/** The greatest code point. Keys do not take it, so that it can end a range. */
export const lastCharacter = '\u{10FFFF}'

/** What no key may hold: lone surrogates, which DynamoDB turns into one and the same character, and U+10FFFF. */
export const unusableInKeys = /[\p{Surrogate}\u{10FFFF}]/u

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff

/** Compares well-formed texts by code points: the order of their UTF-8 bytes, which is DynamoDB's. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  const shorter = Math.min(a.length, b.length)
  for (let index = 0; index < shorter; index++) {
    const x = a.charCodeAt(index)
    const y = b.charCodeAt(index)
    if (x === y) continue
    // Surrogates stand for code points above all others, but U+E000 to U+FFFF come after them as UTF-16 units.
    if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1
    return x < y ? -1 : 1
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

/** How many bytes a well-formed text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x80) bytes += unit < 0x800 || isSurrogate(unit) ? 1 : 2
  }
  return bytes
}

/** The longest beginning of a text, in whole characters, that takes no more than so many bytes. */
export function cutText(text: string, limit: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > limit) return text.slice(0, end)
    end += character.length
  }
  return text
}

/** The first character of a text, '' of an empty one. */
export function firstCharacter(text: string): string {
  const [first = ''] = text
  return first
}
