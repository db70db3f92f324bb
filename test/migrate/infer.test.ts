import fc from 'fast-check'
import { defineTable, type StoredItem, type Table } from 'monotable'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { sameValue } from '../../src/migrate/generate/same-value.js'
import { addValue, createSummary, mergeSummary } from '../../src/migrate/infer/attribute-summary.js'
import { createClustering } from '../../src/migrate/infer/clusters.js'
import { formatsOf } from '../../src/migrate/infer/formats.js'
import { inferType } from '../../src/migrate/infer/infer-type.js'
import { joinPieces, matchPattern, segmentsOf, VALUE } from '../../src/migrate/infer/key-shape.js'
import { pascalCase, plural, singular } from '../../src/migrate/infer/names.js'
import { jsonValues } from '../../src/migrate/source/json-values.js'
import { range, stored } from './items.js'

describe('formats', () => {
  const schemas = {
    uuid: z.uuid(),
    guid: z.guid(),
    ulid: z.ulid(),
    email: z.email(),
    url: z.url(),
    datetime: z.iso.datetime(),
    offsetDatetime: z.iso.datetime({ offset: true }),
    localDatetime: z.iso.datetime({ local: true }),
    date: z.iso.date(),
  }
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789-:TZ.+'), minLength: 8, maxLength: 26 })
  const nearly = fc.oneof(
    fc.uuid(),
    fc.ulid(),
    fc.emailAddress(),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
      .map(date => date.toISOString()),
    fc.date({ noInvalidDate: true }).map(date => `${date.toISOString().slice(0, 19)}+02:00`),
    fc.date({ noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)),
    digits,
  )
  const changed = fc
    .tuple(nearly, fc.nat(30), fc.string({ maxLength: 2 }))
    .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at))

  it('are those that zod sees too', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, changed), text => {
        for (const format of formatsOf(text))
          expect(schemas[format].safeParse(text), `${format} ${text}`).toMatchObject({ data: text })
      }),
      { numRuns: 3000 },
    )
  })
})

describe('keys', () => {
  it.each([
    ['USER#u1', ['USER', '#', '*']],
    ['#METADATA#u1', ['', '#', 'METADATA', '#', '*']],
    ['case|101-19', ['case', '|', '*']],
    ['2026-05-04T10:00:00Z', ['*']],
    ['docket-counter-2011', ['docket-counter', '-', '*']],
    ['user-outbox-9c943468-bc2e-4631-84e3-b084cf5b1faa', ['user-outbox', '-', '*']],
    ['maintenance-mode', ['maintenance-mode']],
    ['C1', ['*']],
    ['Smith, Jon', ['*']],
    ['', ['*']],
  ])('%s is divided at its delimiters', (key, parts) => {
    const segments = segmentsOf(key)
    expect(
      segments.flatMap(({ text, isWord, delimiter }) => [isWord ? text : '*', ...(delimiter ? [delimiter] : [])]),
    ).toEqual(parts)
    expect(segments.map(({ text, delimiter }) => text + delimiter).join('')).toBe(key)
  })

  it('have the values of a pattern, the last of which takes all that is left', () => {
    const pattern = joinPieces(['a', '#', VALUE, '#', 'b', '#', VALUE])
    expect(pattern).toEqual(['a#', VALUE, '#b#', VALUE])
    expect(matchPattern(pattern, 'a#1#b#2#3')).toEqual(['1', '2#3'])
    expect(matchPattern(pattern, 'a##b#2')).toBeUndefined()
    expect(matchPattern(pattern, 'a#1#b#')).toBeUndefined()
  })
})

describe('what was seen of an attribute', () => {
  const values = fc.array(
    fc.oneof(
      fc.constantFrom('red', 'blue', 'green', uuidText(1), uuidText(2), '2026-05-04').map(S => ({ S })),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map(n => ({ N: String(n) })),
      fc.constant({ N: '12345678901234567890.5' }),
      fc.constant({ NULL: true as const }),
      fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }).map(list => ({ L: list.map(S => ({ S })) })),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(9)).map(map => stored({ map }).map!),
    ),
    { maxLength: 40 },
  )

  it('is the same however it is put together', () => {
    fc.assert(
      fc.property(values, fc.nat(40), (all, at) => {
        const [whole, one, other] = [createSummary(), createSummary(), createSummary()]
        for (const value of all) addValue(whole, value)
        for (const value of all.slice(0, at)) addValue(one, value)
        for (const value of all.slice(at)) addValue(other, value)
        mergeSummary(one, other)
        expect(inferType(one)).toEqual(inferType(whole))
      }),
    )
  })

  const typeOf = (all: readonly unknown[]) => {
    const summary = createSummary()
    for (const value of all) addValue(summary, stored({ value }).value!)
    return inferType(summary)
  }
  it('has the words that are there often, where they are few', () => {
    expect(typeOf(range(12, n => (n % 2 ? 'open' : 'paid')))).toEqual({
      kind: 'string',
      seen: [
        { value: 'open', count: 6 },
        { value: 'paid', count: 6 },
      ],
    })
    expect(typeOf(range(11, n => (n % 2 ? 'open' : 'paid')))).toEqual({ kind: 'string' })
    expect(typeOf(range(99, n => `word${n}`))).toEqual({ kind: 'string' })
    expect(typeOf(range(12, () => 'This is a whole sentence'))).toEqual({ kind: 'string' })
  })
  it('is a record where names of members are data', () => {
    expect(typeOf(range(3, n => ({ [uuidText(n)]: n })))).toEqual({
      kind: 'record',
      element: { kind: 'number', integer: true, exact: false },
    })
    expect(typeOf(range(500, n => ({ [`k${n}`]: 'x' })))).toMatchObject({ kind: 'record' })
    expect(typeOf([{ a: 1 }, { a: 2, b: null }])).toMatchObject({
      kind: 'map',
      members: [
        { name: 'a', optional: false },
        { name: 'b', optional: true, present: 1, type: { kind: 'null' } },
      ],
    })
  })
})

it('items are sorted in bounded memory, whatever their keys are like', () => {
  const letters = (n: number) => n.toString(26).replace(/\d/g, digit => 'qrstuvwxyz'[Number(digit)]!)
  const clustering = createClustering(defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk' }) as Table)
  for (let n = 0; n < 30_000; n++)
    clustering.add(
      stored({ pk: `${letters(n)}#${letters(n * 7)}`, sk: letters(n * 3), type: letters(n), [`a${n}`]: n }),
    )
  const clusters = clustering.finish()
  expect(clusters.length).toBeLessThan(1000)
  expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(30_000)
  expect(
    Math.max(...clusters.map(({ samples, attributes }) => Math.max(samples.length, attributes.size / 5))),
  ).toBeLessThan(110)
})

it('a file is read alike in pieces of any size', async () => {
  const json = fc.array(
    fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(['"]', '\\'])), { minKeys: 1 }),
  )
  await fc.assert(
    fc.asyncProperty(json, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (values, size, lines) => {
      const text = lines ? values.map(value => JSON.stringify(value)).join('\n') : JSON.stringify(values, null, 1)
      const read: unknown[] = []
      const pieces = async function* () {
        for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
      }
      for await (const { value } of jsonValues(pieces(), 'file')) read.push(value)
      expect(read).toEqual(values)
    }),
  )
})

describe('values', () => {
  const pairs: readonly (readonly [one: StoredItem[string], other: StoredItem[string], same: boolean])[] = [
    [{ N: '1.0' }, { N: '1' }, true],
    [{ N: '1' }, { S: '1' }, false],
    [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }, true],
    [{ SS: ['a', 'b'] }, { SS: ['a', 'c'] }, false],
    [{ NS: ['1', '2'] }, { NS: ['2.0', '1'] }, true],
    [{ B: new Uint8Array([1]) }, { B: new Uint8Array([1]) }, true],
    [{ B: new Uint8Array([1]) }, { B: new Uint8Array([2]) }, false],
    [{ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }, false],
    [{ M: { a: { BOOL: true } } }, { M: { a: { BOOL: false } } }, false],
    [{ M: { a: { NULL: true } } }, { M: {} }, false],
  ]
  it.each(pairs)('%o and %o', (one, other, same) => expect(sameValue(one, other)).toBe(same))
})

it('names are made of what keys have', () => {
  expect(['docket-entry', 'DOCKET_ENTRY', 'docketEntry', '2fa'].map(pascalCase)).toEqual([
    'DocketEntry',
    'DocketEntry',
    'DocketEntry',
    'N2fa',
  ])
  expect(['entry', 'day', 'bus', 'case'].map(plural)).toEqual(['entries', 'days', 'buses', 'cases'])
  expect(['entries', 'items', 'status', 'class'].map(singular)).toEqual(['entry', 'item', 'status', 'class'])
})

function uuidText(n: number): string {
  return `9c943468-bc2e-4631-84e3-b084cf5b1fa${n}`
}
