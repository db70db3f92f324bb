import { DeleteItemCommand, DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type DynamoDBClientLike, defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { localClient, tableName, useOwnServer } from '../../support/local.js'
import { racing } from '../../support/racing.js'
import { AppTable, allItems, createTime, type Item, makeTable, migratorOf, small, store } from './support.js'

await useOwnServer()
const controlTableName = tableName('migrations')

const Bag = defineEntity({
  name: 'Bag',
  table: AppTable,
  schema: z.object({ id: z.string(), batch: z.string(), size: z.int(), code: z.string().optional() }),
  key: { partitionKey: 'bag#<id>', sortKey: 'bag' },
})
const Thing = defineEntity({
  name: 'Thing',
  table: AppTable,
  schema: z.object({ id: z.string(), n: z.string() }),
  key: { partitionKey: 'thing#<id>', sortKey: '<n>' },
})
const bag = (id: string, batch: string, size: number, more: Item = {}): Item => ({
  pk: { S: `bag#${id}` },
  sk: { S: 'bag' },
  entity: { S: 'Bag' },
  id: { S: id },
  batch: { S: batch },
  size: { N: String(size) },
  ...more,
})
/** Makes as many things of a bag as it says. */
const spread = defineMigration({
  name: 'spread',
  from: Bag,
  to: Thing,
  transform: ({ id, batch, size }) => Array.from({ length: size }, (_, n) => ({ id, n: `${batch}-${n}` })),
})
const noCode = defineMigration({
  name: 'no code',
  from: Bag,
  transform: ({ code, ...bag }) => ({ ...bag, size: bag.size + 1 }),
})

describe('what was made of an item that came again', () => {
  it('is not so much that it could not be undone: the item is set aside', async () => {
    const table = await makeTable([bag('1', 'a', 40), bag('2', 'a', 20)])
    const migrator = migratorOf(table, { migration: spread, controlTableName })
    await migrator.run(small)
    await store(table, bag('1', 'b', 40))
    await store(table, bag('2', 'b', 29))
    const report = await migrator.run(small)
    expect(report.counts).toMatchObject({ split: 1, quarantined: 1 })
    expect(report.quarantined).toMatchObject([
      { key: { pk: { S: 'bag#1' } }, reason: 'transform', message: expect.stringContaining('undoing it takes 162 ') },
    ])
    expect(await allItems(table)).toHaveLength(1 + 40 + 20 + 29)
    // The one that came again stands where the first one was.
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 1, left: 1 } })
    await localClient().send(new DeleteItemCommand({ TableName: table, Key: { pk: { S: 'bag#1' }, sk: { S: 'bag' } } }))
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 2, left: 0 } })
    expect(await allItems(table)).toEqual([bag('1', 'a', 40), bag('2', 'b', 29)])
  })

  it('goes when that is undone, though a late runner made the first of it', async () => {
    const table = await makeTable([bag('1', 'a', 2)])
    const { now, forward } = createTime()
    forward(3600)
    const second = migratorOf(table, { migration: spread, controlTableName, now })
    const late = racing(/TransactWriteItems/, async () => {
      await localClient().send(
        new DeleteItemCommand({ TableName: table, Key: { pk: { S: 'bag#1' }, sk: { S: 'bag' } } }),
      )
      await second.run(small)
      await second.undo()
      await store(table, bag('1', 'a', 2))
    })
    const first = migratorOf(table, { migration: spread, controlTableName, client: late, now: createTime().now })
    await expect(first.run(small)).rejects.toMatchObject({ details: { because: 'lost' } })
    await store(table, bag('1', 'b', 3))
    expect((await second.run(small)).counts).toMatchObject({ split: 1 })
    expect(await allItems(table)).toHaveLength(5)
    expect(await second.undo()).toMatchObject({ counts: { restored: 1, left: 0 } })
    expect(await allItems(table)).toEqual([bag('1', 'b', 3)])
  })
})

describe('an item that DynamoDB does not take back', () => {
  it('stays, and is listed with what is wrong; the others are put back, and it can be called again', async () => {
    const items = [bag('1', 'a', 1), bag('2', 'a', 1, { code: { S: 'x' } }), bag('3', 'a', 1)]
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: noCode, controlTableName })
    await migrator.run(small)
    const done = await allItems(table)
    // An index that wants another type than the before-image has.
    await changeIndexes(table, {
      AttributeDefinitions: [{ AttributeName: 'code', AttributeType: 'N' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'codes',
            KeySchema: [{ AttributeName: 'code', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    })
    const report = await migrator.undo()
    expect(report).toMatchObject({ outcome: 'done', counts: { restored: 2, left: 1 } })
    expect(report.left).toEqual([
      {
        was: { pk: { S: 'bag#2' }, sk: { S: 'bag' } },
        now: [{ pk: { S: 'bag#2' }, sk: { S: 'bag' } }],
        reason: expect.stringContaining('DynamoDB does not take it: '),
      },
    ])
    expect(await migrator.status()).toMatchObject({ state: 'undone' })
    expect(await allItems(table)).toEqual([items[0], done[1], items[2]])
    await changeIndexes(table, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'codes' } }] })
    expect(await migrator.undo()).toMatchObject({ counts: { restored: 3, left: 0 }, left: [] })
    expect(await allItems(table)).toEqual(items)
    // An index is made and deleted.
  }, 120_000)

  it('stays, too, where the request is refused as a whole', async () => {
    const items = [bag('1', 'a', 1), bag('2', 'a', 1)]
    const table = await makeTable(items)
    const migrator = migratorOf(table, { migration: noCode, controlTableName })
    await migrator.run(small)
    const report = await migratorOf(table, { migration: noCode, controlTableName, client: refusing('bag#2') }).undo()
    expect(report).toMatchObject({ counts: { restored: 1, left: 1 } })
    expect(report.left).toMatchObject([{ was: { pk: { S: 'bag#2' } }, reason: expect.stringContaining('too much') }])
    expect(await migrator.status()).toMatchObject({ state: 'undone' })
  })
})

async function changeIndexes(TableName: string, change: object): Promise<void> {
  const client = localClient()
  await client.send(new UpdateTableCommand({ TableName, ...change }))
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    if (Table?.GlobalSecondaryIndexes?.every(({ IndexStatus }) => IndexStatus === 'ACTIVE') ?? true) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** A client of a server that refuses the transactions of one partition. */
function refusing(partition: string): DynamoDBClientLike {
  const client = localClient()
  const send = async (command: any, ...rest: any[]) => {
    if (command.constructor.name === 'TransactWriteItemsCommand' && JSON.stringify(command.input).includes(partition))
      throw Object.assign(new Error('It is too much at once.'), { name: 'ValidationException' })
    return (client.send as any)(command, ...rest)
  }
  return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
}
