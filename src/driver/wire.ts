import { bareObject } from '../schema/bare-object.js'
import type { SdkConfig } from './middleware-types.js'

/** What the wire's JSON needs that neither DynamoDB's JSON nor JavaScript's has: bytes as base64. The client's own functions. */
export interface Base64 {
  readonly encode: (bytes: Uint8Array) => string
  readonly decode: (text: string) => Uint8Array
}

export const base64Of = ({ base64Encoder: encode, base64Decoder: decode }: SdkConfig): Base64 => ({ encode, decode })

/**
 * The JSON of a command's input. It is what the SDK makes of it, members in the order of the input. Most inputs hold no bytes, and
 * are written natively, in one piece: to look for bytes first takes less than to write the text here.
 */
export const writeWire = (input: object, { encode }: Base64): string =>
  JSON.stringify(isJson(input) ? input : toJson(input, encode))

/** Whether a value holds nothing that has another form in JSON than on the wire. */
function isJson(value: unknown): boolean {
  if (typeof value !== 'object') return true
  if (value === null || value instanceof Uint8Array) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isJson(value[index])) return false
    return true
  }
  for (const name of Object.keys(value)) if (!isJson((value as Readonly<Record<string, unknown>>)[name])) return false
  return true
}

/** A copy with base64 in the place of bytes, and without members that are null. */
function toJson(value: unknown, encode: Base64['encode']): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return encode(value)
  if (Array.isArray(value)) return value.map(each => toJson(each, encode))
  const copy = bareObject<unknown>()
  for (const [name, member] of Object.entries(value)) if (member !== null) copy[name] = toJson(member, encode)
  return copy
}

/** What may be bytes: the tags of binaries and of sets of them. A text of a user's has its quotes escaped. */
const tagsOfBytes = /"BS?"/

/**
 * A command's output from its JSON, as the SDK makes it.
 * @throws SyntaxError
 */
export function readWire(text: string, { decode }: Base64): object {
  const output: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof output !== 'object' || output === null) throw new SyntaxError('The answer is no object.')
  if (tagsOfBytes.test(text)) readBytes(output as Record<string, unknown>, decode)
  return output
}

/** Puts bytes in the place of their base64. An attribute may be called B, too: but what a name holds is no text. */
function readBytes(object: Record<string, unknown>, decode: Base64['decode']): void {
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (typeof value === 'string') {
      if (name === 'B') object[name] = decode(value)
    } else if (Array.isArray(value)) {
      if (name === 'BS' && typeof value[0] === 'string') object[name] = value.map(decode)
      else for (const each of value) if (typeof each === 'object' && each !== null) readBytes(each, decode)
    } else if (typeof value === 'object' && value !== null) readBytes(value as Record<string, unknown>, decode)
  }
}
