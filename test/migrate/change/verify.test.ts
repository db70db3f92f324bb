import { expect, it } from 'vitest'
import { allItems, type Item, makeTable, migratorOf, mixed, person } from './support.js'

const member = (id: string, more: Item): Item => ({
  ...person('t', id, 'x', { first: { S: 'Ada' }, last: { S: 'L' }, gsi1pk: { S: 'last#L' }, gsi1sk: { S: id } }),
  pk: { S: 'org#t' },
  sk: { S: `member#${id}` },
  ...more,
})

it('says of each item that is not as it is to be why, as a word and in a sentence', async () => {
  const table = await makeTable([
    person('t', 'late', 'Late Comer'),
    person('t', 'none', 'x', { name: { NULL: true } }),
    member('stale', { gsi1pk: { S: 'last#M' } }),
    member('torn', { last: { N: '1' } }),
    member('right', {}),
  ])
  const { complete, counts, findings } = await migratorOf(table, { migration: mixed }).verify()
  expect({ complete, counts }).toEqual({
    complete: false,
    counts: { read: 5, right: 1, foreign: 0, left: 1, quarantined: 1, invalid: 1, stale: 1 },
  })
  expect(findings.toSorted((a, b) => (a.key.sk!.S! < b.key.sk!.S! ? -1 : 1))).toEqual([
    {
      key: { pk: { S: 'org#t' }, sk: { S: 'member#stale' } },
      reason: 'stale',
      message: 'it has other index keys than its attributes make: gsi1pk',
    },
    {
      key: { pk: { S: 'org#t' }, sk: { S: 'member#torn' } },
      reason: 'invalid',
      message: 'last: expected type S, found N',
    },
    {
      key: { pk: { S: 'team#t' }, sk: { S: 'person#late' } },
      reason: 'left',
      message: 'the migration would change it',
    },
    {
      key: { pk: { S: 'team#t' }, sk: { S: 'person#none' } },
      reason: 'invalid',
      message: 'name: expected type S, found NULL',
    },
  ])
  expect(await allItems(table)).toHaveLength(5)
})
