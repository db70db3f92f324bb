import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { compareText } from '../key/order.js'
import { typeOf } from '../schema/attribute-model.js'

/** How DynamoDB compares what it stores. Found by asking it; the tests ask it again. */

/** Of a map what it has itself: `constructor` is a name like any other. */
export function memberOf(map: Readonly<Record<string, AttributeValue>>, name: string): AttributeValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}

/** Whether values of this type have an order. */
export function isOrdered(value: AttributeValue): boolean {
  return value.S !== undefined || value.N !== undefined || value.B !== undefined
}

/** Less than 0 where `a` comes first; undefined where the two have no order. */
export function compareStored(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S)
  if (a.N !== undefined && b.N !== undefined) return compareDecimals(parseDecimal(a.N), parseDecimal(b.N))
  if (a.B !== undefined && b.B !== undefined) return compareText(bytesAsText(a.B), bytesAsText(b.B))
  return undefined
}

/** Numbers by value, sets in any order, lists and maps at all depths. */
export function equalStored(a: AttributeValue, b: AttributeValue): boolean {
  return a.S !== undefined && b.S !== undefined
    ? a.S === b.S
    : JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}

/** Strings count UTF-16 units, as JavaScript does; undefined of what has no size. */
export function sizeOf({ S, B, L, M, SS, NS, BS }: AttributeValue): number | undefined {
  return (S ?? B ?? L ?? SS ?? NS ?? BS ?? (M && Object.keys(M)))?.length
}

export function beginsWith(whole: AttributeValue, start: AttributeValue): boolean {
  if (whole.S !== undefined && start.S !== undefined) return whole.S.startsWith(start.S)
  return whole.B !== undefined && start.B !== undefined && bytesAsText(whole.B).startsWith(bytesAsText(start.B))
}

export function contains(whole: AttributeValue, part: AttributeValue): boolean {
  if (whole.S !== undefined && part.S !== undefined) return whole.S.includes(part.S)
  if (whole.B !== undefined && part.B !== undefined) return bytesAsText(whole.B).includes(bytesAsText(part.B))
  return elementsOf(whole).some(element => equalStored(element, part))
}

function elementsOf({ L, SS, NS, BS }: AttributeValue): readonly AttributeValue[] {
  return L ?? SS?.map(S => ({ S })) ?? NS?.map(N => ({ N })) ?? BS?.map(B => ({ B })) ?? []
}

/** The same JSON for all values that are equal. */
function canonical(value: AttributeValue): unknown {
  const { S, N, B, L, M, BOOL, NULL } = value
  const type = typeOf(value)
  if (N !== undefined) return [type, parseDecimal(N)]
  if (B !== undefined) return [type, bytesAsText(B)]
  if (L) return [type, L.map(canonical)]
  if (M)
    return [
      type,
      Object.keys(M)
        .sort()
        .map(name => [name, canonical(M[name]!)]),
    ]
  return [
    type,
    S ??
      BOOL ??
      NULL ??
      elementsOf(value)
        .map(element => JSON.stringify(canonical(element)))
        .sort(),
  ]
}

/** A character a byte, so that bytes are found and compared as text is. */
function bytesAsText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** 0.`digits` × 10^`exponent`, without zeros at either end: 38 digits are more than a double holds. */
interface Decimal {
  readonly sign: -1 | 0 | 1
  readonly exponent: number
  readonly digits: string
}

function parseDecimal(text: string): Decimal {
  const [, minus, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first < 0) return { sign: 0, exponent: 0, digits: '' }
  const digits = all.slice(first).replace(/0+$/, '')
  return { sign: minus === '-' ? -1 : 1, exponent: whole.length - first + Number(exponent), digits }
}

function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign
  const size = a.exponent - b.exponent || (a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0)
  return a.sign * size
}
