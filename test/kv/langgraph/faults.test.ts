import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { MonotableError } from '../../../src/index.js'
import { DynamoDBSaver } from '../../../src/kv/langgraph/index.js'
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js'
import { failure } from '../../support/server.js'
import { checkpointOf, collect, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, openSaver, keysOf } = useSaver('saver-faults')
let proxy: FaultProxy
let shaky: DynamoDBSaver
beforeAll(async () => {
  await saver.createTable()
  proxy = await startFaultProxy()
  shaky = openSaver({ client: proxy.client() })
})
beforeEach(() => proxy.plan([]))
afterAll(() => proxy.stop())

const partitionOf = (id: string) => keysOf(`langgraph#${id}`)

it('goes on where it is throttled, and where batches are left over', async () => {
  const checkpoint = checkpointOf({ text: noise(1_900_000) })
  proxy.plan([
    { on: 'BatchWriteItem', fault: 'unprocessed', times: 2 },
    { on: 'BatchWriteItem', fault: 'throttle', times: 2 },
    { on: 'PutItem', fault: 'throttle', times: 3 },
    { on: 'Query', fault: 'throttle', times: 2 },
    { on: 'BatchGetItem', fault: 'unprocessed', times: 2 },
    { on: 'BatchGetItem', fault: 'throttle', times: 2 },
  ])
  const config = await shaky.put(thread('throttled'), checkpoint, metadataOf())
  await Promise.all(
    Array.from({ length: 8 }, (_, task) =>
      shaky.putWrites(
        config,
        [
          ['c', noise(450_000)],
          ['d', task],
        ],
        `task-${task}`,
      ),
    ),
  )
  const tuple = await shaky.getTuple(thread('throttled'))
  expect(tuple?.checkpoint).toEqual(checkpoint)
  expect(tuple?.pendingWrites).toHaveLength(16)
  expect(proxy.seen.filter(({ fault }) => fault !== 'pass').length).toBe(13)
  proxy.plan([
    { on: 'Query', fault: 'throttle', times: 2 },
    { on: 'BatchWriteItem', fault: 'unprocessed', times: 2 },
    { on: 'BatchWriteItem', fault: 'throttle' },
  ])
  await shaky.deleteThread('throttled')
  expect(await partitionOf('throttled')).toEqual([])
  // The pauses are random, and add up.
}, 60_000)

it('keeps what it wrote where the answer is lost', async () => {
  const checkpoint = checkpointOf({ text: noise(500_000) })
  proxy.plan([
    { on: 'BatchWriteItem', fault: 'drop after' },
    { on: 'PutItem', fault: 'drop after' },
  ])
  const config = await shaky.put(thread('lost'), checkpoint, metadataOf())
  expect(proxy.seen.map(({ operation }) => operation)).toEqual([
    'BatchWriteItem',
    'BatchWriteItem',
    'PutItem',
    'PutItem',
  ])
  expect((await saver.getTuple(config))?.checkpoint).toEqual(checkpoint)

  for (const fault of ['drop after', '500 after'] as const) {
    proxy.plan([{ on: 'PutItem', fault, times: 2 }])
    const task = `task ${fault}`
    await shaky.putWrites(config, [['c', noise(500_000)]], task)
    await shaky.putWrites(config, [['__error__', noise(500_000)]], task)
    const written = (await saver.getTuple(config))?.pendingWrites?.filter(([id]) => id === task)
    expect(written?.map(([, channel, value]) => [channel, (value as string).length])).toEqual([
      ['__error__', 500_000],
      ['c', 500_000],
    ])
  }
})

it('tells what it can not read or write', async () => {
  const missing = new DynamoDBSaver({ client: proxy.client(), tableName: 'no-such-table' })
  for (const work of [
    () => missing.getTuple(thread('t')),
    () => missing.put(thread('t'), checkpointOf(), metadataOf()),
    () => missing.putWrites(thread('t', '', 'id'), [['c', 1]], 'task'),
    () => collect(missing.list({})),
    () => missing.getDeltaChannelHistory({ config: thread('t'), channels: ['c'] }),
  ]) {
    const error = await failure(work)
    expect(error).toBeInstanceOf(MonotableError)
    expect(error).toMatchObject({ code: 'request.failed', details: { name: 'ResourceNotFoundException' } })
  }
  expect(await failure(missing.deleteThread('t'))).toMatchObject({
    code: 'batch.incomplete',
    cause: { details: { name: 'ResourceNotFoundException' } },
  })
})

it('fails no write for chunks that it could not delete', async () => {
  const checkpoint = checkpointOf({ text: noise(500_000) })
  const config = await saver.put(thread('left'), checkpoint, metadataOf())
  const impatient = openSaver({ client: proxy.client({ maxAttempts: 1 }) })
  let batches = 0
  proxy.plan(operation => (operation === 'BatchWriteItem' && ++batches > 1 ? 'drop before' : 'pass'))
  const changed = { ...checkpoint, channel_values: { text: noise(600_000) } }
  await impatient.put(thread('left'), changed, metadataOf())
  proxy.plan([])
  expect((await saver.getTuple(config))?.checkpoint).toEqual(changed)
  expect(await partitionOf('left')).toHaveLength(1 + 2 + 2)
  await saver.deleteThread('left')
  expect(await partitionOf('left')).toEqual([])
})
