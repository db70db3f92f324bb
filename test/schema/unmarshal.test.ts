import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { readForm, readIssues } from './support.js'

const numeric = z.string().meta({ dynamodb: 'N' })
const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const own = (name: string, value: AttributeValue): AttributeValue => ({ M: Object.fromEntries([[name, value]]) })

describe('what is read', () => {
  test.each<[string, $ZodType, AttributeValue, unknown]>([
    ['number', z.number(), { N: '0.0000001' }, 1e-7],
    ['bigint', z.bigint(), { N: '1E+20' }, 10n ** 20n],
    ['numeric', numeric, { N: '12345678901234567890.123' }, '12345678901234567890.123'],
    ['nullable', z.string().nullable(), { NULL: true }, null],
    ['set', z.set(z.bigint()), { NS: ['1', '2'] }, new Set([1n, 2n])],
    ['tuple', z.tuple([z.bigint()], z.string()), { L: [{ N: '1' }, { S: 'a' }] }, [1n, 'a']],
    [
      'names the schema does not know',
      z.object({ x: z.string() }),
      { M: { x: { S: 'a' }, y: { N: '1' } } },
      { x: 'a' },
    ],
    ['loose names', z.looseObject({ x: z.bigint() }), { M: { x: { N: '1' }, y: { N: '1' } } }, { x: 1n, y: 1 }],
    ['a required set that is gone', z.object({ s: z.set(z.string()) }), { M: {} }, { s: new Set() }],
    ['a nullable member', z.object({ s: z.set(z.string()).nullable() }), { M: { s: { NULL: true } } }, { s: null }],
    ['an optional set that is gone', z.object({ s: z.set(z.string()).optional() }), { M: {} }, {}],
    ['default', z.object({ x: z.string().default('d') }), { M: {} }, { x: 'd' }],
    ['catch', z.number().catch(7), { N: '1' }, 1],
    ['catch of a wrong type', z.number().catch(7), { S: 'x' }, 7],
    [
      'catch of what is wrong inside',
      z.object({ l: z.array(z.number()).catch([]) }),
      { M: { l: { L: [{ S: 'x' }] } } },
      { l: [] },
    ],
    ['optional catch', z.number().catch(7).optional(), { S: 'x' }, 7],
    ['codec', date, { S: '1970-01-01T00:00:00.000Z' }, new Date(0)],
    [
      'any',
      z.any(),
      {
        M: {
          n: { N: '1.5' },
          i: { N: '123456789012345678901' },
          l: { L: [{ NULL: true }, { BOOL: false }] },
          s: { SS: ['a'] },
          d: { NS: ['1'] },
          b: { BS: [Uint8Array.of(1)] },
        },
      },
      {
        n: 1.5,
        i: 123456789012345678901n,
        l: [null, false],
        s: new Set(['a']),
        d: new Set([1]),
        b: new Set([Uint8Array.of(1)]),
      },
    ],
    ['an inexact integer in what is open', z.any(), { N: '9007199254740992' }, 9007199254740992n],
  ])('%s', (_, schema, stored, value) => expect(readForm(schema, stored)).toEqual(value))

  test('objects are plain, as zod makes them, in what is open too', () => {
    const stored: AttributeValue = { M: { x: { M: { constructor: { N: '1' } } }, l: { L: [{ M: {} }] } } }
    const plain = { x: { constructor: 1 }, l: [{}] }
    expect(readForm(z.any(), stored)).toStrictEqual(plain)
    expect(readForm(z.record(z.string(), z.unknown()), stored)).toStrictEqual(plain)
    expect(readForm(z.looseObject({}), stored)).toStrictEqual(plain)
  })

  test("a name '__proto__' in what is open", () => {
    const value = readForm(z.any(), own('__proto__', { M: { x: { S: 'a' } } })) as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect((value as { x?: unknown }).x).toBeUndefined()
  })

  test('what zod would take from Object.prototype is not there', () => {
    const schema = z.object({ constructor: z.string().optional(), valueOf: z.number().optional() })
    expect(Object.keys(readForm(schema, { M: {} }) as object)).toEqual([])
    expect(readForm(schema, { M: { constructor: { S: 'x' } } })).toEqual({ constructor: 'x' })
  })
})

describe('what does not fit', () => {
  test.each<[string, $ZodType, AttributeValue | undefined, string, string, RegExp]>([
    ['string', z.string(), { N: '1' }, '', 'wrongType', /^expected type S, found N$/],
    ['number', z.number(), { S: '1' }, '', 'wrongType', /^expected type N, found S$/],
    ['bigint', z.bigint(), { S: '1' }, '', 'wrongType', /expected type N, found S/],
    ['numeric', numeric, { S: '1' }, '', 'wrongType', /expected type N, found S/],
    ['boolean', z.boolean(), { NULL: true }, '', 'wrongType', /expected type BOOL, found NULL/],
    ['null', z.null(), { S: '' }, '', 'wrongType', /expected type NULL, found S/],
    ['binary', z.instanceof(Uint8Array), { S: '' }, '', 'wrongType', /expected type B, found S/],
    ['set', z.set(z.string()), { L: [] }, '', 'wrongType', /expected type SS, found L/],
    ['list', z.array(z.string()), { SS: ['a'] }, '', 'wrongType', /expected type L, found SS/],
    ['map', z.object({}), { L: [] }, '', 'wrongType', /expected type M, found L/],
    ['union', z.union([z.string(), z.number()]), { BOOL: true }, '', 'wrongType', /expected type S or N, found BOOL/],
    ['null where none may be', z.string().optional(), { NULL: true }, '', 'wrongType', /found NULL/],
    ['no double', z.number(), { N: '9007199254740993' }, '', 'inexactNumber', /z\.bigint\(\), or z\.string\(\)\.meta/],
    ['no double in what is open', z.any(), { N: '0.12345678901234567890123' }, '', 'inexactNumber', /z\.bigint\(\)/],
    ['beyond what can be written', z.number(), { N: '1E+25' }, '', 'inexactNumber', /z\.bigint\(\)/],
    ['no integer', z.bigint(), { N: '1.5' }, '', 'notInteger', /integer/],
    [
      'deep inside',
      z.object({ l: z.array(z.record(z.string(), z.number())) }),
      { M: { l: { L: [{ M: {} }, { M: { k: { S: 'x' } } }] } } },
      '/l/1/k',
      'wrongType',
      /found S/,
    ],
    [
      'in what is open',
      z.any(),
      { M: { l: { L: [{ N: '0.12345678901234567890123' }] } } },
      '/l/0',
      'inexactNumber',
      /exactly/,
    ],
    ['in a set', z.set(z.number()), { NS: ['1', '9007199254740993'] }, '', 'inexactNumber', /exactly/],
    [
      "'__proto__' in a record",
      z.record(z.string(), z.string()),
      own('__proto__', { S: 'x' }),
      '/__proto__',
      'reservedName',
      /z\.any\(\)/,
    ],
    [
      "'__proto__' in a loose object",
      z.looseObject({}),
      own('__proto__', { S: 'x' }),
      '/__proto__',
      'reservedName',
      /z\.any\(\)/,
    ],
    ['strict object', z.strictObject({}), { M: { x: { S: '' } } }, '/x', 'unrecognized_keys', /not in the schema/],
    ['missing', z.string(), undefined, '', 'invalid_type', /expected string, received undefined/],
    ['missing list', z.object({ l: z.array(z.string()) }), { M: {} }, '/l', 'invalid_type', /expected array/],
    ['too many elements', z.tuple([z.string()]), { L: [{ S: 'a' }, { S: 'b' }] }, '', 'too_big', /<=1 items/],
    ['format', z.email(), { S: 'secret' }, '', 'invalid_format', /^Invalid email address$/],
    [
      'codec that throws',
      z.codec(z.string(), z.bigint(), { decode: text => BigInt(text), encode: String }),
      { S: 'secret' },
      '',
      'thrown',
      /threw a SyntaxError$/,
    ],
  ])('%s', (_, schema, stored, path, code, message) =>
    // What a codec throws has no path.
    expect(readIssues(schema, stored)).toEqual([
      { path: code === 'thrown' ? '' : `a${path}`, code, message: expect.stringMatching(message) },
    ]),
  )

  test('every issue is told', () => {
    const schema = z.object({ x: z.string(), y: z.array(z.number()) })
    const stored = { M: { x: { N: '1' }, y: { L: [{ S: '' }, { N: '1' }, { NULL: true as const }] } } }
    expect(readIssues(schema, stored).map(issue => issue.path)).toEqual(['a/x', 'a/y/0', 'a/y/2'])
  })
})
