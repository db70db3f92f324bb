import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/schema/fault.js'
import { canonicalNumber, formatNumber, formatNumeric, readInteger, readNumber } from '../../src/schema/numbers.js'

const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return error instanceof Fault ? error.code : error
  }
  return undefined
}

describe('numbers that are written', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [1e-7, '1e-7'],
    [1e-130, '1e-130'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Number.MIN_SAFE_INTEGER, '-9007199254740991'],
  ])('%s is %s', (value, text) => expect(formatNumber(value)).toBe(text))

  test.each([
    [Number.NaN, 'notFinite'],
    [Number.POSITIVE_INFINITY, 'notFinite'],
    [Number.NEGATIVE_INFINITY, 'notFinite'],
    [2 ** 53, 'unsafeInteger'],
    [-(2 ** 53), 'unsafeInteger'],
    [1e300, 'unsafeInteger'],
    [9e-131, 'numberRange'],
    [-Number.MIN_VALUE, 'numberRange'],
  ])('%s is refused: %s', (value, code) => expect(codeOf(() => formatNumber(value))).toBe(code))

  test.each([
    '0',
    '-0',
    '007',
    '+5',
    '.5',
    '5.',
    '1e5',
    '1E+20',
    '9.99e125',
    '1e-130',
    '1'.repeat(38),
    `${'1'.repeat(38)}000`,
    '0e999',
  ])('the text %s is taken as it is', text => expect(formatNumeric(text)).toBe(text))

  test.each([
    ['', 'notNumeric'],
    ['.', 'notNumeric'],
    [' 1', 'notNumeric'],
    ['1_0', 'notNumeric'],
    ['0x10', 'notNumeric'],
    ['NaN', 'notNumeric'],
    ['1e', 'notNumeric'],
    ['1\n', 'notNumeric'],
    ['1'.repeat(39), 'numberRange'],
    ['1e126', 'numberRange'],
    ['-1e126', 'numberRange'],
    ['1e-131', 'numberRange'],
  ])('the text %j is refused: %s', (text, code) => expect(codeOf(() => formatNumeric(text))).toBe(code))
})

describe('numbers that are read', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['0.0000001', 1e-7],
    ['9007199254740991', 9007199254740991],
    // A number of this size can't be written again.
    ['9007199254740992', undefined],
    ['1E+25', undefined],
    ['-100000000000000000000', undefined],
    ['0.10', 0.1],
    ['9007199254740993', undefined],
    ['0.12345678901234567890123456789012345678', undefined],
    ['1e400', undefined],
    ['', undefined],
    ['abc', undefined],
  ])('%j as a number', (text, value) => expect(readNumber(text)).toBe(value))

  test.each([
    ['0', 0n],
    ['-7', -7n],
    ['1E+20', 10n ** 20n],
    ['-1.50e1', -15n],
    ['12345678901234567890123456789012345678', 12345678901234567890123456789012345678n],
    ['0.5', undefined],
    ['1e999999999', undefined],
    ['abc', undefined],
  ])('%j as an integer', (text, value) => expect(readInteger(text)).toBe(value))
})

test('a number has one canonical text', () => {
  const sets = [
    ['1', '1.0', '01', '10e-1', '+1'],
    ['-0.5', '-.50', '-5e-1'],
    ['0', '-0', '0.00', '0e5'],
  ]
  for (const same of sets) expect(new Set(same.map(canonicalNumber)).size, same.join()).toBe(1)
  expect(new Set(sets.flat().map(canonicalNumber)).size).toBe(sets.length)
})

test('whatever double is written is read again', () => {
  const double = fc.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  fc.assert(
    fc.property(double, value => {
      fc.pre(Math.abs(value) >= 1e-130)
      expect(readNumber(formatNumber(value))).toBe(value)
    }),
    { numRuns: 1000 },
  )
})

test('whatever integer of 38 digits is written is read again', () => {
  const integer = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })
  fc.assert(
    fc.property(integer, value => {
      expect(readInteger(formatNumeric(String(value)))).toBe(value)
    }),
    { numRuns: 1000 },
  )
})
