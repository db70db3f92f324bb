import { pull } from 'monotable/migrate'
import { describe, expect, it } from 'vitest'
import { codeErrors } from './code-errors.js'
import { range, sourceOf, stored, uuid } from './items.js'

const namesOf = async (items: readonly Readonly<Record<string, unknown>>[]) => {
  const { model, coverage } = await pull(sourceOf(items.map(stored)))
  expect(coverage.covered).toBe(items.length)
  return model.entities.map(({ name, count }) => [name, count])
}

describe('the name of an entity', () => {
  const tasks = range(6, n => ({ pk: `case|${n}`, sk: `work-item|${uuid(n)}`, entityName: 'WorkItem', title: `t${n}` }))

  it('is of the kind that calls itself so, not of a row that has the word in its key', async () => {
    const odd = { pk: `${uuid(90)}|workItem`, sk: uuid(91) }
    const notes = range(3, n => ({ pk: `case|${n}`, sk: `note|${n}`, entityName: 'Note', text: `t${n}` }))
    expect(await namesOf([odd, ...tasks, ...notes])).toEqual([
      ['WorkItem', 6],
      ['Note', 3],
      ['WorkItemLink', 1],
    ])
  })

  it('is of the larger kind, and the name of the other says what divides its keys', async () => {
    const outbox = (mark: string) => (n: number) => ({
      pk: `user-outbox${mark}${uuid(n % 3)}`,
      sk: `${n}`,
      body: `b${n}`,
    })
    expect(await namesOf([...range(2, outbox('-')), ...range(8, outbox('|'))])).toEqual([
      ['UserOutbox', 8],
      ['DashedUserOutbox', 2],
    ])
  })

  it('has the words of the key where one kind has keys of several forms', async () => {
    const people = range(5, n => ({ pk: `user#${n}`, sk: `user#${n}`, _type: 'Person', mail: `m${n}` }))
    const members = range(3, n => ({ pk: `team#${n}`, sk: `member#${n}`, _type: 'Person', role: `r${n}` }))
    expect(await namesOf([...members, ...people])).toEqual([
      ['Person', 5],
      ['TeamMemberPerson', 3],
    ])
  })

  it('has each word once, and no single letters where there are words', async () => {
    const limits = range(3, n => ({ pk: `ip-limit-search-ip-limit|h${n}x`, sk: `ip-limit-search-ip-limit|h${n}x`, n }))
    const likes = range(3, n => ({ pk: `p#${n}#likelist`, sk: `u#${n * 7}` }))
    expect((await namesOf([...limits, ...likes])).map(([name]) => name)).toEqual(['IpLimitSearch', 'Likelist'])
  })

  it('is after what the key is the id of, where the words only say that it is about that', async () => {
    expect(await namesOf(range(4, n => ({ pk: uuid(n), sk: 'metadata', complaint_id: uuid(n) })))).toEqual([
      ['Complaint', 4],
    ])
  })

  it('is none that the code has already', async () => {
    const items = ['InferItem', 'ConnectionOptions', 'Uint8Array'].flatMap(name =>
      range(3, n => ({ pk: `${name}#${n}`, sk: 'x', _type: name, raw: new Uint8Array([n]) })),
    )
    const { code } = await pull(sourceOf(items.map(stored)))
    expect(codeErrors({ names: code })).toEqual([])
  })
})

it('the largest group of what shares partitions is first, in it what a partition is about', async () => {
  const items = [
    ...range(4, n => ({ pk: `a-small-one#${n}`, sk: 'x', s: n })),
    ...range(9, n => ({ pk: `user#${n % 3}`, sk: `order#${n}`, total: n })),
    ...range(3, n => ({ pk: `user#${n}`, sk: `user#${n}`, mail: `${n}` })),
    ...range(5, n => ({ pk: `user#${n % 3}`, sk: `a-note#${n}`, text: `${n}` })),
  ]
  expect(await namesOf(items)).toEqual([
    ['User', 3],
    ['UserOrder', 9],
    ['UserANote', 5],
    ['ASmallOne', 4],
  ])
})
