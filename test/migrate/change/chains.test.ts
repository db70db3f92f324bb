import { describe, expect, it } from 'vitest'
import type { AnyMigration } from '../../../src/migrate/index.js'
import { tableName } from '../../support/local.js'
import { createWire } from '../../support/wire.js'
import { follow, shift, step } from './steps.js'
import { allItems, createTime, dyingClient, type Item, makeTable, migratorOf, small, store } from './support.js'

const controlTableName = tableName('migrations')

/** Chains of both directions, whichever way the table is gone through; one behind an item that is deleted; others beside them. */
const chained: readonly Item[] = [
  ...[1, 2, 3].map(place => step(place, place + 1)),
  ...[3, 2].map(place => step(place, place - 1, 'b')),
  step('x', 'y', 'c'),
  { pk: { S: 'other' }, sk: { S: 'thing' } },
]
const followed: readonly Item[] = [
  ...[2, 3, 4].map(place => step(place)),
  ...[2, 1].map(place => step(place, undefined, 'b')),
  step('y', undefined, 'c'),
  { pk: { S: 'other' }, sk: { S: 'thing' } },
]
const numbers: readonly Item[] = [1, 2, 3].map(place => ({ ...step(place), was: { N: String(place) } }))
const shifted: readonly Item[] = [1, 2, 3].map(place => ({ ...step(place + 1), was: { N: String(place) } }))

const inOrder = async (items: readonly Item[]) => allItems(await makeTable(items))

describe('items that are to get the keys of one another', () => {
  it.each([
    ['that the migration leaves then', follow, chained, followed, 6],
    ['that the migration would move once more', shift, numbers, shifted, 3],
  ] as const)(
    '%s: each moves once the other has left, and back',
    async (_, migration, before, after, moved) => {
      const table = await makeTable(before)
      const migrator = migratorOf(table, { migration, controlTableName })
      const plan = await migrator.plan({ sample: 'all' })
      expect(plan).toMatchObject({ collisions: { count: 0 }, counts: { moved, quarantined: 0 } })
      const report = await migrator.run({ segments: 1, pageSize: 2, concurrency: 1 })
      expect(report).toMatchObject({ outcome: 'done', counts: { moved, quarantined: 0, gone: 0 } })
      expect(report.counts.read - report.counts.already - report.counts.untouched).toBe(before.length)
      expect(await allItems(table)).toEqual(await inOrder(after))
      expect(await migrator.verify()).toMatchObject({ complete: true })
      expect(await migrator.undo()).toMatchObject({ outcome: 'done', counts: { restored: moved, left: 0 } })
      expect(await allItems(table)).toEqual(await inOrder(before))
      expect((await migrator.run(small)).counts).toMatchObject({ moved, quarantined: 0 })
      expect(await allItems(table)).toEqual(await inOrder(after))
    },
    60_000,
  )

  it('and are the same but for their keys: none is taken for what another one becomes', async () => {
    const table = await makeTable([step(1), step(2), step(3)])
    const migrator = migratorOf(table, { migration: shift, controlTableName })
    expect((await migrator.run({ segments: 1, concurrency: 1 })).counts).toMatchObject({ moved: 3 })
    expect(await allItems(table)).toEqual([step(2), step(3), step(4)])
  })

  it('follow a long chain at once, in any order', async () => {
    const items = Array.from({ length: 150 }, (_, at) => step(String(1000 + at), String(1001 + at)))
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: follow, controlTableName })
    const wire = createWire()
    const plan = await migratorOf(table, { migration: follow, controlTableName, client: wire.client }).plan({
      sample: 'all',
    })
    expect(plan).toMatchObject({ collisions: { count: 0 }, counts: { moved: 150 } })
    // None is read for each that waits behind it.
    expect(wire.requests.filter(({ operation }) => operation === 'GetItem').length).toBeLessThan(2 * items.length)
    expect((await migrator.run({ maxQuarantined: 0 })).counts).toMatchObject({ moved: 150, quarantined: 0 })
    expect((await migrator.verify()).complete).toBe(true)
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 150, left: 0 } })
    expect(await allItems(table)).toEqual(await inOrder(items))
  }, 60_000)

  it('in a circle, or behind one that can not leave, are set aside as they are', async () => {
    const items = [
      step(1, 2),
      step(2, 1),
      step(5, 6),
      step(6, 7),
      { ...step(7), text: { S: 'stays' } },
      step(12, 9),
      step(8, 9),
      step(9, 10),
      step(11, 7),
    ]
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: follow, controlTableName })
    const plan = await migrator.plan({ sample: 'all' })
    expect(plan.counts).toMatchObject({ moved: 2, quarantined: 6 })
    const report = await migrator.run({ segments: 1, concurrency: 1 })
    expect(report.counts).toMatchObject({ moved: 2, quarantined: 6 })
    const reasons = Object.fromEntries(
      report.quarantined.map(({ key, reason, message }) => [key.sk?.S, [reason, message]]),
    )
    expect(Object.keys(reasons).sort()).toEqual(['1', '11', '2', '5', '6', '8'])
    expect(reasons['1']).toEqual(['collision', expect.stringContaining('each of them waits for the other')])
    expect(reasons['6']).toEqual(['collision', 'another item is under its new key'])
    expect(reasons['8']).toEqual(['collision', 'another item is to get its new key'])
    expect(await allItems(table)).toEqual(
      await inOrder([...items.filter(({ sk }) => !['9', '12'].includes(sk!.S!)), step(9), step(10)]),
    )
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 2, left: 0 } })
    expect(await allItems(table)).toEqual(await inOrder(items))
  })

  it('are left by an undo, where what came in their place was edited', async () => {
    const table = await makeTable([step(1, 2), step(2, 3), step(3, 4)])
    const migrator = migratorOf(table, { migration: follow, controlTableName })
    await migrator.run(small)
    const edited = { ...step(2), text: { S: 'edited' } }
    await store(table, edited)
    // 1 can not be put back; 2 has no room, and so 3 has none.
    const report = await migrator.undo()
    expect(report.counts).toEqual({ restored: 0, left: 3 })
    expect(await allItems(table)).toEqual([edited, step(3), step(4)])
    await store(table, step(2))
    expect((await migrator.undo()).counts).toEqual({ restored: 3, left: 0 })
    expect(await allItems(table)).toEqual([step(1, 2), step(2, 3), step(3, 4)])
  })
})

async function runAndDie(
  migration: AnyMigration,
  [before, after]: readonly [Item[], Item[]],
  at: number,
  when: 'before' | 'after',
  during: 'run' | 'undo',
): Promise<boolean> {
  const table = await makeTable(before)
  const { now, forward } = createTime()
  const { client, seen } = dyingClient(at, when)
  const dying = migratorOf(table, { migration, controlTableName, client, now })
  const next = migratorOf(table, { migration, controlTableName, now })
  if (during === 'undo') await next.run(small)
  const moved = before.filter(item => item.pk?.S !== 'other').length
  await (during === 'run' ? dying.run(small) : dying.undo({ concurrency: 2 })).catch(error => {
    if (!seen.dead) throw error
  })
  forward(120)
  if (during === 'run') {
    const { state } = await next.status()
    if (state !== 'done') expect((await next.run(small)).counts).toMatchObject({ moved, quarantined: 0 })
    expect((await next.status()).counts).toMatchObject({ moved, quarantined: 0 })
    expect(await allItems(table)).toEqual(after)
    expect(await next.verify()).toMatchObject({ complete: true })
  }
  expect(await next.undo()).toMatchObject({ outcome: 'done', counts: { restored: moved, left: 0 } })
  expect(await allItems(table)).toEqual(before)
  return seen.dead
}

/** It dies at each third write: before one, and behind the next, things stand the same, and the two migrations begin at others. */
const STRIDE = 3

describe.each([
  ['that the migration leaves then', follow, chained, followed, 1],
  ['that the migration would move once more', shift, numbers, shifted, 2],
] as const)('a runner of chains %s that dies', (_, migration, items, ends, from) => {
  it.each([
    ['before', 'run'],
    ['after', 'run'],
    ['before', 'undo'],
    ['after', 'undo'],
  ] as const)(
    '%s any write of its %s: the next one ends where it would have',
    async (when, during) => {
      const expected = [await inOrder(items), await inOrder(ends)] as const
      let died = from - STRIDE
      let alive = false
      const ones = async () => {
        while (!alive) {
          died += STRIDE
          if (!(await runAndDie(migration, expected, died, when, during))) alive = true
        }
      }
      await Promise.all(Array.from({ length: 4 }, ones))
      expect(died).toBeGreaterThan(during === 'run' ? 2 * items.length : items.length)
    },
    300_000,
  )
})
