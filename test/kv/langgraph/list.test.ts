import { beforeAll, expect, it } from 'vitest'
import { inParallel } from '../../../src/operation/in-parallel.js'
import { checkpointOf, collect, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, server } = useSaver('saver-list')
const COUNT = 300

const checkpoints = Array.from({ length: COUNT }, (_, index) => checkpointOf({ index, text: noise(6000) }))
const newest = [...checkpoints.keys()].reverse()

beforeAll(async () => {
  await saver.createTable()
  await inParallel([...checkpoints.entries()], 16, async ([index, checkpoint]) => {
    const parent = checkpoints[index - 1]?.id
    const metadata = metadataOf(index, { third: index % 3 === 0, deep: { list: [index % 2], null: null } })
    const config = await saver.put(thread('t', '', parent), checkpoint, metadata)
    await saver.putWrites(
      config,
      [
        ['c', index],
        ['d', `${index}`],
      ],
      'task',
    )
  })
  await saver.put(thread('t', 'sub'), checkpointOf({ index: 'sub' }), metadataOf())
  await saver.put(thread('t2'), checkpointOf({ index: 'other' }), metadataOf())
})

type Options = Parameters<typeof saver.list>[1]
const indexes = async (options?: Options, config: object = thread('t')) =>
  (await collect(saver.list(config, options))).map(({ checkpoint }) => checkpoint.channel_values.index)
const operations = async (work: () => unknown) => (await server.sentBy(work)).map(({ operation }) => operation)

it('gives all checkpoints of a thread, the newest first, each with its own parent and writes, in few requests', async () => {
  const sent = await operations(async () => {
    const tuples = await collect(saver.list(thread('t')))
    expect(tuples.map(({ checkpoint }) => checkpoint.channel_values.index)).toEqual(newest)
    for (const [position, { config, parentConfig, pendingWrites, metadata }] of tuples.entries()) {
      const index = COUNT - 1 - position
      expect(config).toEqual(thread('t', '', checkpoints[index]!.id))
      expect(parentConfig).toEqual(index === 0 ? undefined : thread('t', '', checkpoints[index - 1]!.id))
      expect(pendingWrites).toEqual([
        ['task', 'c', index],
        ['task', 'd', `${index}`],
      ])
      expect(metadata?.step).toBe(index)
    }
  })
  expect(sent).toHaveLength(2 * 3 + 1)
})

it('reads no more than is asked for', async () => {
  const sent = await server.sentBy(async () => expect(await indexes({ limit: 7 })).toEqual(newest.slice(0, 7)))
  expect(sent.map(({ input }) => input.Limit)).toEqual([7, undefined])
  const one = await operations(async () => {
    for await (const tuple of saver.list(thread('t'))) {
      expect(tuple.checkpoint.channel_values.index).toBe(COUNT - 1)
      break
    }
  })
  expect(one).toHaveLength(2)
  expect(await operations(() => indexes({ limit: 0 }))).toEqual([])
})

it('goes on before a checkpoint', async () => {
  const before = (index: number) => thread('t', '', checkpoints[index]!.id)
  expect(await indexes({ before: before(150) })).toEqual(newest.slice(150))
  expect(await indexes({ before: before(150), limit: 120 })).toEqual(newest.slice(150, 270))
  expect(await indexes({ before: before(0) })).toEqual([])
  // Page after page, all of them.
  const seen: unknown[] = []
  for (let last: Options; ; ) {
    const page = await collect(saver.list(thread('t'), { limit: 80, ...last }))
    if (page.length === 0) break
    seen.push(...page.map(({ checkpoint }) => checkpoint.channel_values.index))
    last = { before: page.at(-1)!.config }
  }
  expect(seen).toEqual(newest)
})

it('filters by metadata, whatever is between', async () => {
  const third = newest.filter(index => index % 3 === 0)
  expect(await indexes({ filter: { third: true } })).toEqual(third)
  expect(await indexes({ filter: { third: true }, limit: 50 })).toEqual(third.slice(0, 50))
  expect(await indexes({ filter: { step: 5, source: 'loop' } })).toEqual([5])
  expect(await indexes({ filter: { deep: { list: [1] } }, limit: 2 })).toEqual([299, 297])
  expect(await indexes({ filter: { deep: { list: [1], null: null, more: undefined } }, limit: 1 })).toEqual([299])
  expect(await indexes({ filter: { toString: Object.prototype.toString } })).toEqual([])
  expect(await indexes({ filter: { deep: { list: [1, 0] } } })).toEqual([])
  expect(await indexes({ filter: { third: 'true' } })).toEqual([])
  expect(await indexes({ filter: { source: { of: 'loop' } } })).toEqual([])
})

it('gives one checkpoint where one is named, and none where that is not before another', async () => {
  const config = (index: number) => thread('t', '', checkpoints[index]!.id)
  expect(await indexes({}, config(5))).toEqual([5])
  expect(await indexes({ before: config(5) }, config(5))).toEqual([])
  expect(await indexes({ before: config(6) }, config(5))).toEqual([5])
  expect(await indexes({}, thread('t', 'sub', checkpoints[5]!.id))).toEqual([])
})

it('of a thread gives its own namespace first, of the table all threads', async () => {
  expect(await indexes({}, { configurable: { thread_id: 't' } })).toEqual([...newest, 'sub'])
  expect(await indexes({ limit: 2 }, { configurable: { thread_id: 't' } })).toEqual([299, 298])
  expect(await indexes({}, { configurable: { checkpoint_ns: 'sub' } })).toEqual(['sub'])
  expect(await indexes({}, {})).toHaveLength(COUNT + 2)
  expect(await indexes({}, thread('none'))).toEqual([])
})
