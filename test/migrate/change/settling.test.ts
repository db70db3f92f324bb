import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DynamoDBClientLike } from '../../../src/index.js'
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js'
import { localClient, tableName } from '../../support/local.js'
import { follow, step } from './steps.js'
import { allItems, createTime, makeTable, migratorOf, store } from './support.js'

const controlTableName = tableName('migrations')
const one = { segments: 1, concurrency: 1 }

let proxy: FaultProxy
beforeAll(async () => {
  proxy = await startFaultProxy()
})
afterAll(() => proxy.stop())

describe('items that wait for one another', () => {
  it.each([
    ['moved', [1, 2, 3].map(place => step(place, place + 1)), { moved: 3, quarantined: 0 }],
    ['quarantined', [step(1, 2), step(2, 1)], { moved: 0, quarantined: 2 }],
  ] as const)('are counted as %s though the answer of a deletion is lost', async (_, items, counts) => {
    const table = await makeTable(items)
    proxy.plan([{ on: 'DeleteItem', fault: 'drop after', times: 1 }])
    const migrator = migratorOf(table, { migration: follow, controlTableName, client: proxy.client() })
    const report = await migrator.run({ segments: 1 })
    expect(proxy.seen.some(({ fault }) => fault === 'drop after')).toBe(true)
    expect(report.counts).toMatchObject(counts)
    // What was made may be met as it is to be.
    expect(report.counts.read - report.counts.untouched).toBe(items.length)
  })

  it('are not more than may be set aside, whether it is begun or gone on with', async () => {
    const bad = { ...step(10), next: { N: '1' } }
    const table = await makeTable([bad, ...Array.from({ length: 8 }, (_, at) => step(11 + at, 10 + at))])
    const migrator = migratorOf(table, { migration: follow, controlTableName })
    const refused = { details: { because: 'quarantine' } }
    const limited = { ...one, pageSize: 2, maxQuarantined: 3 }
    await expect(migrator.run(limited)).rejects.toMatchObject(refused)
    const { state, quarantined, counts } = await migrator.status()
    expect({ state, listed: quarantined.length }).toEqual({ state: 'interrupted', listed: counts!.quarantined })
    expect(quarantined.length).toBeLessThan(9)
    await expect(migrator.run(limited)).rejects.toMatchObject(refused)
    expect((await migrator.run({ ...one, maxQuarantined: 9 })).counts).toMatchObject({ read: 9, quarantined: 9 })
  })

  it('are told of and noted as they are seen to, and gone on with where that was stopped', async () => {
    const table = await makeTable([1, 2, 3, 4, 5].map(place => step(place, place + 1)))
    const Key = { pk: { S: 'list#a' }, sk: { S: '1' } }
    // The first that anything is asked for in the control table is who waits.
    const client = ahead('QueryCommand', () => localClient().send(new DeleteItemCommand({ TableName: table, Key })))
    const stop = new AbortController()
    const stopped = await migratorOf(table, { migration: follow, controlTableName, client }).run({
      ...one,
      pageSize: 1,
      signal: stop.signal,
      onProgress: ({ counts: { gone } }) => {
        if (gone === 1) stop.abort()
      },
    })
    expect(stopped).toMatchObject({ outcome: 'stopped', counts: { gone: 1 } })
    const migrator = migratorOf(table, { migration: follow, controlTableName })
    expect(await migrator.status()).toMatchObject({ counts: stopped.counts, segments: { done: 1, total: 1 } })
    const report = await migrator.run(one)
    expect(report.counts).toMatchObject({ moved: 4, gone: 1, quarantined: 0 })
    expect(await migrator.status()).toMatchObject({ state: 'done', counts: report.counts })
  })

  it.each([
    // Set aside behind the others, and taken off the list of those that wait.
    [
      'in a circle',
      'DeleteItemCommand',
      [step(1, 2), step(2, 1)],
      undefined,
      { untouched: 1, moved: 0, quarantined: 1 },
    ],
    // Set aside on a page that is not noted.
    [
      'on its page',
      'UpdateItemCommand',
      [step(0, 1), { ...step(1), next: { N: '1' } }, step(2, 3)],
      2,
      { moved: 3, quarantined: 0 },
    ],
  ] as const)(
    'are counted once, where one was set aside %s, and mended before it is gone on with',
    async (_, dies, items, next, counts) => {
      const table = await makeTable(items)
      const { now, forward } = createTime()
      const client = ahead(dies, () => Promise.reject(new Error('The process died.')), Number.POSITIVE_INFINITY)
      const dying = migratorOf(table, { migration: follow, controlTableName, client, now }).run({
        ...one,
        pageSize: 10,
      })
      await expect(dying).rejects.toThrow('died')
      forward(120)
      const migrator = migratorOf(table, { migration: follow, controlTableName, now })
      const { quarantined } = await migrator.status()
      const aside = quarantined.find(({ reason }) => reason === 'invalid') ?? quarantined[0]
      await store(table, { ...step(aside!.key.sk!.S!, next), text: { S: 'mended' } })
      const report = await migrator.run({ ...one, pageSize: 10 })
      expect(report.counts).toMatchObject(counts)
      expect(report.quarantined).toHaveLength(report.counts.quarantined)
      expect(await allItems(table)).toHaveLength(items.length)
    },
  )
})

/** A client that does something before its first commands of a name. */
function ahead(name: string, act: () => Promise<unknown>, times = 1): DynamoDBClientLike {
  const client = localClient()
  let left = times
  const send = async (command: any, ...rest: any[]) => {
    if (command.constructor.name === name && left-- > 0) await act()
    return (client.send as any)(command, ...rest)
  }
  return new Proxy(client, { get: (target, key) => (key === 'send' ? send : Reflect.get(target, key)) })
}
