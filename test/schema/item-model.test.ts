import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { InvalidItemError } from '../../src/errors/monotable-error.js'
import { decodeItem } from '../../src/schema/decode.js'
import { encodeItem, marshalItem } from '../../src/schema/encode.js'
import { createItemModel, defaulted, fillDefaults } from '../../src/schema/item-model.js'
import { read, write } from './support.js'

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})

const issuesOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof InvalidItemError && 'issues' in error.details) return error.details.issues
    throw error
  }
  return []
}

describe('definitions', () => {
  const schema = z.object({ teamCode: z.string(), id: z.string(), size: z.number() })

  test('attributes, their stored names, and those of the key alone', () => {
    const model = createItemModel('Agent', schema, { storedAs: { teamCode: 'team_code' }, keyOnly: ['id'] })
    expect([...model.attributes.values()].map(({ name, storedName, stored }) => [name, storedName, stored])).toEqual([
      ['teamCode', 'team_code', true],
      ['id', 'id', false],
      ['size', 'size', true],
    ])
    expect(Object.isFrozen(model)).toBe(true)
  })

  test('a stored name may be any name', () => {
    const model = createItemModel('Agent', schema, {
      storedAs: { teamCode: '__proto__', id: 'constructor', size: 'a.b' },
    })
    const item = { teamCode: 't', id: 'i', size: 1 }
    const stored = write(model, item)
    expect(Object.keys(stored)).toEqual(['__proto__', 'constructor', 'a.b'])
    expect(read(model, stored)).toEqual(item)
    // A plain object, as the SDK gives it, has a constructor too.
    expect(decodeItem(model, { 'a.b': { N: '1' } }, new Map())).toMatchObject({
      issues: [
        { path: ['teamCode'], code: 'invalid_type' },
        { path: ['id'], code: 'invalid_type' },
      ],
    })
  })

  test('stored names may be swapped', () => {
    const model = createItemModel('Agent', schema, { storedAs: { teamCode: 'id', id: 'teamCode' } })
    expect(write(model, { teamCode: 't', id: 'i', size: 1 })).toEqual({
      id: { S: 't' },
      teamCode: { S: 'i' },
      size: { N: '1' },
    })
  })

  test.each<[string, z.ZodObject, object, RegExp]>([
    [
      'one stored name twice',
      schema,
      { storedAs: { teamCode: 'x', id: 'x' } },
      /'id': it is stored as 'x', and so is 'teamCode'/,
    ],
    [
      "another's stored name",
      schema,
      { storedAs: { teamCode: 'id' } },
      /'id': it is stored as 'id', and so is 'teamCode'/,
    ],
    ['storedAs of no attribute', schema, { storedAs: { nope: 'x' } }, /'nope': storedAs or keyOnly names it/],
    ['keyOnly of no attribute', schema, { keyOnly: ['nope'] }, /'nope': storedAs or keyOnly names it/],
    ['an empty stored name', schema, { storedAs: { id: '' } }, /'id': its stored name is empty/],
    ['an empty name', z.object({ '': z.string() }), {}, /empty name/],
    [
      '__proto__',
      z.object({ ['__proto__']: z.string() }),
      {},
      /schema'?: zod can't hold an attribute named '__proto__'.*storedAs/,
    ],
    ['an open schema', z.looseObject({}), {}, /schema'?: .* must be closed: use z\.object, and z\.record/],
    ['a catchall', z.object({}).catchall(z.string()), {}, /must be closed/],
    ['no object', z.string() as never, {}, /an item is a z\.object/],
  ])('%s is refused', (_, schema, options, text) =>
    expect(() => createItemModel('Agent', schema, options)).toThrow(text),
  )

  test('strict and refined objects are items', () => {
    const strict = createItemModel(
      'Agent',
      z.strictObject({ x: z.string() }).refine(({ x }) => x !== 'no', { path: ['x'], error: 'not no' }),
    )
    expect(read(strict, { x: { S: 'a' }, pk: { S: 'key' } })).toEqual({ x: 'a' })
    expect(issuesOf(() => write(strict, { x: 'no' }))).toEqual([{ path: ['x'], code: 'custom', message: 'not no' }])
    expect(decodeItem(strict, { x: { S: 'no' } }, new Map())).toMatchObject({
      issues: [{ path: ['x'], message: 'not no' }],
    })
  })
})

describe('writing', () => {
  let made = 0
  const model = createItemModel(
    'Agent',
    z.object({
      id: z.string().default(() => `id-${++made}`),
      at: date.prefault('2026-01-01T00:00:00Z'),
      note: z.string().optional(),
      tags: z.set(z.string()).optional(),
      constructor: z.string().optional(),
    }),
  )

  test('defaults are filled in, made anew each time', () => {
    expect(fillDefaults(defaulted(model), {})).toEqual({ id: 'id-1', at: new Date('2026-01-01T00:00:00Z') })
    expect(fillDefaults(defaulted(model), { id: undefined, note: 'x' })).toMatchObject({ id: 'id-2', note: 'x' })
    expect(fillDefaults(defaulted(model), { id: 'mine' })).toMatchObject({ id: 'mine' })
  })

  test('encoded values go by the schema names, and undefined is left out', () => {
    const encoded = encodeItem(model, { id: 'a', at: new Date(0), note: undefined })
    expect(encoded).toEqual({ id: 'a', at: '1970-01-01T00:00:00.000Z' })
    expect(encoded.constructor).toBeUndefined()
    expect(Object.keys(marshalItem(model, encoded))).toEqual(['id', 'at'])
  })

  test('everything that is wrong is told at once', () => {
    expect(issuesOf(() => encodeItem(model, { id: 1, at: 'x', nope: 1, gone: undefined }))).toEqual([
      { path: ['nope'], code: 'unrecognized_keys', message: 'is not an attribute of the schema' },
      { path: ['id'], code: 'invalid_type', message: 'Invalid input: expected string, received number' },
      { path: ['at'], code: 'invalid_type', message: 'Invalid input: expected date, received string' },
    ])
    expect(issuesOf(() => marshalItem(model, { id: 'a\udc00', tags: new Set() })).map(issue => issue.code)).toEqual([
      'malformedText',
      'emptySet',
    ])
  })

  test("an own '__proto__' is an attribute that the schema does not have", () => {
    expect(issuesOf(() => encodeItem(model, JSON.parse('{"id": "a", "__proto__": {}}')))).toContainEqual(
      expect.objectContaining({ path: ['__proto__'], code: 'unrecognized_keys' }),
    )
  })

  test('asynchronous checks, one-way transforms and codecs that throw are told as such', () => {
    const codes = (schema: z.ZodType) =>
      issuesOf(() => encodeItem(createItemModel('A', z.object({ x: schema })), { x: 'secret' }))
    expect(codes(z.string().refine(async () => true))).toMatchObject([{ code: 'asyncSchema' }])
    expect(
      codes(
        z.union([
          z.codec(z.string(), z.any(), {
            decode: v => v,
            encode: () => {
              throw new TypeError('secret')
            },
          }),
        ]),
      ),
    ).toEqual([{ path: [], code: 'thrown', message: 'a codec or check of the schema threw a TypeError' }])
    const hidden = z.codec(z.string(), z.object({ y: z.string().transform(v => v) }), {
      decode: y => ({ y }),
      encode: ({ y }) => y,
    })
    expect(issuesOf(() => encodeItem(createItemModel('A', z.object({ x: hidden })), { x: { y: 'a' } }))).toMatchObject([
      { code: 'oneWay' },
    ])
  })

  test("a codec's decoded value must not hold '__proto__' either", () => {
    const json = z.codec(z.string(), z.record(z.string(), z.number()), {
      decode: text => JSON.parse(text),
      encode: value => JSON.stringify(value),
    })
    const jsonModel = createItemModel('A', z.object({ x: json }))
    expect(write(jsonModel, { x: { a: 1 } })).toEqual({ x: { S: '{"a":1}' } })
    expect(issuesOf(() => write(jsonModel, { x: JSON.parse('{"__proto__": 1}') }))).toMatchObject([
      { path: ['x', '__proto__'], code: 'reservedName' },
    ])
  })
})

describe('reading', () => {
  const schema = z.object({ id: z.string(), at: date.optional(), n: z.number().default(7), s: z.set(z.string()) })
  const model = createItemModel('Agent', schema, { keyOnly: ['id', 'at'], storedAs: { n: 'count' } })

  test('what the key holds is restored, defaults and empty sets are filled in, other attributes are left out', () => {
    const restored = new Map([
      ['id', 'a'],
      ['at', '1970-01-01T00:00:00.000Z'],
      ['n', 'ignored'],
    ])
    expect(decodeItem(model, { pk: { S: 'x' }, id: { N: '1' } }, restored)).toEqual({
      item: { id: 'a', at: new Date(0), n: 7, s: new Set() },
    })
    expect(decodeItem(model, { count: { N: '2' }, s: { SS: ['x'] } }, new Map([['id', 'a']]))).toEqual({
      item: { id: 'a', n: 2, s: new Set(['x']) },
    })
  })

  test('what does not fit is told, not thrown', () => {
    expect(decodeItem(model, { count: { S: '2' }, s: { L: [] } }, new Map())).toEqual({
      issues: [
        { path: ['n'], code: 'wrongType', message: 'expected type N, found S' },
        { path: ['s'], code: 'wrongType', message: 'expected type SS, found L' },
      ],
    })
    expect(decodeItem(model, {}, new Map())).toMatchObject({ issues: [{ path: ['id'], code: 'invalid_type' }] })
  })
})
