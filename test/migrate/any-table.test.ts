import fc from 'fast-check'
import { defineTable, type StoredItem, type Table } from 'monotable'
import { pull } from 'monotable/migrate'
import { expect, it } from 'vitest'
import { sourceOf, stored } from './items.js'
import { lostBy } from './run-code.js'

const table = defineTable({
  name: 'any-table',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' }, byMail: { partitionKey: 'mail' } },
  timeToLive: 'ttl',
}) as Table

const word = fc.constantFrom('USER', 'order', 'a', 'meta', 'user-email', 'undefined', '<x>', 'x y', "o'brien", '"q"')
const value = fc.constantFrom(
  '1',
  '2',
  '007',
  '12',
  'u1',
  '2026-05-04',
  '9c943468-bc2e-4631-84e3-b084cf5b1faa',
  'é',
  '#',
  '',
)
const delimiter = fc.constantFrom('#', '|', '-', ':', '/')
const key = fc
  .tuple(fc.array(fc.oneof(word, value), { minLength: 1, maxLength: 4 }), delimiter)
  .map(([parts, mark]) => parts.join(mark) || 'k')
const scalar = fc.oneof(
  word,
  value,
  fc.integer(),
  fc.integer().map(n => n / 8),
  fc.boolean(),
  fc.constant(null),
)
const any = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b-c', 'constructor', '__proto__', '1'), scalar, {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  fc.constant(new Set(['a', 'b'])),
  fc.constant(new Uint8Array([1])),
  fc.constant(12345678901234567890n),
)
const item = fc
  .record(
    {
      pk: key,
      sk: key,
      id: fc.oneof(value, any),
      type: word,
      entity: word,
      mail: fc.oneof(word, fc.emailAddress()),
      gsi1pk: key,
      gsi1sk: key,
      ttl: fc.oneof(fc.nat(), word),
      'odd name': any,
      'a<b>': any,
      class: any,
      version: fc.oneof(fc.nat(), word),
      schemaVersion: fc.nat(3),
    },
    { requiredKeys: ['pk', 'sk'] },
  )
  .chain(plain =>
    fc.oneof(
      { weight: 30, arbitrary: fc.constant(plain) },
      { weight: 1, arbitrary: fc.constant({ ...plain, uniqueOwner: { pk: 'x' } }) },
    ),
  )
  .map(stored)

const unique = (items: readonly StoredItem[]) => [
  ...new Map(items.map(each => [`${each.pk!.S}\0${each.sk!.S}`, each])).values(),
]

it('of any items, those that are said to match do, and the others are counted', async () => {
  let all = 0
  let matching = 0
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 25 }).map(unique), async items => {
      const { coverage, code, model } = await pull(sourceOf(items, table))
      all += coverage.total
      matching += coverage.covered
      const left = coverage.leftOver.reduce((sum, { count }) => sum + count, 0)
      expect([coverage.total, coverage.covered + left]).toEqual([items.length, items.length])
      expect(coverage.entities.reduce((sum, { count }) => sum + count, 0)).toBe(coverage.covered)
      const lost = model.entities.length > 0 ? lostBy(code, items).length : items.length
      expect(lost, code).toBe(items.length - coverage.covered)
    }),
    { numRuns: 60 },
  )
  // As wild as they are: were most of them left over, little would have been tried.
  expect(matching / all).toBeGreaterThan(1 / 3)
}, 120_000)
