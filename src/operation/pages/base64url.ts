import { base64Of, bytesOfBase64 } from '../../key/order.js'

/** Base64 with `-` and `_`, without padding; by the web's own functions, for there is no Buffer at the edge. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
  base64Of(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The bytes, or undefined where the text is not what `encodeBase64Url` makes. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = bytesOfBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
    return encodeBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

export const toUtf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
