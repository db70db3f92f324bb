import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { type DynamoDBClientLike, defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { localClient } from '../../support/local.js'
import { AppTable, type Item, makeTable, migratorOf } from './support.js'

const Event = defineEntity({
  name: 'Event',
  table: AppTable,
  schema: z.object({ stream: z.string(), at: z.string(), old: z.boolean() }),
  key: { partitionKey: 'stream#<stream>', sortKey: '<at>' },
})

/** Old ones go; the others stay. */
const migration = defineMigration({
  name: 'delete-old',
  from: Event,
  transform: ({ old }, { deleted, untouched }) => (old ? deleted : untouched),
})

const event = (stream: string, at: number, old: boolean): Item => {
  const text = String(at).padStart(6, '0')
  return {
    pk: { S: `stream#${stream}` },
    sk: { S: text },
    entity: { S: 'Event' },
    stream: { S: stream },
    at: { S: text },
    old: { BOOL: old },
  }
}
const events = (count: number, make: (at: number) => Item) => Array.from({ length: count }, (_, at) => make(at))

async function tableOf(items: readonly Item[]): Promise<string> {
  const name = await makeTable([])
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25))
  const write = (batch: readonly Item[]) =>
    localClient().send(
      new BatchWriteItemCommand({ RequestItems: { [name]: batch.map(Item => ({ PutRequest: { Item } })) } }),
    )
  for (let at = 0; at < batches.length; at += 8) await Promise.all(batches.slice(at, at + 8).map(write))
  return name
}

/** A client whose tables are as large as is said. */
function clientThatSays(ItemCount: number, TableSizeBytes: number): DynamoDBClientLike {
  const client = localClient()
  const send = async (command: any, ...rest: any[]) => {
    const answer = await (client.send as any)(command, ...rest)
    return 'Table' in answer ? { ...answer, Table: { ...answer.Table, ItemCount, TableSizeBytes } } : answer
  }
  return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
}

const off = (found: number, should: number) => Math.max(found / should, should / found)

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a sample', () => {
  it('is as large as is asked, though some of its places have fewer items', async () => {
    const table = await tableOf(events(60, at => event(`${at}`, at, true)))
    const migrator = migratorOf(table, { migration })
    for (const start of [0, 0.2, 0.4, 0.6, 0.8, 0.99]) {
      vi.spyOn(Math, 'random').mockReturnValue(start)
      const { counts, expected } = await migrator.plan({ sample: 30 })
      expect([counts.read, expected.read, expected.deleted]).toEqual([30, 60, 60])
    }
  })

  it('of a large item collection beside many small ones', async () => {
    const table = await tableOf([
      ...events(2000, at => event('all', at, true)),
      ...events(1000, at => event(`${at}`, at, false)),
    ])
    const plan = await migratorOf(table, { migration }).plan({ sample: 300 })
    expect(plan).toMatchObject({ whole: false, itemCount: 3000, size: 'counted' })
    expect(plan.counts.read).toBeLessThanOrEqual(300)
    expect(plan.counts.read).toBeGreaterThan(200)
    expect(off(plan.expected.deleted, 2000)).toBeLessThan(1.2)
    expect(off(plan.expected.untouched, 1000)).toBeLessThan(1.2)
  })

  it('of few item collections, of which the first items are others than the last', async () => {
    const table = await tableOf(events(2000, at => event(`${at % 3}`, at, at >= 1200)))
    const plan = await migratorOf(table, { migration }).plan({ sample: 200 })
    expect(off(plan.expected.deleted, 800)).toBeLessThan(1.25)
    expect(off(plan.expected.untouched, 1200)).toBeLessThan(1.25)
    expect(off(plan.expected.read, 2000)).toBeLessThan(1.01)
  })

  it('of a small table is all of it, unless less is asked for', async () => {
    const table = await tableOf(events(835, at => event(`${at % 100}`, at, at < 7)))
    const migrator = migratorOf(table, { migration })
    expect(await migrator.plan()).toMatchObject({ whole: true, size: 'counted', expected: { deleted: 7 } })
    expect(await migrator.plan({ sample: 100 })).toMatchObject({ whole: false })
  })

  it.each([
    ['nothing of it yet', 0, 0],
    ['much more than is there', 50_000_000, 10_000_000_000],
  ])('of a table of which DynamoDB says %s', async (_, ItemCount, bytes) => {
    const table = await tableOf(events(600, at => event(`${at % 50}`, at, at % 100 < 50)))
    const plan = await migratorOf(table, { migration, client: clientThatSays(ItemCount, bytes) }).plan({ sample: 200 })
    expect(plan).toMatchObject({ size: 'counted', itemCount: 600 })
    expect(off(plan.expected.deleted, 300)).toBeLessThan(1.3)
  })
})

describe('what was stopped says so', () => {
  it('plan and verify', async () => {
    const table = await tableOf(events(200, at => event(`${at}`, at, false)))
    const migrator = migratorOf(table, { migration })
    const options = () => {
      const controller = new AbortController()
      return { signal: controller.signal, pageSize: 20, onProgress: () => controller.abort() }
    }
    const plan = await migrator.plan(options())
    expect(plan).toMatchObject({ outcome: 'stopped', whole: false })
    expect(plan.counts.read).toBeLessThan(200)
    expect(await migrator.verify(options())).toMatchObject({ outcome: 'stopped', complete: false })
    expect(await migrator.plan()).toMatchObject({ outcome: 'done', whole: true })
    expect(await migrator.verify()).toMatchObject({ outcome: 'done' })
  })
})
