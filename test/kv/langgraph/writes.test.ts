import { ERROR, INTERRUPT, RESUME, SCHEDULED, TASKS, uuid6 } from '@langchain/langgraph-checkpoint'
import { beforeAll, expect, it } from 'vitest'
import { InvalidKeyError } from '../../../src/index.js'
import { racing } from '../../support/racing.js'
import { failure } from '../../support/server.js'
import { checkpointOf, collect, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, server, openSaver, keysOf } = useSaver('saver-writes')
beforeAll(() => saver.createTable())

const begin = (id: string) => saver.put(thread(id), checkpointOf({ a: 1 }), metadataOf())
const pending = async (config: object) => (await saver.getTuple(config))?.pendingWrites

it('keeps the first write of a place, and the last of how a task ended', async () => {
  const config = await begin('first')
  await saver.putWrites(
    config,
    [
      ['a', 1],
      [ERROR, 'one'],
      ['b', 1],
    ],
    'task',
  )
  await saver.putWrites(
    config,
    [
      ['a', 2],
      [ERROR, 'two'],
      ['b', 2],
      ['c', 2],
    ],
    'task',
  )
  expect(await pending(config)).toEqual([
    ['task', ERROR, 'two'],
    ['task', 'a', 1],
    ['task', 'b', 1],
    ['task', 'c', 2],
  ])
  for (const channel of [INTERRUPT, RESUME, SCHEDULED]) {
    await saver.putWrites(config, [[channel, 1]], 'other')
    await saver.putWrites(
      config,
      [
        [channel, 2],
        [channel, 3],
      ],
      'other',
    )
  }
  expect((await pending(config))?.filter(([task]) => task === 'other')).toEqual([
    ['other', RESUME, 3],
    ['other', INTERRUPT, 3],
    ['other', SCHEDULED, 3],
  ])
})

it('orders them by the path of their task, the task, and their place, by code points', async () => {
  const config = await begin('order')
  const tasks: [path: string, task: string][] = [
    ['~__pregel_pull, b', 'z'],
    ['~__pregel_pull, a', 'y'],
    ['\u{1F600}', 'x'],
    ['\uFFFD', 'w'],
    ['', 'v'],
    ['', '\u{1F600}'],
    ['', '\uFFFD'],
  ]
  for (const [path, task] of tasks)
    await saver.putWrites(
      config,
      Array.from({ length: 12 }, (_, index) => ['c', index]),
      task,
      path,
    )
  const expected = ['v', '\uFFFD', '\u{1F600}', 'y', 'z', 'w', 'x'].flatMap(task =>
    Array.from({ length: 12 }, (_, index) => [task, 'c', index]),
  )
  expect(await pending(config)).toEqual(expected)
  expect((await collect(saver.list(thread('order'))))[0]?.pendingWrites).toEqual(expected)
})

it('keeps all of many tasks at once', async () => {
  const config = await begin('many')
  const tasks = Array.from({ length: 40 }, (_, index) => `task-${String(index).padStart(2, '0')}`)
  await Promise.all(
    tasks.map(task =>
      saver.putWrites(
        config,
        [
          ['a', task],
          ['__proto__', { __proto__: null, task }],
          ['constructor', 3],
        ],
        task,
      ),
    ),
  )
  expect(await pending(config)).toEqual(
    tasks.flatMap(task => [
      [task, 'a', task],
      [task, '__proto__', { task }],
      [task, 'constructor', 3],
    ]),
  )
})

it('writes all of a task at once, or what is not there yet, and none where that fails', async () => {
  const config = await begin('together')
  const writes = (count: number, value: unknown) =>
    Array.from({ length: count }, (_, index): [string, unknown] => [`c${index}`, value])
  await saver.putWrites(config, writes(2, 'first'), 'task')
  const sent = await server.sentBy(() => saver.putWrites(config, writes(5, 'second'), 'task'))
  expect(sent.map(({ operation }) => operation)).toEqual(Array(2).fill('TransactWriteItems'))
  expect((await pending(config))?.map(([, , value]) => value)).toEqual([
    ...Array(2).fill('first'),
    ...Array(3).fill('second'),
  ])

  const refusing = openSaver({ client: racing(/TransactWriteItems/, () => Promise.reject(new Error('refused'))) })
  await expect(refusing.putWrites(config, writes(3, 1), 'other')).rejects.toThrow('refused')
  expect(await pending(config)).toHaveLength(5)
})

it('takes any number of writes of a task, of any size together', async () => {
  const config = await begin('heavy')
  const text = noise(360_000)
  for (const [task, count] of [
    ['large', 25],
    ['numerous', 230],
  ] as const) {
    const value = task === 'large' ? text : task
    const writes = Array.from({ length: count }, (_, index): [string, unknown] => [`c${index}`, value])
    await saver.putWrites(config, writes, task)
    await saver.putWrites(config, writes, task)
    expect((await pending(config))?.filter(([id]) => id === task)).toEqual(writes.map(write => [task, ...write]))
  }
  expect((await keysOf('langgraph#heavy')).filter(key => key.startsWith('chunk#'))).toHaveLength(25)
})

it('replaces a checkpoint that is put again, and keeps its writes', async () => {
  const checkpoint = checkpointOf({ a: 1 })
  const config = await saver.put(thread('again'), checkpoint, metadataOf(0))
  await saver.putWrites(config, [['a', 1]], 'task')
  const changed = { ...checkpoint, channel_values: { a: 2 } }
  await saver.put(thread('again', '', uuid6(0)), changed, metadataOf(1))
  expect(await saver.getTuple(config)).toMatchObject({ checkpoint: changed, metadata: { step: 1 }, parentConfig: {} })
  expect(await pending(config)).toEqual([['task', 'a', 1]])
})

it('finds in the writes of a parent what was sent in older versions', async () => {
  const parent = await saver.put(thread('sends'), { ...checkpointOf(), v: 3 }, metadataOf())
  await saver.putWrites(
    parent,
    [
      [TASKS, 'second'],
      ['a', 'no send'],
    ],
    'b',
  )
  await saver.putWrites(parent, [[TASKS, 'first']], 'a')
  const child = await saver.put(
    parent,
    { ...checkpointOf({ a: 1 }), v: 3, channel_versions: { a: 7, b: 9 } },
    metadataOf(),
  )
  const expected = {
    channel_values: { a: 1, [TASKS]: ['first', 'second'] },
    channel_versions: { a: 7, b: 9, [TASKS]: 9 },
  }
  expect((await saver.getTuple(child))?.checkpoint).toMatchObject(expected)
  expect((await collect(saver.list(thread('sends'))))[0]?.checkpoint).toMatchObject(expected)
})

it('refuses what names no checkpoint before anything is sent', async () => {
  const attempts: [work: () => Promise<unknown>, code: string, names: string][] = [
    [() => saver.put({}, checkpointOf(), metadataOf()), 'key.missingAttribute', 'thread_id'],
    [() => saver.put({ configurable: { thread_id: 7 } }, checkpointOf(), metadataOf()), 'key.wrongType', 'number'],
    [() => saver.put(thread('a', null as never), checkpointOf(), metadataOf()), 'key.wrongType', 'checkpoint_ns'],
    [() => saver.put(thread('\ud800'), checkpointOf(), metadataOf()), 'key.illFormedValue', 'thread_id'],
    [() => saver.put(thread('x'.repeat(2040)), checkpointOf(), metadataOf()), 'key.tooLong', '2048'],
    [() => saver.putWrites(thread('a'), [['a', 1]], 'task'), 'key.missingAttribute', 'checkpoint_id'],
    [() => saver.putWrites(thread('a', 'x'.repeat(1024), 'id'), [['a', 1]], 'task'), 'key.tooLong', '1024'],
    [() => saver.deleteThread(undefined as never), 'key.wrongType', 'undefined'],
    [() => saver.getTuple({ configurable: { thread_id: 7 } }), 'key.wrongType', 'number'],
  ]
  for (const [work, code, names] of attempts) {
    const error = await server.refusal(work)
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error).toMatchObject({ code, message: expect.stringContaining(names) })
  }
  expect(await saver.getTuple({})).toBeUndefined()
  await expect(failure(saver.putWrites(thread('a', '', 'id'), [], 'task'))).rejects.toThrow('did not fail')
})
