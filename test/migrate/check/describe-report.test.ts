import { expect, it } from 'vitest'
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

Not in order: 2 violations, and the table is not as it is defined.`)
})
