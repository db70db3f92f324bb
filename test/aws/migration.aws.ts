import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../src/index.js'
import { createMigrator, defineMigration } from '../../src/migrate/index.js'
import { AppTable, eventually, failure, ids, Note, note, onLocal, useTable } from './support.js'
import { target } from './target.js'

const table = useTable('migration')
const team = 'docs'

/** Notes under other keys, with an index. */
const Paper = defineEntity({
  name: 'Paper',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string(), count: z.int() }),
  key: { partitionKey: 'papers#<team>', sortKey: 'paper#<id>' },
  indexes: { byText: { index: 'gsi1', partitionKey: 'text#<text>', sortKey: '<id>' } },
})
const migration = defineMigration({ name: 'papers', from: Note, to: Paper, transform: each => each })
const options = { client: table.client, tableName: table.name }
const { papers } = createDatabase({ ...options, entities: { papers: Paper } })
const migrator = createMigrator({ ...options, migration })
const confirm = table.name

describe('a migration, from plan to undo', () => {
  const all = ids(60).map(id => ({ team, id, text: id.slice(-1), count: 0 }))
  let planned: Awaited<ReturnType<typeof migrator.plan>>
  beforeAll(async () => {
    await table.create()
    await table.db.notes.putMany(all)
  })

  it('is planned, whatever DescribeTable counts', async () => {
    planned = await migrator.plan()
    expect(planned).toMatchObject({
      itemCount: 60,
      whole: true,
      counts: { read: 60, moved: 60 },
      expected: { moved: 60 },
    })
    expect(planned.collisions.count).toBe(0)
  })

  it('is refused without the name of the table, and nothing is made', async () => {
    const wrong = await failure(migrator.run({ confirm: 'another' }))
    expect(wrong).toMatchObject({ code: 'migration.refused', details: { because: 'unconfirmed' } })
    if (target.isLocal) return onLocal('it is no server that has to be confirmed.')
    expect(await failure(migrator.run())).toMatchObject({
      code: 'migration.refused',
      details: { because: 'unconfirmed' },
    })
  })

  it('is run, while others write', async () => {
    const writes = ids(20).map(id => table.db.notes.put({ team, id: `late-${id}`, text: 'late' }))
    const [run] = await Promise.all([migrator.run({ confirm, segments: 2 }), ...writes])
    expect(run).toMatchObject({ outcome: 'done', createdTable: `${table.name}-migrations` })
    // What was written behind its back is migrated by the next one.
    expect(await migrator.run({ confirm })).toMatchObject({ outcome: 'done' })
    expect(await migrator.verify()).toMatchObject({ complete: true, counts: { left: 0, invalid: 0, stale: 0 } })
    expect(await papers.scan().consistent().count()).toBe(80)

    const share = planned.cost.writeUnits / (run.consumed.write * (60 / run.counts.moved))
    note(
      `plan said ${planned.cost.writeUnits} write units for 60 items; the run took ${run.consumed.write} for ${run.counts.moved}.`,
    )
    expect(share).toBeGreaterThan(0.5)
    expect(share).toBeLessThan(2)
    const { waited } = await eventually(
      () => papers.query.byText({ text: '0' }).count(),
      count => count === 6,
    )
    note(`The new index was right after ${waited} ms.`)
  })

  it('is undone, but for what has changed since', async () => {
    await papers.update({ team, id: '0007' }).set({ count: 1 })
    const { counts, left } = await migrator.undo({ confirm })
    expect(counts).toEqual({ restored: 79, left: 1 })
    expect(left.map(({ was }) => was)).toEqual([{ pk: { S: 'team#docs' }, sk: { S: 'note#0007' } }])
    expect(await table.db.notes.query({ team }).consistent().count()).toBe(79)
    expect((await migrator.history()).map(({ action }) => action)).toEqual(['run', 'run', 'verify', 'undo'])
  })
})
