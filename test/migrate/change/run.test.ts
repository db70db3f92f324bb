import { describe, expect, it } from 'vitest'
import { defineMigration } from '../../../src/migrate/index.js'
import { allItems, makeTable, migratorOf, mixed, person, small, splitName } from './support.js'

const people = Array.from({ length: 20 }, (_, at) =>
  person(`t${at % 3}`, `${at}`, `First${at} Last${at}`, { extra: { L: [{ N: '1.50' }] } }),
)

describe('a migration in place', () => {
  it('changes what differs, keeps what nobody knows, and is undone to the byte', async () => {
    const table = await makeTable(people)
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: splitName })
    const plan = await migrator.plan()
    expect(plan.counts).toMatchObject({ read: 20, updated: 20 })
    expect(await allItems(table)).toEqual(before)
    const report = await migrator.run(small)
    expect(report).toMatchObject({ outcome: 'done', counts: { read: 20, updated: 20 }, resumed: false })
    const after = await allItems(table)
    expect(after[0]).toEqual({
      ...before[0],
      name: undefined,
      first: expect.anything(),
      last: expect.anything(),
      gsi1pk: expect.anything(),
      gsi1sk: expect.anything(),
    })
    expect(await migrator.verify()).toMatchObject({ complete: true, counts: { read: 20, right: 20 } })
    expect(await migrator.undo()).toMatchObject({ outcome: 'done', counts: { restored: 20, left: 0 } })
    expect(await allItems(table)).toEqual(before)
    expect((await migrator.history()).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['run', 'done'],
      ['verify', 'done'],
      ['undo', 'done'],
    ])
    expect(await migrator.run(small)).toMatchObject({ counts: { read: 20, updated: 20 } })
    expect(await allItems(table)).toEqual(after)
  })
})

describe('a migration of all kinds', () => {
  it('moves, splits, deletes, leaves; and is undone', async () => {
    const table = await makeTable([
      ...people.slice(0, 5),
      person('t', 'split', 'Ada Lovelace', { note: { S: 'a note' } }),
      person('t', 'gone', 'Gone Girl'),
      person('t', 'stay', 'Stay Put'),
      { pk: { S: 'other' }, sk: { S: 'thing' } },
    ])
    const before = await allItems(table)
    const migrator = migratorOf(table, { migration: mixed })
    const { counts } = await migrator.plan()
    expect(counts).toMatchObject({ read: 9, moved: 5, split: 1, deleted: 1, untouched: 1, foreign: 1 })
    const report = await migrator.run({ segments: 1 })
    const { read, already, ...rest } = report.counts
    expect(rest).toMatchObject({ moved: 5, split: 1, deleted: 1, untouched: 1, foreign: 1 })
    expect(read).toBe(9 + already)
    const after = await allItems(table)
    expect(after).toHaveLength(9)
    expect(await migrator.verify()).toMatchObject({ complete: true })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 7, left: 0 } })
    expect(await allItems(table)).toEqual(before)
  })
})

describe('a run that is stopped', () => {
  it('counts what it has done of the pages under way', async () => {
    const table = await makeTable(people)
    const controller = new AbortController()
    let seen = 0
    const migration = defineMigration({
      ...splitName,
      transform: (item, tools) => {
        if (++seen === 5) controller.abort()
        return splitName.transform(item, tools)
      },
    })
    const migrator = migratorOf(table, { migration })
    const { signal } = controller
    const stopped = await migrator.run({ segments: 1, pageSize: 20, concurrency: 2, signal })
    const done = (await allItems(table)).filter(item => item.first).length
    expect(done).toBeGreaterThan(0)
    expect(stopped).toMatchObject({ outcome: 'stopped', counts: { read: done, updated: done } })
    expect(await migrator.run()).toMatchObject({ outcome: 'done', counts: { read: 20, updated: 20 }, resumed: true })
  })
})
