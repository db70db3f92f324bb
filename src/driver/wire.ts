import type { SdkConfig } from './middleware-types.js'

/** What the wire's JSON needs that neither DynamoDB's JSON nor JavaScript's has: bytes as base64. The client's own functions. */
export interface Base64 {
  readonly encode: (bytes: Uint8Array) => string
  readonly decode: (text: string) => Uint8Array
}

export const base64Of = ({ base64Encoder: encode, base64Decoder: decode }: SdkConfig): Base64 => ({ encode, decode })

/** The JSON of a command's input. It is what the SDK makes of it, members in the order of the input. */
export const writeWire = (input: object, { encode }: Base64): string => writeObject(input, encode)

function write(value: unknown, encode: Base64['encode']): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Uint8Array) return `"${encode(value)}"`
  return Array.isArray(value) ? writeList(value, encode) : writeObject(value, encode)
}

function writeList(list: readonly unknown[], encode: Base64['encode']): string {
  let text = '['
  for (let index = 0; index < list.length; index++) text += (index > 0 ? ',' : '') + write(list[index], encode)
  return `${text}]`
}

function writeObject(object: object, encode: Base64['encode']): string {
  let text = '{'
  for (const name of Object.keys(object)) {
    const value = (object as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined && value !== null)
      text += `${(text === '{' ? '' : ',') + quote(name)}:${write(value, encode)}`
  }
  return `${text}}`
}

/** What JSON can't hold as it is: quotes, backslashes, control characters, and half surrogate pairs. */
const special = /["\\\p{Cc}\p{Cs}]/u

/** Most texts need no escapes, and to find that out is cheaper than to have them looked for. */
const quote = (text: string): string => (special.test(text) ? JSON.stringify(text) : `"${text}"`)

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
