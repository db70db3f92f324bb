import { describe, expect, it } from 'vitest'
import type { AnyMigration, RunReport } from '../../../src/migrate/index.js'
import { tableName } from '../../support/local.js'
import { counted, countMigration } from './counting.js'
import {
  allItems,
  createTime,
  dyingClient,
  type Item,
  makeTable,
  migratorOf,
  mixed,
  person,
  small,
  splitName,
} from './support.js'

const controlTableName = tableName('migrations')

const items: readonly Item[] = [
  ...Array.from({ length: 3 }, (_, at) => person(`t${at % 2}`, `${at}`, `First${at} Last${at}`)),
  person('t', 'split', 'Ada Lovelace', { note: { S: 'a note' }, extra: { NS: ['1', '2'] } }),
  person('t', 'gone', 'Gone Girl'),
  person('t', 'stay', 'Stay Put'),
  { pk: { S: 'other' }, sk: { S: 'thing' } },
]

/** What of a report is the same however often it was interrupted: what was met twice, or was made meanwhile, is `already`. */
const changesOf = ({ counts: { read, already, ...rest } }: RunReport) => ({ ...rest, all: read - already })

interface Undisturbed {
  readonly before: Item[]
  readonly after: Item[]
  readonly changes: object
}

async function undisturbed(migration: AnyMigration, items: readonly Item[]): Promise<Undisturbed> {
  const table = await makeTable(items)
  const before = await allItems(table)
  const report = await migratorOf(table, { migration, controlTableName }).run(small)
  expect(report.outcome).toBe('done')
  return { before, after: await allItems(table), changes: changesOf(report) }
}

/** Runs until the n-th write, and then with another runner; whether the first one died. */
async function runAndDie(
  migration: AnyMigration,
  items: readonly Item[],
  at: number,
  when: 'before' | 'after',
  { before, after, changes }: Undisturbed,
): Promise<boolean> {
  const table = await makeTable(items)
  const { now, forward } = createTime()
  const { client, seen } = dyingClient(at, when)
  await migratorOf(table, { migration, controlTableName, client, now })
    .run(small)
    .catch(error => {
      if (!seen.dead) throw error
    })
  const next = migratorOf(table, { migration, controlTableName, now })
  const { state } = await next.status()
  if (state === 'running') await expect(next.run(small)).rejects.toMatchObject({ details: { because: 'held' } })
  forward(120)
  if (state !== 'done') {
    const report = await next.run(small)
    expect({ at, when, ...changesOf(report) }).toEqual({ at, when, ...changes })
  }
  expect(await allItems(table)).toEqual(after)
  const verified = await next.verify()
  expect(verified).toMatchObject({ complete: true, counts: { left: 0 } })
  expect(await next.undo()).toMatchObject({ counts: { left: 0 } })
  expect(await allItems(table)).toEqual(before)
  return seen.dead
}

/** It dies at each second write: before one, and behind the one in front of it, things stand the same. */
const STRIDE = 2

describe.each([
  ['in place', splitName, items.filter(item => item.pk?.S !== 'other')],
  ['of all kinds', mixed, items],
  ['that is no fixpoint', countMigration, Array.from({ length: 4 }, (_, at) => counted(`${at}`, at))],
] as const)('a runner of a migration %s that dies at a write', (_, migration, items) => {
  it.each(['before', 'after'] as const)(
    '%s it is made: the next one ends where it would have',
    async when => {
      const expected = await undisturbed(migration, items)
      let died = 1 - STRIDE
      let alive = false
      // Several at a time: most of what takes time is waiting.
      const ones = async () => {
        while (!alive) {
          died += STRIDE
          if (!(await runAndDie(migration, items, died, when, expected))) alive = true
        }
      }
      await Promise.all(Array.from({ length: 4 }, ones))
      expect(died).toBeGreaterThan(items.length)
    },
    300_000,
  )
})
