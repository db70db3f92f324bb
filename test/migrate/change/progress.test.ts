import { describe, expect, it } from 'vitest'
import type { UndoProgress } from '../../../src/migrate/index.js'
import { tableName } from '../../support/local.js'
import { troubled, unhandledIn } from '../../support/unhandled.js'
import { createTime, dyingClient, makeTable, migratorOf, person, small, splitName, store } from './support.js'

const controlTableName = tableName('migrations')
const people = (count: number) => Array.from({ length: count }, (_, at) => person('t', `${at}`, `First${at} Last${at}`))

describe('progress', () => {
  it.each(Object.entries(troubled))('of who is told %s is its own trouble', async (_, onProgress) => {
    const migrator = migratorOf(await makeTable(people(3)), { migration: splitName, controlTableName })
    const outcomes: string[] = []
    const unhandled = await unhandledIn(async () => {
      for (const action of ['plan', 'run', 'verify', 'undo'] as const)
        outcomes.push((await migrator[action]({ onProgress })).outcome)
    })
    expect([outcomes, unhandled]).toEqual([['done', 'done', 'done', 'done'], []])
  })

  it('of an undo tells how many items there are to put back, of all runs, whatever was put back before', async () => {
    const table = await makeTable(people(12))
    const { now, forward } = createTime()
    const migrator = migratorOf(table, { migration: splitName, controlTableName, now })
    await migrator.run(small)
    await store(table, person('t', '12', 'Late Comer'))
    expect((await migrator.run(small)).counts).toMatchObject({ updated: 1 })

    const told: UndoProgress[] = []
    const onProgress = (progress: UndoProgress) => void told.push(progress)
    const dying = migratorOf(table, {
      migration: splitName,
      controlTableName,
      now,
      client: dyingClient(9, 'before').client,
    })
    await expect(dying.undo({ concurrency: 1, onProgress })).rejects.toThrow('died')
    forward(120)
    const { counts, consumed } = await migrator.undo({ concurrency: 1, onProgress })
    expect(counts).toEqual({ restored: 13, left: 0 })
    expect(told.map(({ total }) => total)).toEqual(told.map(() => 13))
    const done = told.map(({ counts }) => counts.restored)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    const last = told.at(-1)!
    expect(last.counts).toEqual(counts)
    expect(last.consumed.write).toBeGreaterThan(0)
    expect(last.consumed.write).toBeLessThanOrEqual(consumed.write)
  })
})
