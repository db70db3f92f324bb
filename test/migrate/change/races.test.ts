import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../../../src/index.js'
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js'
import { localClient, tableName } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import {
  allItems,
  createTime,
  Moved,
  makeTable,
  migratorOf,
  mixed,
  Person,
  person,
  small,
  splitName,
  store,
} from './support.js'

const controlTableName = tableName('migrations')
const people = Array.from({ length: 12 }, (_, at) => person(`t${at % 3}`, `${at}`, `First${at} Last${at}`))
const ada = person('t', 'ada', 'Ada Lovelace')
const key = { pk: ada.pk!, sk: ada.sk! }

describe('an application that writes meanwhile', () => {
  it('changes an item between read and write: its change is there, migrated', async () => {
    const table = await makeTable([ada])
    const change = () => store(table, person('t', 'ada', 'Ada King', { note: { S: 'married' } }))
    const client = racing(/TransactWriteItems/, change)
    const report = await migratorOf(table, { migration: splitName, controlTableName, client }).run()
    expect(report.counts).toMatchObject({ read: 1, updated: 1 })
    const db = createDatabase({ client: localClient(), tableName: table, entities: { people: Person } })
    expect(await db.people.get({ team: 't', id: 'ada' })).toMatchObject({ last: 'King', note: 'married' })
  })

  it('adds an attribute that the schema has and the item lacked', async () => {
    const table = await makeTable([ada])
    const client = racing(/TransactWriteItems/, () =>
      localClient().send(
        new UpdateItemCommand({
          TableName: table,
          Key: key,
          UpdateExpression: 'SET note = :n',
          ExpressionAttributeValues: { ':n': { S: 'new' } },
        }),
      ),
    )
    await migratorOf(table, { migration: mixed, controlTableName, client }).run()
    const all = await allItems(table)
    expect(all.map(item => item.sk?.S)).toEqual(['member#ada', 'note#ada'])
  })

  it.each([
    ['in place', splitName],
    ['to another key', mixed],
  ] as const)('deletes an item that is changed %s: it does not come back', async (_, migration) => {
    const table = await makeTable([ada])
    const client = racing(/TransactWriteItems/, () =>
      localClient().send(new DeleteItemCommand({ TableName: table, Key: key })),
    )
    const migrator = migratorOf(table, { migration, controlTableName, client })
    expect((await migrator.run()).counts).toMatchObject({ read: 1, gone: 1 })
    expect(await allItems(table)).toEqual([])
    expect((await migrator.verify()).complete).toBe(true)
  })

  it('takes the new key: the old item stays, and is set aside', async () => {
    const table = await makeTable([ada])
    const db = createDatabase({ client: localClient(), tableName: table, entities: { people: Moved } })
    const taken = { team: 't', id: 'ada', first: 'Another', last: 'Ada' }
    const client = racing(/TransactWriteItems/, () => db.people.create(taken))
    const migrator = migratorOf(table, { migration: mixed, controlTableName, client })
    const report = await migrator.run()
    expect(report.counts).toMatchObject({ quarantined: 1, moved: 0 })
    expect(report.quarantined).toMatchObject([{ key, reason: 'collision' }])
    expect(await allItems(table)).toContainEqual(ada)
    expect((await migrator.verify()).complete).toBe(false)
    expect((await migrator.plan()).collisions.count).toBe(1)
    await db.people.delete({ team: 't', id: 'ada' })
    expect((await migrator.run()).counts).toMatchObject({ moved: 1, quarantined: 0 })
    expect((await migrator.verify()).complete).toBe(true)
    expect(await migrator.status()).toMatchObject({ state: 'done', quarantined: [] })
  })

  it('has made the new item already: the old one goes, and undoing leaves what was not made here', async () => {
    const table = await makeTable([ada])
    const db = createDatabase({ client: localClient(), tableName: table, entities: { people: Moved } })
    await db.people.create({ team: 't', id: 'ada', first: 'Ada', last: 'Lovelace' })
    const made = (await allItems(table)).find(item => item.sk?.S === 'member#ada')
    const migrator = migratorOf(table, { migration: mixed, controlTableName })
    expect((await migrator.run()).counts).toMatchObject({ moved: 1, already: 1, quarantined: 0 })
    expect(await allItems(table)).toEqual([made])
    await migrator.undo()
    expect(await allItems(table)).toEqual([made, ada])
  })

  it('never stops writing one item: that is set aside', async () => {
    const table = await makeTable([ada])
    let count = 0
    const client = localClient()
    const send = async (command: any, ...rest: any[]) => {
      if (command.constructor.name === 'TransactWriteItemsCommand')
        await store(table, { ...ada, note: { S: `${++count}` } })
      return (client.send as any)(command, ...rest)
    }
    const busy = new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
    const { counts, quarantined } = await migratorOf(table, {
      migration: splitName,
      controlTableName,
      client: busy,
    }).run()
    expect(counts).toMatchObject({ read: 1, quarantined: 1 })
    expect(quarantined).toMatchObject([{ reason: 'contended' }])
  })

  it('goes on writing all the time: no write is lost', async () => {
    const table = await makeTable(people)
    let running = true
    const written = new Map<string, number>()
    const writer = async () => {
      for (let n = 1; running; n++) {
        const { pk, sk } = people[n % people.length]!
        await localClient().send(
          new UpdateItemCommand({
            TableName: table,
            Key: { pk: pk!, sk: sk! },
            UpdateExpression: 'ADD hits :one',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        )
        written.set(sk!.S!, (written.get(sk!.S!) ?? 0) + 1)
      }
    }
    const app = writer()
    const migrator = migratorOf(table, { migration: splitName, controlTableName })
    const { counts } = await migrator.run(small)
    running = false
    await app
    expect(counts).toMatchObject({ read: 12, updated: 12 - counts.quarantined })
    for (const item of await allItems(table)) expect(Number(item.hits?.N ?? 0)).toBe(written.get(item.sk!.S!) ?? 0)
  })
})

describe('two runners', () => {
  it('at once: one goes, the others are told who it is', async () => {
    const table = await makeTable(people)
    const runners = Array.from({ length: 3 }, (_, at) =>
      migratorOf(table, { migration: splitName, controlTableName, owner: `runner-${at}` }).run(small),
    )
    const ended = await Promise.allSettled(runners)
    expect(ended.filter(each => each.status === 'fulfilled')).toHaveLength(1)
    for (const each of ended)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({ code: 'migration.refused', details: { because: 'held' } })
    expect((await migratorOf(table, { migration: splitName, controlTableName }).verify()).complete).toBe(true)
  })

  it('one after another, in the middle of the work of the first: it stops, and nothing is done twice', async () => {
    const table = await makeTable(people)
    const { now, forward } = createTime()
    const second = migratorOf(table, { migration: mixed, controlTableName, now, owner: 'second' })
    let other: Promise<unknown> | undefined
    const client = racing(
      /TransactWriteItems/,
      async () => {
        forward(61)
        other = second.run(small)
        await other
      },
      4,
    )
    const first = migratorOf(table, { migration: mixed, controlTableName, client, now, owner: 'first' })
    await expect(first.run({ ...small, segments: 1 })).rejects.toMatchObject({ details: { because: 'lost' } })
    const report: any = await other
    expect(report).toMatchObject({ outcome: 'done', resumed: true })
    expect(report.counts).toMatchObject({ moved: 12 })
    expect((await second.verify()).complete).toBe(true)
    expect(await allItems(table)).toHaveLength(12)
    const entries = await second.history()
    expect(entries.map(({ owner, outcome }) => [owner, outcome])).toEqual([
      ['first', 'failed'],
      ['second', 'done'],
      ['second', 'done'],
    ])
  })

  it('a late one after an undo can migrate nothing again', async () => {
    const table = await makeTable([ada])
    const { now, forward } = createTime()
    const other = migratorOf(table, { migration: splitName, controlTableName, now })
    // The request is under way while its runner's time runs out, another one finishes, and all is undone.
    const client = racing(/TransactWriteItems/, async () => {
      forward(61)
      await other.run()
      await other.undo()
    })
    await expect(
      migratorOf(table, { migration: splitName, controlTableName, client, now }).run(),
    ).rejects.toMatchObject({
      details: { because: 'lost' },
    })
    expect(await allItems(table)).toEqual([ada])
  })
})

describe('a lease', () => {
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('of %s seconds is refused where it is said', leaseSeconds => {
    expect(() => migratorOf('app', { migration: splitName, leaseSeconds })).toThrow(
      expect.objectContaining({
        code: 'migration.refused',
        details: expect.objectContaining({ because: 'definition' }),
      }),
    )
  })

  it('of a part of a millisecond has a time that can be kept', async () => {
    const table = await makeTable(people)
    const migrator = migratorOf(table, { migration: splitName, controlTableName, leaseSeconds: 60.0001 })
    expect(await migrator.run(small)).toMatchObject({ outcome: 'done' })
  })
})

describe('trouble on the way', () => {
  let proxy: FaultProxy
  beforeAll(async () => {
    proxy = await startFaultProxy()
  })
  afterAll(() => proxy.stop())

  it('throttling of every third request, lost answers and conflicts: all is done once', async () => {
    const table = await makeTable(people)
    let count = 0
    const faults = ['throttle', 'pass', 'pass', 'drop after', 'pass', 'conflict', 'pass', '500 after'] as const
    proxy.plan(operation => {
      const fault = /TransactWrite|Scan|UpdateItem/.test(operation) ? faults[count++ % faults.length]! : 'pass'
      return fault === 'conflict' && operation !== 'TransactWriteItems' ? 'pass' : fault
    })
    const migrator = migratorOf(table, { migration: mixed, controlTableName, client: proxy.client() })
    const { counts } = await migrator.run(small)
    expect(counts).toMatchObject({ moved: 12, quarantined: 0 })
    proxy.plan([])
    expect((await migrator.verify()).complete).toBe(true)
    expect(await allItems(table)).toHaveLength(12)
  }, 60_000)

  it('a signal ends it between items, and the next run goes on', async () => {
    const table = await makeTable(people)
    const controller = new AbortController()
    const migrator = migratorOf(table, { migration: splitName, controlTableName })
    const stopped = await migrator.run({ ...small, signal: controller.signal, onProgress: () => controller.abort() })
    expect(stopped.outcome).toBe('stopped')
    expect(await migrator.status()).toMatchObject({ state: 'interrupted', action: 'run', lease: undefined })
    const report = await migrator.run(small)
    expect(report).toMatchObject({ outcome: 'done', resumed: true, counts: { updated: 12 } })
    expect((await migrator.verify()).complete).toBe(true)
  })
})
