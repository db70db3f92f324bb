import { Fault } from './fault.js'

/** A number as DynamoDB counts: sign × 0.digits × 10^exponent, without zeros at either end of the digits; none at all are 0. */
export interface Decimal {
  readonly sign: -1 | 0 | 1
  readonly digits: string
  readonly exponent: number
}

/** Reads the text of a number; undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, minus, whole = '', fraction = '', exponent = 0] =
    /^(?:(-)|\+)?(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  if (whole + fraction === '') return undefined
  const significant = /[1-9](?:.*[1-9])?/.exec(whole + fraction)
  if (significant === null) return { sign: 0, digits: '', exponent: 0 }
  const { index, 0: digits } = significant
  return { sign: minus ? -1 : 1, digits, exponent: whole.length - index + Number(exponent) }
}

/** One text for each number, however it is written. */
export function canonicalNumber(text: string): string {
  const decimal = parseDecimal(text)
  return decimal ? `${decimal.sign}.${decimal.digits}e${decimal.exponent}` : text
}

const beyondRange = new Fault(
  'numberRange',
  'is beyond what DynamoDB keeps of a number: 38 digits, from 1e-130 to 9.99e125',
)

/**
 * The text of a number as DynamoDB takes it.
 * @throws Fault for NaN, infinities, integers that a double does not hold exactly, and what DynamoDB has no room for
 */
export function formatNumber(value: number): string {
  const size = Math.abs(value)
  // The text of -0 is '0', as DynamoDB stores it.
  if (size <= Number.MAX_SAFE_INTEGER && (size >= 1e-130 || size === 0)) return String(value)
  if (size < 1) throw beyondRange
  if (!Number.isFinite(value)) throw new Fault('notFinite', 'NaN and Infinity have no stored form')
  throw new Fault('unsafeInteger', `is beyond Number.MAX_SAFE_INTEGER, where numbers lose digits: ${useExact}`)
}

/** What holds all 38 digits. */
export const useExact = "use a bigint: z.bigint(), or z.string().meta({ dynamodb: 'N' })"

/**
 * The text of a number that has up to 38 digits.
 * @throws Fault for what DynamoDB has no room for
 */
export function formatNumeric(text: string): string {
  const decimal = parseDecimal(text)
  if (decimal === undefined) throw new Fault('notNumeric', 'is not the text of a number')
  const { digits, exponent } = decimal
  if (digits.length > 38 || exponent > 126 || exponent < -129) throw beyondRange
  return text
}

/** The number that a text means; undefined where a double does not hold it exactly, or it could not be written again. */
export function readNumber(text: string): number | undefined {
  const value = Number(text)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined
  if (String(value) === text) return value
  // Adding 0 makes 0 of -0.
  return canonicalNumber(String(value)) === canonicalNumber(text) ? value + 0 : undefined
}

/** The integer that a text means, such as '1E+20'; undefined where it is none. */
export function readInteger(text: string): bigint | undefined {
  if (/^-?\d+$/.test(text)) return BigInt(text)
  const { sign, digits, exponent } = parseDecimal(text) ?? { sign: 0, digits: '', exponent: -1 }
  if (exponent < digits.length || exponent > 126) return undefined
  return BigInt(sign) * BigInt(digits.padEnd(exponent, '0'))
}

/** The sum of two numbers by their texts, all digits kept: DynamoDB adds the same way. */
export function addNumbers(a: string, b: string): string {
  const decimals = [parseDecimal(a), parseDecimal(b)].map(decimal => decimal ?? { sign: 0, digits: '', exponent: 0 })
  const places = Math.max(0, ...decimals.map(({ digits, exponent }) => digits.length - exponent))
  const sum = decimals
    .map(({ sign, digits, exponent }) => BigInt(sign) * BigInt(digits.padEnd(exponent + places, '0') || 0))
    .reduce((total, each) => total + each)
  const text = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  const fraction = text.slice(text.length - places).replace(/0+$/, '')
  const whole = text.slice(0, text.length - places)
  return `${sum < 0n ? '-' : ''}${whole}${places > 0 && fraction ? `.${fraction}` : ''}`
}

/** A copy of a value in which 0 stands for every -0, as DynamoDB keeps it. */
export function unsignedZeros(value: unknown): unknown {
  if (typeof value === 'number') return value + 0
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(unsignedZeros)
  // A set has no -0: it takes it for 0.
  if (value instanceof Set) return value
  const copy: Record<string, unknown> = { ...value }
  for (const name of Object.keys(copy)) copy[name] = unsignedZeros(copy[name])
  return copy
}
