import { Fault } from './fault.js'

/** A number as DynamoDB counts: 0.digits × 10^exponent, without zeros at either end of the digits; none at all are 0. */
export interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

/** Reads the text of a number; undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = whole + fraction
  if (digits === '') return undefined
  let start = 0
  let end = digits.length
  while (digits[start] === '0') start++
  while (end > start && digits[end - 1] === '0') end--
  if (start === end) return { negative: false, digits: '', exponent: 0 }
  return { negative: sign === '-', digits: digits.slice(start, end), exponent: whole.length - start + Number(exponent) }
}

/** One text for each number, however it is written. */
export function canonicalNumber(text: string): string {
  const decimal = parseDecimal(text)
  return decimal ? `${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}` : text
}

/**
 * The text of a number as DynamoDB takes it.
 * @throws Fault for NaN, infinities, integers that a double does not hold exactly, and what DynamoDB has no room for
 */
export function formatNumber(value: number): string {
  const size = Math.abs(value)
  // The text of -0 is '0', as DynamoDB stores it.
  if (size <= Number.MAX_SAFE_INTEGER && (size >= 1e-130 || size === 0)) return String(value)
  if (!Number.isFinite(value)) throw new Fault('notFinite', 'NaN and Infinity have no stored form')
  if (size < 1) throw new Fault('numberRange', "is nearer to 0 than DynamoDB's least number, 1e-130")
  throw new Fault(
    'unsafeInteger',
    "is beyond Number.MAX_SAFE_INTEGER, where numbers lose digits: use z.bigint(), or z.string().meta({ dynamodb: 'N' })",
  )
}

/**
 * The text of a number that has up to 38 digits.
 * @throws Fault for what DynamoDB has no room for
 */
export function formatNumeric(text: string): string {
  const decimal = parseDecimal(text)
  if (decimal === undefined) throw new Fault('notNumeric', 'is not the text of a number')
  const { digits, exponent } = decimal
  if (digits.length > 38) throw new Fault('numberRange', 'has more than the 38 digits that DynamoDB keeps')
  if (digits !== '' && (exponent > 126 || exponent < -129))
    throw new Fault('numberRange', "is beyond DynamoDB's range, from 1e-130 to 9.99e125")
  return text
}

/** The number that a text means; undefined where a double does not hold it exactly. */
export function readNumber(text: string): number | undefined {
  const value = Number(text)
  if (String(value) === text) return value
  if (canonicalNumber(String(value)) !== canonicalNumber(text)) return undefined
  return value === 0 ? 0 : value
}

/** The integer that a text means, such as '1E+20'; undefined where it is none. */
export function readInteger(text: string): bigint | undefined {
  if (/^-?\d+$/.test(text)) return BigInt(text)
  const decimal = parseDecimal(text)
  if (decimal === undefined || decimal.exponent < decimal.digits.length || decimal.exponent > 126) return undefined
  return BigInt((decimal.negative ? '-' : '') + decimal.digits.padEnd(decimal.exponent, '0'))
}
