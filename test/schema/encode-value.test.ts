import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import type { Issue } from '../../src/errors/item-errors.js'
import { decodeValue } from '../../src/schema/decode.js'
import { accepts, encodeKeyValue, encodeValue, marshalKeyValue } from '../../src/schema/encode.js'
import { attributeOf, modelOf } from './support.js'

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const whole = (schema: $ZodType, value: unknown) => encodeValue(attributeOf(schema), value, ['a', 0], 'whole', 'Thing')
const operand = (schema: $ZodType, value: unknown) =>
  encodeValue(attributeOf(schema), value, ['a', 0], 'operand', 'Thing')
const entry = (schema: $ZodType) => modelOf(schema).attributes.get('a')!

describe('whole values', () => {
  test('are validated and encoded', () => {
    expect(whole(date, new Date(0))).toEqual({ S: '1970-01-01T00:00:00.000Z' })
    expect(whole(z.string().toLowerCase(), 'A')).toEqual({ S: 'a' })
    expect(whole(z.string().optional(), 'A')).toEqual({ S: 'A' })
  })

  test.each<[string, $ZodType, unknown, object]>([
    ['format', z.email(), 'x', { path: ['a', 0], code: 'invalid_format' }],
    ['nested', z.object({ x: z.int() }), { x: 1.5 }, { path: ['a', 0, 'x'], code: 'invalid_type' }],
    ['no stored form', z.array(z.number()), [2 ** 53], { path: ['a', 0, 0], code: 'unsafeInteger' }],
    ['undefined', z.string().optional(), undefined, { path: ['a', 0], code: 'wrongType' }],
    [
      '__proto__',
      z.record(z.string(), z.any()),
      JSON.parse('{"__proto__": 1}'),
      { path: ['a', 0, '__proto__'], code: 'reservedName' },
    ],
  ])('%s is refused under its path', (_, schema, value, issue) =>
    expect(() => whole(schema, value)).toThrow(
      expect.objectContaining({
        code: 'item.invalid',
        details: { entity: 'Thing', issues: [expect.objectContaining(issue)] },
      }),
    ),
  )

  test('the place counts for how deeply they are nested', () => {
    const nest = (levels: number): unknown => (levels === 1 ? 1 : [nest(levels - 1)])
    expect(() => whole(z.any(), nest(31))).not.toThrow()
    expect(() => whole(z.any(), nest(32))).toThrow(expect.objectContaining({ code: 'item.invalid' }))
  })
})

describe('operands', () => {
  test('need not have the format or keep the bounds', () => {
    expect(operand(z.iso.datetime(), '2026-01')).toEqual({ S: '2026-01' })
    expect(operand(z.int().max(5), 7.5)).toEqual({ N: '7.5' })
    expect(operand(z.enum(['a']), 'b')).toEqual({ S: 'b' })
  })

  test('are converted by codecs, and by what the schema makes of a text', () => {
    expect(operand(date, new Date(0))).toEqual({ S: '1970-01-01T00:00:00.000Z' })
    expect(operand(z.email().toLowerCase(), 'A@B')).toEqual({ S: 'a@b' })
  })

  test.each<[string, $ZodType, unknown, string]>([
    ['wrong type', z.string(), 1, "The value for 'a[0]' does not fit: expected a string, got a number."],
    [
      'nested',
      z.object({ x: z.string() }),
      { x: 1 },
      "The value for 'a[0]' does not fit: a[0].x expected a string, got a number.",
    ],
    ['unknown member', z.object({}), { x: 1 }, "The value for 'a[0]' does not fit: a[0].x is not in the schema."],
    ['missing member', z.object({ x: z.string() }), {}, "The value for 'a[0]' does not fit: a[0].x is required."],
    [
      'too many',
      z.tuple([z.string()]),
      ['a', 'b'],
      "The value for 'a[0]' does not fit: a[0][1] is one element too many.",
    ],
    ['NaN', z.number(), Number.NaN, "The value for 'a[0]' does not fit: NaN and Infinity have no stored form."],
    ['codec', date, 'x', "The value for 'a[0]' does not fit: Invalid input: expected date, received string."],
  ])('%s', (_, schema, value, text) =>
    expect(() => operand(schema, value)).toThrow(
      expect.objectContaining({ code: 'expression.invalidValue', message: text }),
    ),
  )
})

describe('single values that are read', () => {
  const decode = (schema: $ZodType, stored?: Parameters<typeof decodeValue>[1]) => {
    const issues: Issue[] = []
    return { value: decodeValue(attributeOf(schema), stored, ['a', 0], issues), issues }
  }

  test('are decoded, or filled in', () => {
    expect(decode(date, { S: '1970-01-01T00:00:00.000Z' }).value).toEqual(new Date(0))
    expect(decode(z.string().default('d')).value).toBe('d')
    expect(decode(z.set(z.string())).value).toEqual(new Set())
    expect(decode(z.string().optional())).toEqual({ value: undefined, issues: [] })
  })

  test('what is wrong is told under the path', () => {
    expect(decode(z.array(z.string()), { L: [{ N: '1' }] }).issues).toMatchObject([
      { path: ['a', 0, 0], code: 'wrongType' },
    ])
    expect(decode(z.array(z.email()), { L: [{ S: 'x' }] }).issues).toMatchObject([
      { path: ['a', 0, 0], code: 'invalid_format' },
    ])
    expect(decode(z.string()).issues).toMatchObject([{ path: ['a', 0], code: 'invalid_type' }])
  })
})

describe('key values', () => {
  test('are encoded, not validated', () => {
    expect(encodeKeyValue(entry(date), new Date(0))).toBe('1970-01-01T00:00:00.000Z')
    expect(encodeKeyValue(entry(z.iso.datetime()), '2026')).toBe('2026')
    expect(encodeKeyValue(entry(z.email().toLowerCase()), 'A')).toBe('a')
    expect(encodeKeyValue(entry(date), undefined)).toBeUndefined()
    expect(encodeKeyValue(entry(z.number()), 7)).toBe(7)
  })

  test('are refused where a codec refuses them, or nothing is stored', () => {
    expect(() => encodeKeyValue(entry(date), 'secret')).toThrow(
      expect.objectContaining({
        code: 'key.illFormedValue',
        message: "'a' can't be part of a key: Invalid input: expected date, received string.",
      }),
    )
    expect(marshalKeyValue(entry(z.number()), 7)).toEqual({ N: '7' })
    expect(() => marshalKeyValue(entry(z.number()), Number.NaN)).toThrow(
      expect.objectContaining({ code: 'key.illFormedValue' }),
    )
  })
})

test('whether a schema takes a value', () => {
  expect(accepts(attributeOf(date), new Date(0))).toBe(true)
  expect(accepts(attributeOf(date), 'x')).toBe(false)
  expect(accepts(attributeOf(z.int()), 1)).toBe(true)
})
