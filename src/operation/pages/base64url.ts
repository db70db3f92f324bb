/** Base64 with `-` and `_`, without padding; by the web's own functions, for there is no Buffer at the edge. */
export function encodeBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The bytes, or undefined where the text is not what `encodeBase64Url` makes. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || !/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
  return encodeBase64Url(bytes) === text ? bytes : undefined
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
export const toUtf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text) as Uint8Array<ArrayBuffer>
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)
