import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createDatabase, defineEntity, defineTable } from 'monotable'
import { pull, tableSource } from 'monotable/migrate'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { createLocalClient, localClient, tableName } from '../support/local.js'
import { range } from './items.js'
import { lostBy } from './run-code.js'

const Table = defineTable({
  name: tableName('pull'),
  partitionKey: 'pk',
  sortKey: { name: 'seq', type: 'number' },
  indexes: {
    byState: { partitionKey: 'state', sortKey: { name: 'seq', type: 'number' }, projection: ['title'] },
    byTitle: { type: 'local', sortKey: 'title', projection: 'keysOnly' },
  },
  timeToLive: 'expires',
})
const Task = defineEntity({
  name: 'Task',
  table: Table,
  schema: z.object({ project: z.string(), seq: z.int(), state: z.string(), title: z.string(), expires: z.int() }),
  key: { partitionKey: 'project#<project>', sortKey: '<seq>' },
  indexes: {
    byState: { index: 'byState', partitionKey: '<state>', sortKey: '<seq>' },
    byTitle: { index: 'byTitle', sortKey: '<title>' },
  },
  discriminator: { attribute: 'kind', value: 'task' },
})

it('reads all of a live table and its definition, and writes nothing', async () => {
  const db = createDatabase({ client: localClient(), entities: { tasks: Task } })
  await db.createTable()
  const text = 'x'.repeat(40_000)
  const expires = Math.floor(Date.now() / 1000) + 3600
  const tasks = range(60, n => ({
    project: `p${n % 7}`,
    seq: n,
    state: n % 2 ? 'open' : 'done',
    title: `${n}${text.slice(0, 900)}`,
    expires,
  }))
  await db.batchWrite(tasks.map(task => db.tasks.put(task)))

  const client = createLocalClient()
  const sent = new Set<string>()
  client.middlewareStack.add(
    (next, { commandName }) =>
      input => {
        sent.add(commandName!)
        return next(input)
      },
    { step: 'initialize' },
  )
  const source = await tableSource(client, Table.name)
  expect(source.table).toEqual({ ...Table, createTableInput: expect.any(Function) })

  const { code, coverage, model } = await pull(source)
  expect(coverage).toMatchObject({ total: 60, covered: 60 })
  expect(model.entities).toMatchObject([
    {
      key: { partitionKey: 'project#<project>', sortKey: '<seq>' },
      timeToLive: 'expires',
      indexes: [
        { index: 'byState', partitionKey: '<state>', sortKey: '<seq>' },
        { index: 'byTitle', sortKey: '<title>' },
      ],
    },
  ])
  expect(
    lostBy(
      code,
      tasks.map(task => db.tasks.encode(task)),
    ),
  ).toEqual([])
  expect([...sent].sort()).toEqual(['DescribeTableCommand', 'DescribeTimeToLiveCommand', 'ScanCommand'])
})

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_001])(
  'refuses %s segments before anything is sent',
  async segments => {
    const client = { send: () => expect.unreachable() } as unknown as DynamoDBClient
    await expect(tableSource(client, Table.name, { segments })).rejects.toMatchObject({
      code: 'query.invalid',
      message: 'segments takes a whole number from 1 to 1000000.',
    })
  },
)

it('says that there is no such table, and ends when it is told to', async () => {
  await expect(tableSource(localClient(), tableName('none'))).rejects.toMatchObject({ code: 'request.failed' })
  const source = await tableSource(localClient(), Table.name)
  const signal = AbortSignal.abort()
  await expect(source.items({ signal })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'request.aborted',
  })
})
