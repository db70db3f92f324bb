import type { AttributeKind, Storage, StoredType } from './attribute-model.js'
import { wrongType } from './attribute-model.js'
import { describe, Fault } from './fault.js'
import { formatNumber, formatNumeric, readInteger, readNumber } from './numbers.js'

const leaf = <Kind extends AttributeKind>(kind: Kind, type: StoredType) => ({
  kind,
  types: [type] as const,
  parts: [],
  element: undefined,
  child: () => undefined,
})

/** Tells that a value to be stored is not what the schema says. */
export const mismatch = (expected: string, value: unknown): Fault =>
  new Fault('wrongType', `expected ${expected}, got ${describe(value)}`)

export const inexact = {
  path: [],
  code: 'inexactNumber',
  message: "a number can't hold this exactly: read it by z.bigint(), or z.string().meta({ dynamodb: 'N' })",
}
const notInteger = { path: [], code: 'notInteger', message: 'expected an integer' }

/** @throws Fault for a text that has no UTF-8 */
export function checkText(text: string): string {
  if (!text.isWellFormed())
    throw new Fault('malformedText', 'holds half of a surrogate pair: it is not well-formed text')
  return text
}

export const stringStorage: Storage = {
  ...leaf('string', 'S'),
  marshal(value) {
    if (typeof value !== 'string') throw mismatch('a string', value)
    return { S: checkText(value) }
  },
  unmarshal: (stored, issues) => stored.S ?? wrongType(['S'], stored, issues),
}

export const numberStorage: Storage = {
  ...leaf('number', 'N'),
  marshal(value) {
    if (typeof value !== 'number') throw mismatch('a number', value)
    return { N: formatNumber(value) }
  },
  unmarshal(stored, issues) {
    if (stored.N === undefined) return wrongType(['N'], stored, issues)
    const value = readNumber(stored.N)
    if (value === undefined) issues.push(inexact)
    return value
  },
}

export const bigintStorage: Storage = {
  ...leaf('bigint', 'N'),
  marshal(value) {
    if (typeof value !== 'bigint') throw mismatch('a bigint', value)
    return { N: formatNumeric(String(value)) }
  },
  unmarshal(stored, issues) {
    if (stored.N === undefined) return wrongType(['N'], stored, issues)
    const value = readInteger(stored.N)
    if (value === undefined) issues.push(notInteger)
    return value
  },
}

/** Text of digits, kept as a number: all 38 digits survive, fractions too. */
export const numericStorage: Storage = {
  ...leaf('numeric', 'N'),
  marshal(value) {
    if (typeof value !== 'string') throw mismatch('a string of digits', value)
    return { N: formatNumeric(value) }
  },
  unmarshal: (stored, issues) => stored.N ?? wrongType(['N'], stored, issues),
}

export const booleanStorage: Storage = {
  ...leaf('boolean', 'BOOL'),
  marshal(value) {
    if (typeof value !== 'boolean') throw mismatch('a boolean', value)
    return { BOOL: value }
  },
  unmarshal: (stored, issues) => stored.BOOL ?? wrongType(['BOOL'], stored, issues),
}

export const nullStorage: Storage = {
  ...leaf('null', 'NULL'),
  marshal(value) {
    if (value !== null) throw mismatch('null', value)
    return { NULL: true }
  },
  unmarshal: (stored, issues) => (stored.NULL ? null : wrongType(['NULL'], stored, issues)),
}

export const binaryStorage: Storage = {
  ...leaf('binary', 'B'),
  marshal(value) {
    if (!(value instanceof Uint8Array)) throw mismatch('a Uint8Array', value)
    return { B: value }
  },
  unmarshal: (stored, issues) => stored.B ?? wrongType(['B'], stored, issues),
}
