import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { bytesAsText, compareText } from '../key/order.js'
import { typeOf } from '../schema/attribute-model.js'
import type { StoredItem } from '../schema/item-model.js'
import { canonicalNumber, parseDecimal } from '../schema/numbers.js'

/** How DynamoDB compares what it stores. Found by asking it; the tests ask it again. */

/** Stands for what is not there: a value of no type. */
export const missing = Object.freeze({}) as AttributeValue

/** Of a map or list what it has itself: `constructor` is a name like any other. */
export const ownPart = <T>(
  whole: readonly T[] | Readonly<Record<string, T>> | undefined,
  segment: string | number,
): T | undefined =>
  whole && Object.hasOwn(whole, segment) ? (whole as Readonly<Record<string, T>>)[segment] : undefined

/** Less than 0 where `a` comes first; NaN where the two have no order. */
export function compareStored(a: AttributeValue, b: AttributeValue): number {
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N)
  const texts = textsOf(a, b)
  return texts ? compareText(...texts) : Number.NaN
}

/** Numbers by value, sets in any order, lists and maps at all depths. */
export const equalStored = (a: AttributeValue, b: AttributeValue): boolean =>
  a !== missing && canonicalText(a) === canonicalText(b)

/** Whether there are two items, and they are the same. */
export const equalItems = (a: StoredItem | undefined, b: StoredItem | undefined): boolean =>
  a !== undefined && b !== undefined && equalStored({ M: a }, { M: b })

/** One text for all values that are equal, and another for each that is not. */
export const canonicalText = (value: AttributeValue): string => JSON.stringify(canonical(value))

/** Strings count UTF-16 units, as JavaScript does; missing of what has no size. */
export function sizeOf({ S, B, L, M, SS, NS, BS }: AttributeValue): AttributeValue {
  const sized = S ?? B ?? L ?? SS ?? NS ?? BS ?? (M && Object.keys(M))
  return sized !== undefined ? { N: String(sized.length) } : missing
}

export function beginsWith(whole: AttributeValue, start: AttributeValue): boolean {
  const [text, part] = textsOf(whole, start) ?? []
  return text?.startsWith(part!) ?? false
}

export function contains(whole: AttributeValue, part: AttributeValue): boolean {
  const [text, inner] = textsOf(whole, part) ?? []
  return text?.includes(inner!) ?? elementsOf(whole)?.some(element => equalStored(element, part)) ?? false
}

/** Both as text, where both are strings or both binaries: a character a byte. */
function textsOf(a: AttributeValue, b: AttributeValue): [string, string] | undefined {
  if (a.S !== undefined && b.S !== undefined) return [a.S, b.S]
  return a.B && b.B && [bytesAsText(a.B), bytesAsText(b.B)]
}

const elementsOf = ({ L, SS, NS, BS }: AttributeValue): readonly AttributeValue[] | undefined =>
  L ?? SS?.map(S => ({ S })) ?? NS?.map(N => ({ N })) ?? BS?.map(B => ({ B }))

/** The same JSON for all values that are equal. */
function canonical(value: AttributeValue): unknown {
  const { N, B, L, M } = value
  const content = () => {
    if (N !== undefined) return canonicalNumber(N)
    if (B) return bytesAsText(B)
    if (M)
      return Object.keys(M)
        .sort()
        .map(name => [name, canonical(M[name]!)])
    const elements = elementsOf(value)?.map(canonical)
    return L ? elements : (elements?.sort() ?? Object.values(value))
  }
  return [typeOf(value), content()]
}

/** Numbers that are the same as doubles can differ in the last of DynamoDB's 38 digits. */
function compareNumbers(a: string, b: string): number {
  const [x, y] = [parseDecimal(a)!, parseDecimal(b)!]
  return Number(a) - Number(b) || x.sign * (x.exponent - y.exponent || compareText(x.digits, y.digits))
}
