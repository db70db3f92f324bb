import { textSize } from '../operation/batch/wire-size.js'

/** More than any number, boolean or null takes. */
const SCALAR = 60

/** The bytes, or somewhat more, that an item takes in a request, where it travels as JSON. */
export function plainSize(item: object): number {
  try {
    return sizeOf(item)
  } catch {
    // What holds itself is refused when it is converted.
    return 0
  }
}

function sizeOf(value: any): number {
  if (typeof value === 'string') return 8 + textSize(value)
  if (typeof value !== 'object' || value === null || typeof value.toAttributeValue === 'function') return SCALAR
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 12 + 4 * Math.ceil(value.byteLength / 3)
  if (Array.isArray(value) || value instanceof Set) return [...value].reduce((sum, part) => sum + sizeOf(part), 12)
  const members: readonly [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value)
  return members.reduce((sum, [name, part]) => sum + 2 + textSize(String(name)) + sizeOf(part), 12)
}
