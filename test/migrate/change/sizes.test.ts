import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import { AppTable, allItems, type Item, makeTable, migratorOf, store } from './support.js'

const controlTableName = tableName('migrations')

const Page = defineEntity({
  name: 'Page',
  table: AppTable,
  schema: z.object({ id: z.string(), part: z.string(), text: z.string() }),
  key: { partitionKey: 'page#<id>', sortKey: '<part>' },
})
const page = (id: string, text: string, more: Item = {}): Item => ({
  pk: { S: `page#${id}` },
  sk: { S: 'whole' },
  entity: { S: 'Page' },
  id: { S: id },
  part: { S: 'whole' },
  text: { S: text },
  ...more,
})
/** Makes of an item as many as its text says. */
const copy = (count: number, part: (at: number) => string, text: (text: string) => string = text => text) =>
  defineMigration({
    name: 'copy',
    from: Page,
    transform: (item, { untouched }) =>
      item.part !== 'whole' || item.text === 'small'
        ? untouched
        : Array.from({ length: count }, (_, at) => ({ ...item, part: part(at), text: text(item.text) })),
  })
const small = page('small', 'small')

describe('what is too large is set aside, and the rest goes on', () => {
  it('more than 4 MB in one transaction', async () => {
    const items = [page('large', 'x'.repeat(390_000)), small]
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: copy(12, String), controlTableName })
    const report = await migrator.run()
    expect(report.counts).toMatchObject({ read: 2, quarantined: 1, untouched: 1 })
    expect(report.quarantined).toMatchObject([{ reason: 'transform', message: expect.stringContaining('4 MB') }])
    expect(await allItems(table)).toEqual(items)
  })

  it('what DynamoDB alone knows to be too large', async () => {
    const items = [page('large', 'x'), small]
    const table = await makeTable(items)
    const client = localClient()
    const send = async (command: any, ...rest: any[]) => {
      if (command.constructor.name !== 'TransactWriteItemsCommand') return (client.send as any)(command, ...rest)
      throw Object.assign(new Error('Collection size of items in a single transaction exceeds the limit'), {
        name: 'ValidationException',
        $metadata: { httpStatusCode: 400 },
      })
    }
    const refusing = new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
    const report = await migratorOf(table, { migration: copy(2, String), controlTableName, client: refusing }).run()
    expect(report.quarantined).toMatchObject([
      { reason: 'transform', message: expect.stringContaining('exceeds the limit') },
    ])
    expect(await allItems(table)).toEqual(items)
  })

  it('more keys than a record of the item has room for', async () => {
    const items = [page('large', 'x'), small]
    const table = await makeTable(items)
    // In the text of a key each of these takes six times what it takes in the key.
    const migration = copy(48, at => `${'\u0001'.repeat(1000)}${at}`)
    const long = { ...items[0]!, pk: { S: `page#${'\u0001'.repeat(2000)}` }, id: { S: '\u0001'.repeat(2000) } }
    await store(table, long)
    const report = await migratorOf(table, { migration, controlTableName }).run()
    expect(report.counts).toMatchObject({ split: 1, quarantined: 1 })
    expect(report.quarantined).toMatchObject([{ reason: 'transform', message: expect.stringContaining('record') }])
    expect(await allItems(table)).toContainEqual(long)
  })
})

describe('a before-image', () => {
  it('that leaves no room for many keys beside it is kept in a piece of its own', async () => {
    const items = [page('many', 'x'.repeat(299_000))]
    const table = await makeTable(items)
    const migration = copy(
      40,
      at => `${'k'.repeat(1000)}${'"'.repeat(20)}${at}`,
      () => 'short',
    )
    // Keys of more than 2 KB each.
    const long = { ...items[0]!, pk: { S: `page#${'m'.repeat(2000)}` }, id: { S: 'm'.repeat(2000) } }
    await store(table, long)
    const migrator = migratorOf(table, { migration, controlTableName })
    const before = await allItems(table)
    expect((await migrator.run()).counts).toMatchObject({ split: 2, quarantined: 0 })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 2, left: 0 } })
    expect(await allItems(table)).toEqual(before)
  })

  it.each([
    ['characters that are six in JSON', { more: { S: '\u0001'.repeat(409_000) } }],
    ['values that are fourteen times as long in JSON', { more: { L: Array(200_000).fill({ BOOL: false }) } }],
    ['bytes', { more: { B: new Uint8Array(409_000).fill(255) } }],
  ] as const)(
    'of an item near 400 KB of %s fits',
    async (_, more) => {
      const item = page('near', 'x', more as never)
      const table = await makeTable([item])
      const migration = defineMigration({
        name: 'near',
        from: Page,
        transform: ({ text, ...rest }) => ({ ...rest, text: 'y', part: text === 'x' ? 'moved' : rest.part }),
      })
      const migrator = migratorOf(table, { migration, controlTableName })
      expect((await migrator.run()).counts).toMatchObject({ moved: 1, quarantined: 0 })
      expect(await migrator.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
      expect(await allItems(table)).toEqual([item])
    },
    60_000,
  )
})

describe('an item of which many attributes change at once', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)
  const wide = (count: number) => {
    const Wide = defineEntity({
      name: 'Wide',
      table: AppTable,
      schema: z.object({
        id: z.string(),
        version: z.int(),
        ...Object.fromEntries(names(count).map(name => [name, z.string()])),
      }),
      key: { partitionKey: 'wide#<id>', sortKey: 'wide' },
      version: 'version',
    })
    const item: Item = {
      pk: { S: 'wide#1' },
      sk: { S: 'wide' },
      entity: { S: 'Wide' },
      id: { S: '1' },
      version: { N: '1' },
      ...Object.fromEntries(names(count).map(name => [name, { S: 'old' }])),
    }
    const migration = defineMigration({
      name: 'wide',
      from: Wide,
      transform: (item: any) => ({ ...item, ...Object.fromEntries(names(count).map(name => [name, 'new'])) }),
    })
    return { item, migration }
  }

  it('keeps what somebody adds meanwhile who knows nothing of its version', async () => {
    const { item, migration } = wide(240)
    const table = await makeTable([item])
    const client = racing(/TransactWriteItems/, () =>
      localClient().send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: item.pk!, sk: item.sk! },
          UpdateExpression: 'SET added = :a',
          ExpressionAttributeValues: { ':a': { S: 'theirs' } },
        }),
      ),
    )
    expect((await migratorOf(table, { migration, controlTableName, client }).run()).counts).toMatchObject({
      updated: 1,
    })
    expect(await allItems(table)).toMatchObject([{ added: { S: 'theirs' }, a0: { S: 'new' }, a239: { S: 'new' } }])
  })

  it('is set aside, where they are too many for one update', async () => {
    const { item, migration } = wide(260)
    const table = await makeTable([item])
    const report = await migratorOf(table, { migration, controlTableName }).run()
    expect(report.quarantined).toMatchObject([{ reason: 'wide', message: expect.stringContaining('250') }])
    expect(await allItems(table)).toEqual([item])
  })
})
