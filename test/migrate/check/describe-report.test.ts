import { describe, expect, it } from 'vitest'
import { check, describeReport } from '../../../src/migrate/index.js'
import type { StoredItem } from '../../../src/schema/item-model.js'
import { book, LibraryTable, library } from './library.js'
import { sourceOf } from './sources.js'

const described = async (items: readonly object[], drift?: Parameters<typeof check>[2]) =>
  describeReport(await check(sourceOf(LibraryTable, items as StoredItem[]), library, drift)).join('\n')

it('of items in order', async () => {
  expect(await described([book()])).toBe(`Table 'library': 1 item read.
  Reader  0
  Book    1
  Loan    0

All items fit their definitions.`)
})

it('of items that are not, with what to do', async () => {
  const difference = {
    subject: 'time-to-live',
    severity: 'breaks',
    text: 'It is off.',
    defined: 'ttl',
    actual: undefined,
  } as const
  const items = [
    book({ entity: { S: 'book' } }),
    book({ pk: { S: 'cart\u009b#1' } }),
    book({ title: { N: '1' } }),
    { pk: { S: 'data' }, sk: { S: 'a' }, value: { S: '' } },
  ]
  expect(
    await described(items, { drift: { matches: false, differences: [difference] } }),
  ).toBe(`Table 'library': 4 items read.
  Reader  0
  Book    2
  Loan    0
  items of key-value stores: 1

✗ items of no entity: 1
    pk …#…, sk copy#…: no key template makes such a key (1)
      pk = "cart\\u009b#1", sk = "copy#0001"
    → Define an entity for them, mend the template or the discriminator of one, or delete them.

✗ items that do not fit the schema: 1
    Book title: expected type S, found N (1)
      pk = "book#1", sk = "copy#0001"
    → Widen the schema, or mend the items: reading one throws, or goes the way of onInvalid.

! items under an alias of the discriminator: 1
    Book entity: 'book' in the place of 'Book' (1)
      pk = "book#1", sk = "copy#0001"
    → They are read as ever; backfill the discriminator before the alias is removed from the definition.

The table itself
  ✗ It is off.

Not in order: 2 of 4 items, and the table is not as it is defined.`)
})

describe('items and complaints', () => {
  // Three items, of which two have several things that do not fit.
  const items = [
    book({ title: { N: '1' }, author: { N: '1' } }),
    book({ sk: { S: 'copy#0002' }, copy: { N: '2' }, title: { N: '1' }, author: { N: '1' } }),
    book({ pk: { S: 'cart#1' } }),
  ]

  it('are two things: an item counts once, however much is wrong with it', async () => {
    const text = await described(items)
    expect(text).toContain('✗ items that do not fit the schema: 2 (4 complaints)\n')
    expect(text).toMatch(/\nNot in order: 3 of 3 items, with 5 complaints\.$/)
    expect(await check(sourceOf(LibraryTable, items as StoredItem[]), library)).toMatchObject({
      wrong: 3,
      kinds: [
        { kind: 'noEntity', severity: 'violation', tolerated: false, items: 1, complaints: 1 },
        { kind: 'invalid', severity: 'violation', tolerated: false, items: 2, complaints: 4 },
      ],
    })
  })

  it('that are tolerated are not said to fit', async () => {
    const text = await described(items, { tolerate: ['noEntity', 'invalid'] })
    expect(text).toContain('! items of no entity: 1, tolerated\n')
    expect(text).toMatch(/\nIn order, but for what is tolerated: 1 item \(noEntity\), 2 items \(invalid\)\.$/)
    expect(await described([book()], { tolerate: ['noEntity'] })).toMatch(/All items fit their definitions\.$/)
  })

  it('of the second reading count an item once with those of the first', async () => {
    const reader = (id: string, changes: object) => ({
      pk: { S: `reader#${id}` },
      sk: { S: 'reader' },
      entity: { S: 'Reader' },
      id: { S: id },
      email: { S: `${id}@x.org` },
      version: { N: '1' },
      ...changes,
    })
    // Nobody keeps their addresses; and the first has an index key that it should not have.
    const report = await check(
      sourceOf(LibraryTable, [reader('ada', { gsi2pk: { S: 'stray' } }), reader('bob', {})]),
      library,
    )
    expect(report).toMatchObject({ passes: 2, wrong: 2 })
    expect(report.kinds.map(({ kind, items }) => [kind, items])).toEqual([
      ['indexKeyLeftOver', 1],
      ['sentinelMissing', 2],
    ])
  })
})
