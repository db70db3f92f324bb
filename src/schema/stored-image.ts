import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bareObject } from './bare-object.js'
import type { StoredItem } from './item-model.js'
import { parseDecimal } from './numbers.js'

/**
 * The stored item of what came from outside, with bytes where Lambda has base64; undefined where there is none. A value that is
 * none of DynamoDB's is left without a type, for the schema not to fit.
 */
export function storedImage(image: unknown): StoredItem | undefined {
  if (typeof image !== 'object' || image === null) return undefined
  const stored = bareObject<AttributeValue>()
  for (const [name, value] of Object.entries(image)) stored[name] = storedValue(value)
  return stored
}

/** The same of one value. */
export function storedValue(value: unknown): AttributeValue {
  // Of a long text or of bytes there would be as many entries as they have.
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return {} as AttributeValue
  for (const [type, content] of Object.entries(Object(value))) {
    const read = contents[type]?.(content)
    if (read !== undefined) return { [type]: read } as unknown as AttributeValue
  }
  return {} as AttributeValue
}

const ofType = (type: string) => (content: unknown) => (typeof content === type ? content : undefined)
const text = ofType('string')
const flag = ofType('boolean')
const number = (content: unknown) => (text(content) && parseDecimal(content as string) ? content : undefined)

function bytes(content: unknown): unknown {
  if (typeof content !== 'string') return content instanceof Uint8Array ? content : undefined
  try {
    return Uint8Array.from(atob(content), character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

const listOf = (read: (content: unknown) => unknown) => (content: unknown) => {
  const list = Array.isArray(content) ? content.map(read) : [undefined]
  return list.includes(undefined) ? undefined : list
}

/** What goes with each of DynamoDB's types; undefined for what does not. */
const contents: Readonly<Record<string, (content: unknown) => unknown>> = Object.assign(bareObject<any>(), {
  S: text,
  N: number,
  B: bytes,
  BOOL: flag,
  NULL: flag,
  SS: listOf(text),
  NS: listOf(number),
  BS: listOf(bytes),
  L: listOf(storedValue),
  M: storedImage,
})
