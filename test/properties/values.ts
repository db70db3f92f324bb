/** How values compare, told in the plainest way: nothing here is the library's own. */

export const compareBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b)

/** By code points, which is by the bytes of UTF-8. */
export const compareTexts = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

type Numeric = number | bigint | string

/** Numbers by value, whatever type holds them: scaled until both are whole. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const [x, y] = [scaled(a), scaled(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

const PLACES = 200

function scaled(value: Numeric): bigint {
  const [, sign, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(value))!
  const shift = PLACES - fraction.length + Number(exponent)
  return BigInt(`${sign}${whole}${fraction}`) * 10n ** BigInt(shift)
}

/** One text for each number, however it is written. */
export const plainNumber = (value: Numeric): string => String(scaled(value))
