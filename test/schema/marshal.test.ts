import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { storedForm, writeIssues } from './support.js'

const numeric = z.string().meta({ dynamodb: 'N' })
const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const binary = z.instanceof(Uint8Array)
const bytes = Uint8Array.of(1, 2)

describe('stored forms', () => {
  test.each<[string, $ZodType, unknown, unknown]>([
    ['string', z.string(), 'x', { S: 'x' }],
    ['empty string', z.string(), '', { S: '' }],
    ['number', z.number(), -1.5, { N: '-1.5' }],
    ['minus zero', z.number(), -0, { N: '0' }],
    ['bigint', z.bigint(), 12345678901234567890123456789012345678n, { N: '12345678901234567890123456789012345678' }],
    ['numeric', numeric, '1234567890.1234567890123456789012345678', { N: '1234567890.1234567890123456789012345678' }],
    ['boolean', z.boolean(), false, { BOOL: false }],
    ['null', z.string().nullable(), null, { NULL: true }],
    ['binary', binary, bytes, { B: bytes }],
    ['optional', z.string().optional(), undefined, undefined],
    ['string set', z.set(z.string()), new Set(['a', '']), { SS: ['a', ''] }],
    ['number set', z.set(z.number()), new Set([1, 2.5]), { NS: ['1', '2.5'] }],
    ['equal numbers in a set', z.set(numeric), new Set(['1', '1.0', '2']), { NS: ['1.0', '2'] }],
    ['equal binaries in a set', z.set(binary), new Set([bytes, Uint8Array.of(1, 2)]), { BS: [bytes] }],
    ['date set', z.set(date), new Set([new Date(0)]), { SS: ['1970-01-01T00:00:00.000Z'] }],
    ['list', z.array(z.number().nullable()), [1, null], { L: [{ N: '1' }, { NULL: true }] }],
    ['tuple', z.tuple([z.string()], z.number()), ['a', 1, 2], { L: [{ S: 'a' }, { N: '1' }, { N: '2' }] }],
    ['map', z.object({ x: z.string(), y: z.string().optional() }), { x: 'a', y: undefined }, { M: { x: { S: 'a' } } }],
    ['map, names unknown to it', z.object({ x: z.string() }), { x: 'a', z: 1 }, { M: { x: { S: 'a' } } }],
    [
      'loose map',
      z.looseObject({ x: z.bigint() }),
      { x: 1n, z: [1] },
      { M: { x: { N: '1' }, z: { L: [{ N: '1' }] } } },
    ],
    ['catchall', z.object({}).catchall(z.bigint()), { z: 1n }, { M: { z: { N: '1' } } }],
    [
      'record',
      z.record(z.string(), z.bigint()),
      { 'a.b': 1n, constructor: 2n },
      { M: { 'a.b': { N: '1' }, constructor: { N: '2' } } },
    ],
    ['record of numbers', z.record(z.number(), z.string()), { 1: 'a' }, { M: { 1: { S: 'a' } } }],
    [
      'record of an enum',
      z.record(z.enum(['x', 'y']), z.number()),
      { x: 1, y: 2 },
      { M: { x: { N: '1' }, y: { N: '2' } } },
    ],
    ['codec', date, new Date(0), { S: '1970-01-01T00:00:00.000Z' }],
    ['stringbool', z.stringbool({ truthy: ['yes'], falsy: ['no'] }), true, { S: 'yes' }],
    ['overwriting check', z.string().trim().toLowerCase(), ' A ', { S: 'a' }],
    [
      'any',
      z.any(),
      { s: new Set([1n]), b: bytes, n: null, u: undefined, l: [true] },
      { M: { s: { NS: ['1'] }, b: { B: bytes }, n: { NULL: true }, l: { L: [{ BOOL: true }] } } },
    ],
  ])('%s', (_, schema, value, stored) => expect(storedForm(schema, value)).toEqual(stored))

  test("a name '__proto__' in what is open is kept", () => {
    const stored = storedForm(z.any(), JSON.parse('{"__proto__": {"x": 1}}'))!
    expect(Object.keys(stored.M!)).toEqual(['__proto__'])
    expect(stored.M!.x).toBeUndefined()
  })

  test('what zod would take from Object.prototype is not there', () => {
    const schema = z.object({
      constructor: z.string().optional(),
      toString: z.any(),
      in: z.object({ valueOf: z.number().optional() }),
    })
    expect(storedForm(schema, { toString: 'x', in: {} })).toEqual({ M: { toString: { S: 'x' }, in: { M: {} } } })
  })
})

describe('what has no stored form', () => {
  const loop: unknown[] = []
  loop.push(loop)
  const deep = (levels: number): unknown => (levels === 1 ? 1 : [deep(levels - 1)])
  const proto = JSON.parse('{"x": {"__proto__": "lost"}}')

  test.each<[string, $ZodType, unknown, string, string, RegExp]>([
    ['half a surrogate pair', z.string(), 'a\ud800', '', 'malformedText', /well-formed/],
    ['NaN, past zod', z.any(), Number.NaN, '', 'notFinite', /NaN/],
    ['unsafe integer', z.number(), 2 ** 53, '', 'unsafeInteger', /z\.bigint\(\)/],
    ['tiny number', z.number(), 1e-200, '', 'numberRange', /1e-130/],
    ['bigint of 39 digits', z.bigint(), 10n ** 38n + 1n, '', 'numberRange', /38 digits/],
    ['no number', numeric, 'ten', '', 'notNumeric', /text of a number/],
    ['empty set', z.set(z.string()), new Set(), '', 'emptySet', /leave it out/],
    ['NaN deep inside', z.object({ l: z.array(z.any()) }), { l: [1, { x: Number.NaN }] }, '/l/1/x', 'notFinite', /NaN/],
    ['hole in a list', z.array(z.any()), [1, undefined], '/1', 'wrongType', /got undefined/],
    [
      'undefined in a list',
      z.array(z.string().optional()),
      ['a', undefined],
      '/1',
      'wrongType',
      /expected a string, got undefined/,
    ],
    ['class instance', z.any(), { at: new Date(0) }, '/at', 'wrongType', /need a codec\), got a Date/],
    ['Map', z.any(), new Map(), '', 'wrongType', /got a Map/],
    ['symbol', z.any(), Symbol('s'), '', 'wrongType', /got a symbol/],
    ['function', z.any(), [() => 1], '/0', 'wrongType', /got a function/],
    ['mixed set', z.any(), new Set([1, 'a']), '', 'mixedSet', /not all strings/],
    ['set of booleans', z.any(), new Set([true]), '', 'mixedSet', /not all strings/],
    ['empty set in what is open', z.any(), new Set(), '', 'emptySet', /leave it out/],
    ['empty name', z.record(z.string(), z.string()), { '': 'x' }, '/', 'emptyName', /empty name/],
    ['empty name in what is open', z.any(), { '': 'x' }, '/', 'emptyName', /empty name/],
    ['malformed name', z.record(z.string(), z.string()), { '\udfff': 'x' }, '/\udfff', 'malformedText', /well-formed/],
    ["'__proto__' in a record", z.record(z.string(), z.any()), proto, '/x/__proto__', 'reservedName', /would be lost/],
    ["'__proto__' in a loose object", z.looseObject({}), proto.x, '/__proto__', 'reservedName', /would be lost/],
    ['what holds itself', z.any(), loop, '', 'tooDeep', /holds itself/],
    ['33 levels', z.any(), deep(33), '', 'tooDeep', /32 levels/],
  ])('%s', (_, schema, value, path, code, message) =>
    expect(writeIssues(schema, value)).toEqual([{ path: `a${path}`, code, message: expect.stringMatching(message) }]),
  )

  test('32 levels are stored', () => expect(writeIssues(z.any(), deep(32))).toEqual([]))

  test('what a lazy schema leaves open is measured when it is written', () => {
    type List = List[]
    const List: z.ZodType<List> = z.array(z.lazy(() => List))
    const nest = (levels: number): List => (levels === 1 ? [] : [nest(levels - 1)])
    expect(writeIssues(List, nest(32))).toEqual([])
    expect(writeIssues(List, nest(33))).toMatchObject([{ path: 'a', code: 'tooDeep' }])
  })

  test('values of the wrong type are told by zod, without the value', () => {
    expect(writeIssues(z.number().max(5), 'secret')).toEqual([
      { path: 'a', code: 'invalid_type', message: 'Invalid input: expected number, received string' },
    ])
    expect(writeIssues(z.object({ x: z.email() }), { x: 'secret' })).toEqual([
      { path: 'a/x', code: 'invalid_format', message: 'Invalid email address' },
    ])
  })
})
