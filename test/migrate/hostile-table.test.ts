import fc from 'fast-check'
import { defineTable, type StoredItem, type Table } from 'monotable'
import { type Ask, pull } from 'monotable/migrate'
import { afterEach, describe, expect, it } from 'vitest'
import { codeErrors } from './code-errors.js'
import { AppTable, sourceOf, stored } from './items.js'
import { lostBy } from './run-code.js'

/** Texts that would run, or break the code, where they stood in it as they are. */
const injections = [
  '*/ globalThis.injected = 1 /*',
  "'); globalThis.injected = 1; ('",
  '"); globalThis.injected = 1; ("',
  `$\{(globalThis.injected = 1)}`,
  '`+(globalThis.injected = 1)+`',
  '\nglobalThis.injected = 1\n',
  '\u2028globalThis.injected = 1\u2029',
  '// x',
  'a // b',
  '*/',
  '\\',
  "\\'",
  '<x>',
  '<pk>',
  '</script>',
  'é😀',
  '\u0000\u0007',
]
const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'a-b',
  '1x',
  'class',
  'a b',
  'z',
  '💥',
  'pk\n',
]

const hostile = fc.constantFrom(...injections, ...names)
const text = fc.oneof(
  { weight: 3, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 8 })
      .filter(each => each.isWellFormed() && !each.includes('\u{10FFFF}')),
  },
)
const key = fc
  .tuple(
    fc.array(fc.oneof(text, fc.constantFrom('USER', 'a1', 'x')), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('#', '|', '-', ':'),
  )
  .map(([parts, mark]) => parts.join(mark))
const value = fc.oneof(text, fc.integer(), fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }))

/** A dictionary's `__proto__` is one of its members here, as it is in an item. */
const item = fc
  .tuple(key, key, fc.dictionary(text, value, { maxKeys: 6, noNullPrototype: true }), text, key)
  .map(([pk, sk, rest, kind, index]) => ({
    rest,
    plain: { pk, sk, entityType: kind, 'i*/`$': index, "o'k": 'one' },
  }))

const odd = defineTable({
  name: 'odd.table-1',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { __proto__x: { partitionKey: 'i*/`$' }, 'a-b.c': { partitionKey: "o'k", sortKey: 'sk' } },
}) as Table

const distinct = (items: readonly StoredItem[]) => [
  ...new Map(items.map(each => [`${each.pk!.S}\0${each.sk!.S}`, each])).values(),
]

/** An item with another name of its kind gets the first name when it is written: that would be a difference. */
const apart: Ask = ({ text, chosen }) => (text.includes('another name for') ? 0 : chosen)

afterEach(() => {
  expect(globalThis).not.toHaveProperty('injected')
})

it('of items with hostile texts and names, what is said to match does, and the code is code', async () => {
  const codes: Record<string, string> = {}
  const entries = (rest: object, plain: object) =>
    stored(Object.fromEntries([...Object.entries(rest), ...Object.entries(plain)]))
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 14 }), async all => {
      const items = distinct(all.map(({ rest, plain }) => entries(rest, plain)))
      const { code, coverage, model } = await pull(sourceOf(items, odd), { ask: apart })
      codes[`run${Object.keys(codes).length}`] = code
      const lost = model.entities.length > 0 ? lostBy(code, items).length : items.length
      expect(lost, code).toBe(items.length - coverage.covered)
    }),
    { numRuns: 40 },
  )
  expect(codeErrors(codes)).toEqual([])
}, 180_000)

describe('a table of', () => {
  it.each([
    ['one item', AppTable, [{ pk: 'a', sk: 'b' }]],
    [
      'one item with a number for a key',
      defineTable({ name: 'app', partitionKey: { name: 'n', type: 'number' } }),
      [{ n: 1.5, x: 'y' }],
    ],
    [
      'number keys',
      defineTable({ name: 'app', partitionKey: 'pk', sortKey: { name: 'at', type: 'number' } }),
      [
        { pk: 'a#1', at: 1 },
        { pk: 'a#2', at: -2.5 },
        { pk: 'a#2', at: 12345678901234567890n },
      ],
    ],
    [
      'binary keys',
      defineTable({
        name: 'app',
        partitionKey: { name: 'b', type: 'binary' },
        sortKey: { name: 'c-d', type: 'binary' },
      }),
      [{ b: new Uint8Array([1, 255]), 'c-d': new Uint8Array([0]) }],
    ],
    [
      'keys that are called as members of every object are',
      defineTable({ name: 'app', partitionKey: 'constructor', sortKey: 'toString' }),
      [
        { constructor: 'a#1', toString: 'b' },
        { constructor: 'a#2', toString: 'b' },
      ],
    ],
    [
      'keys with names that need quotes',
      defineTable({ name: 'app', partitionKey: "p'k*/", sortKey: 's`k$\n' }),
      [
        { "p'k*/": 'a#1', 's`k$\n': '*/' },
        { "p'k*/": 'a#2', 's`k$\n': '`' },
      ],
    ],
  ] as const)('%s is covered', async (_, table, plain) => {
    const items = (plain as readonly object[]).map(each => stored({ ...each }))
    const { code, coverage } = await pull(sourceOf(items, table as unknown as Table))
    expect(coverage.covered, coverage.sentence).toBe(items.length)
    expect(lostBy(code, items)).toEqual([])
    expect(codeErrors({ code })).toEqual([])
  })
})
