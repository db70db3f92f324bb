import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { createMigrator, defineMigration } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import {
  allItems,
  Before,
  createTime,
  dyingClient,
  makeTable,
  migratorOf,
  Person,
  person,
  small,
  splitName,
  store,
} from './support.js'

const controlTableName = tableName('migrations')
const people = (count: number) => Array.from({ length: count }, (_, at) => person('t', `${at}`, `First${at} Last${at}`))

describe('status', () => {
  it('tells what the run has counted, and what undoing has, whatever was interrupted', async () => {
    const table = await makeTable(people(9))
    const { now, forward } = createTime()
    const { client } = dyingClient(11, 'before')
    const first = migratorOf(table, { migration: splitName, controlTableName, client, now })
    await expect(first.run({ segments: 1, pageSize: 3, concurrency: 1 })).rejects.toThrow('died')
    forward(120)
    const next = migratorOf(table, { migration: splitName, controlTableName, now })
    const { counts } = await next.run({ segments: 1, pageSize: 3 })
    expect(counts).toMatchObject({ read: 9, updated: 9 })
    expect(await next.status()).toMatchObject({ state: 'done', counts, undo: undefined })
    await store(table, { ...(await allItems(table))[0]!, edited: { BOOL: true } })

    const dying = dyingClient(9, 'after')
    const undoing = migratorOf(table, { migration: splitName, controlTableName, client: dying.client, now })
    await expect(undoing.undo({ concurrency: 1 })).rejects.toThrow('died')
    const half = await next.status()
    expect(half).toMatchObject({ action: 'undo', counts })
    expect(half.undo!.restored).toBeGreaterThan(0)
    expect(half.undo!.restored).toBeLessThan(8)
    forward(120)
    const report = await next.undo()
    expect(report.counts).toEqual({ restored: 8, left: 1 })
    expect(await next.status()).toMatchObject({ state: 'undone', counts, undo: { restored: 8, left: 1 } })
    // Once more, there is nothing to do, and still so much was done.
    expect((await next.undo()).counts).toEqual({ restored: 8, left: 1 })
    expect(await next.run()).toMatchObject({ counts: { read: 9, updated: 8 } })
    expect(await next.status()).toMatchObject({ state: 'done', undo: undefined })
  }, 60_000)

  it('lists no item that was mended or deleted before the run went on', async () => {
    const broken = (id: string) => person('t', id, 'No')
    const table = await makeTable([broken('1'), broken('2'), broken('3'), person('t', '4', 'Ada L')])
    const migration = defineMigration({
      name: 'strict',
      from: Before,
      to: Person,
      transform: ({ name, ...rest }) => {
        const [first, last] = name.split(' ')
        if (last === undefined) throw new Error('has one name')
        return { ...rest, first: first!, last }
      },
    })
    const migrator = migratorOf(table, { migration, controlTableName })
    await expect(migrator.run({ segments: 1, maxQuarantined: 2 })).rejects.toMatchObject({
      details: { because: 'quarantine' },
    })
    await store(table, person('t', '1', 'Bob B'))
    const { pk, sk } = broken('2')
    await localClient().send(new DeleteItemCommand({ TableName: table, Key: { pk: pk!, sk: sk! } }))
    const report = await migrator.run({ segments: 1 })
    expect(report.counts).toMatchObject({ read: 3, updated: 2, quarantined: 1 })
    expect(report.quarantined.map(({ key }) => key.sk?.S)).toEqual(['person#3'])
    expect((await migrator.status()).quarantined).toHaveLength(1)
    expect((await migrator.status()).counts).toEqual(report.counts)
  })
})

describe('a signal', () => {
  const table = makeTable([...people(2), person('t', 'none', 'x', { name: { NULL: true } })])
  /** A client whose user aborts at its n-th request, and how many there were. */
  const abortingAt = (at: number) => {
    const controller = new AbortController()
    const seen = { requests: 0 }
    const abort = () => {
      if (++seen.requests === at) controller.abort(new Error('enough'))
    }
    return { client: racing(/./, abort, 'each'), signal: controller.signal, seen }
  }

  it.each(['status', 'history'] as const)('ends %s at any of its requests', async action => {
    await migratorOf(await table, { migration: splitName, controlTableName }).run()
    let total = 1
    for (let at = 1; at <= total; at++) {
      const { client, signal, seen } = abortingAt(at)
      const migrator = migratorOf(await table, { migration: splitName, controlTableName, client })
      await expect(migrator[action]({ signal })).rejects.toMatchObject({ code: 'request.aborted' })
      if (at === 1) {
        const all = abortingAt(0)
        await migratorOf(await table, { migration: splitName, controlTableName, client: all.client })[action]()
        total = all.seen.requests
      }
      expect(seen.requests).toBeLessThanOrEqual(total)
    }
    expect(total).toBeGreaterThan(3)
  })
})

describe('a table that does not exist', () => {
  it.each(['plan', 'run', 'verify', 'undo', 'status', 'history'] as const)('is told by %s', async action => {
    const name = tableName('missing')
    const migrator = createMigrator({ client: localClient(), migration: splitName, tableName: name, controlTableName })
    await expect(migrator[action]()).rejects.toMatchObject({
      code: 'request.failed',
      details: { table: name, name: 'ResourceNotFoundException' },
      message: expect.stringContaining('the table does not exist'),
    })
  })
})

describe('two migrations of one table', () => {
  const other = defineMigration({
    name: 'other',
    from: Person,
    transform: item => ({ ...item, note: item.note ?? 'none' }),
  })

  it('at once: the second is told of the first, and comes after it', async () => {
    const table = await makeTable(people(4))
    const one = migratorOf(table, { migration: splitName, controlTableName, owner: 'one' })
    const two = migratorOf(table, { migration: other, controlTableName, owner: 'two' })
    const ended = await Promise.allSettled([one.run(small), two.run(small)])
    const refused = ended.filter(each => each.status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(refused[0]!.reason).toMatchObject({ code: 'migration.refused', details: { because: 'held' } })
    await one.run(small)
    await two.run(small)
    expect((await two.verify()).complete).toBe(true)
    // What the second has changed is not the first one's to put back.
    expect((await one.undo()).counts).toEqual({ restored: 0, left: 4 })
    expect((await two.undo()).counts).toEqual({ restored: 4, left: 0 })
    expect((await one.undo()).counts).toEqual({ restored: 4, left: 0 })
    expect(await allItems(table)).toEqual(people(4))
  })

  it('of whatever names keep to their own', async () => {
    const names = ['a', 'a#b', 'a/b', 'a%23b', '%', '__proto__', 'ünï ☂ 😀', '😀'.repeat(200), '#'.repeat(200)]
    const table = await makeTable(people(1))
    const before = await allItems(table)
    for (const name of names) {
      const migrator = migratorOf(table, { migration: { ...splitName, name }, controlTableName })
      expect(await migrator.status()).toMatchObject({ state: 'none' })
      expect((await migrator.run()).counts).toMatchObject({ updated: 1 })
      expect(await migrator.history()).toHaveLength(1)
      expect((await migrator.undo()).counts).toEqual({ restored: 1, left: 0 })
      expect(await allItems(table)).toEqual(before)
      expect(await migrator.status()).toMatchObject({ state: 'undone', counts: { updated: 1 } })
    }
  }, 60_000)

  it.each(['', '\n', '\ud800', 'x'.repeat(201)])('are refused by a name that is none: %j', name => {
    const define = () => defineMigration({ name, from: Before, transform: item => item })
    expect(define).toThrow(expect.objectContaining({ details: expect.objectContaining({ because: 'definition' }) }))
  })
})
