/** The greatest code point. Keys do not take it, so that it can end a range. */
export const lastCharacter = '\u{10FFFF}'

/** What no key may hold: lone surrogates, which DynamoDB turns into one and the same character, and U+10FFFF. */
export const unusableInKeys = /[\p{Surrogate}\u{10FFFF}]/u

/** Compares well-formed texts by code points: the order of their UTF-8 bytes, which is DynamoDB's. */
export function compareText(a: string, b: string): number {
  let index = 0
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index++
  // Where the texts part within a pair of surrogates, its second half tells as much as the whole.
  return Math.sign((a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1))
}

/** How many bytes a well-formed text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // Each half of a pair of surrogates stands for two of the four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return bytes
}

/** The first character of a text, '' of an empty one. */
export const firstCharacter = ([first = '']: string): string => first

/** Bytes as text, a character each: in the order of the bytes. */
export function bytesAsText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Bytes as a text in base64; by the web's own function, for there is no Buffer at the edge. */
export const base64Of = (bytes: Uint8Array): string => btoa(bytesAsText(bytes))

/** The bytes that a text in base64 stands for. @throws where it is none */
export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), character => character.charCodeAt(0))
