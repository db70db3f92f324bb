import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { isNormalised } from '../../src/schema/normalised.js'
import { placeholderDomain } from '../../src/schema/placeholder-domain.js'
import { attributeOf, modelOf, read, readForm, readIssues, refusal, storedForm, write, writeIssues } from './support.js'

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const numeric = z.string().register(z.globalRegistry, { dynamodb: 'N' })

const schema = z.object({
  text: z.string().check(z.toLowerCase(), z.minLength(1)),
  number: z.number(),
  big: z.bigint(),
  numeric,
  flag: z.boolean(),
  nothing: z.nullable(z.string()),
  bytes: z.instanceof(Uint8Array),
  tags: z.set(z.string()),
  list: z.array(date),
  pair: z.tuple([z.string(), z.number()]),
  map: z.object({ at: z.optional(date) }),
  record: z.record(z.string(), z.number()),
  either: z.discriminatedUnion('t', [
    z.object({ t: z.literal('n'), v: numeric }),
    z.object({ t: z.literal('s'), v: z.string() }),
  ]),
  lazy: z.lazy(() => z.array(z.bigint())),
  open: z.json(),
  made: z._default(z.string(), () => 'made'),
})

test('every kind of zod/mini survives', () => {
  const model = modelOf(schema)
  const value = {
    text: 'A',
    number: 1.5,
    big: 2n ** 100n,
    numeric: '1.5',
    flag: false,
    nothing: null,
    bytes: Uint8Array.of(1),
    tags: new Set(['a']),
    list: [new Date(0)],
    pair: ['x', 1],
    map: {},
    record: { constructor: 1, 'a.b': 2 },
    either: { t: 'n', v: '12' },
    lazy: [1n],
    open: { a: [null] },
    made: 'given',
  }
  const stored = write(model, { a: value })
  expect(stored.a?.M).toMatchObject({ numeric: { N: '1.5' }, either: { M: { v: { N: '12' } } }, tags: { SS: ['a'] } })
  expect(read(model, stored)).toEqual({ a: { ...value, text: 'a' } })
})

describe('and of its own', () => {
  test('defaults', () => expect(write(modelOf(z._default(z.string(), 'd')), {})).toEqual({ a: { S: 'd' } }))

  test('refusals', () => {
    expect(refusal(z.date())).toEqual({ path: 'a', reason: expect.stringContaining('codec') })
    expect(
      refusal(
        z.pipe(
          z.string(),
          z.transform(text => text),
        ),
      ),
    ).toEqual({ path: 'a', reason: expect.stringContaining('z.codec') })
    expect(refusal(z.map(z.string(), z.string()))).toEqual({ path: 'a', reason: expect.stringContaining('z.record') })
  })

  test('issues, in words of their own where there is no locale', () => {
    expect(writeIssues(z.number(), 'x')).toMatchObject([{ path: 'a', code: 'invalid_type' }])
    expect(writeIssues(z.number(), 'x')[0]?.message).toContain('expected number')
    expect(readIssues(z.string(), { N: '1' })).toEqual([
      { path: 'a', code: 'wrongType', message: 'expected type S, found N' },
    ])
  })

  test('case and characters', () => {
    expect(isNormalised(attributeOf(z.string().check(z.toLowerCase())), 'lower')).toBe(true)
    expect(isNormalised(attributeOf(z.string().check(z.uppercase())), 'upper')).toBe(true)
    expect(placeholderDomain(modelOf(z.string().check(z.iso.date())).attributes.get('a')!)).toEqual({
      type: 'string',
      characters: '0123456789-',
    })
  })

  test('single values', () => expect(readForm(date, storedForm(date, new Date(5))!)).toEqual(new Date(5)))
})
