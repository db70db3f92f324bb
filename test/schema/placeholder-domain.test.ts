import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { isNormalised } from '../../src/schema/normalised.js'
import { placeholderDomain } from '../../src/schema/placeholder-domain.js'
import { attributeOf, modelOf } from './support.js'

const domainOf = (schema: $ZodType) => placeholderDomain(modelOf(schema).attributes.get('a')!)
const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const digits = '0123456789'

describe('what values in keys can be', () => {
  test.each<[string, $ZodType, object | undefined]>([
    ['string', z.string(), { type: 'string' }],
    ['email', z.email(), { type: 'string' }],
    ['datetime', z.iso.datetime(), { type: 'string', characters: `${digits}-:TZ.` }],
    ['datetime to the second', z.iso.datetime({ precision: 0 }), { type: 'string', characters: `${digits}-:TZ` }],
    [
      'datetime with offset',
      z.iso.datetime({ offset: true, precision: 3 }),
      { type: 'string', characters: `${digits}-:TZ.+` },
    ],
    ['datetime by method', z.string().datetime({ precision: -1 }), { type: 'string', characters: `${digits}-:TZ` }],
    ['date', z.iso.date(), { type: 'string', characters: `${digits}-` }],
    ['time', z.iso.time(), { type: 'string', characters: `${digits}:.` }],
    ['uuid', z.uuidv7(), { type: 'string', characters: `${digits}abcdefABCDEF-` }],
    ['codec: its input', date, { type: 'string', characters: `${digits}-:TZ.` }],
    ['wrapped', date.optional().nullable().readonly(), { type: 'string', characters: `${digits}-:TZ.` }],
    ['branded', z.iso.date().brand('Day'), { type: 'string', characters: `${digits}-` }],
    ['format that is changed after', z.uuid().overwrite(text => `#${text}`), { type: 'string' }],
    ['number', z.number(), { type: 'number', characters: `${digits}+-.e` }],
    ['bigint', z.bigint(), { type: 'bigint', characters: `${digits}-` }],
    ['numeric', z.string().meta({ dynamodb: 'N' }), { type: 'string', characters: `${digits}+-.eE` }],
    ['boolean', z.boolean(), { type: 'boolean', values: ['true', 'false'] }],
    ['true', z.literal(true), { type: 'boolean', values: ['true'] }],
    ['enum', z.enum(['a', 'b']), { type: 'string', values: ['a', 'b'] }],
    ['nullable literal', z.literal(['a', null]).optional(), { type: 'string', values: ['a'] }],
    ['literals of numbers', z.literal([1, 2]), { type: 'number', characters: `${digits}+-.e`, values: ['1', '2'] }],
    ['union of literals', z.union([z.literal('a'), z.enum(['b'])]), { type: 'string', values: ['a', 'b'] }],
    ['mixed union', z.union([z.string(), z.number()]), undefined],
    ['object', z.object({}), undefined],
    ['list', z.array(z.string()), undefined],
    ['set', z.set(z.string()), undefined],
    ['binary', z.instanceof(Uint8Array), undefined],
    ['null', z.null(), undefined],
    ['any', z.any(), undefined],
  ])('%s', (_, schema, domain) => expect(domainOf(schema)).toEqual(domain))

  const alphabet = fc.constantFrom(
    ...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_:.+TZ!~ é'.split(''),
  )
  test.each<[string, z.ZodType<string>, fc.Arbitrary<string>]>([
    [
      'datetime',
      z.iso.datetime({ offset: true, local: true }),
      fc
        .date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9999-01-01') })
        .map(d => d.toISOString()),
    ],
    ['uuid', z.uuid(), fc.uuid()],
    ['ulid', z.ulid(), fc.ulid()],
    ['nanoid', z.nanoid(), fc.string({ unit: alphabet, minLength: 21, maxLength: 21 })],
    ['cuid2', z.cuid2(), fc.string({ unit: alphabet, minLength: 1, maxLength: 4 })],
    ['ksuid', z.ksuid(), fc.string({ unit: alphabet, minLength: 27, maxLength: 27 })],
  ])('no valid %s has other characters', (_, schema, texts) => {
    const { characters = '' } = domainOf(schema) ?? {}
    fc.assert(
      fc.property(texts, text => {
        if (schema.safeParse(text).success)
          expect([...text].filter(character => !characters.includes(character))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('whether a schema keeps one case', () => {
  test.each<[string, $ZodType, boolean, boolean]>([
    ['string', z.string(), false, false],
    ['toLowerCase', z.email().toLowerCase().optional(), true, false],
    ['toUpperCase', z.string().toUpperCase(), false, true],
    ['lowercase', z.string().lowercase(), true, false],
    ['uppercase', z.string().uppercase(), false, true],
    ['the last one counts', z.string().toLowerCase().toUpperCase(), false, true],
    ['slugify', z.string().slugify(), true, false],
    ['trim', z.string().trim(), false, false],
    ['enum', z.enum(['a', 'b']), true, false],
    ['mixed enum', z.enum(['a', 'B']), false, false],
    ['cuid2', z.cuid2(), true, false],
    ['date', z.iso.date(), true, true],
    ['datetime', z.iso.datetime(), false, true],
    ['codec', date, false, true],
    ['uuid', z.uuid(), false, false],
    ['bigint', z.bigint(), true, true],
    ['list', z.array(z.string()), false, false],
  ])('%s', (_, schema, lower, upper) => {
    expect(isNormalised(attributeOf(schema), 'lower')).toBe(lower)
    expect(isNormalised(attributeOf(schema), 'upper')).toBe(upper)
  })
})
