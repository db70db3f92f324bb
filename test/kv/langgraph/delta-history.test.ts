import { BaseCheckpointSaver, type Checkpoint, DeltaSnapshot, uuid6 } from '@langchain/langgraph-checkpoint'
import { beforeAll, expect, it } from 'vitest'
import { checkpointOf, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, server } = useSaver('saver-delta')
beforeAll(() => saver.createTable())

type Config = { configurable?: Record<string, any> }

/** The history as the base class finds it, two requests an ancestor. */
const byBase = (options: { config: Config; channels: string[] }) =>
  BaseCheckpointSaver.prototype.getDeltaChannelHistory.call(saver, options)

/** A step: a checkpoint, and what two tasks wrote to it, out of order. */
async function step(parent: Config, n: number | string, values: Record<string, unknown> = {}, id?: string) {
  const made = checkpointOf(values)
  const checkpoint: Checkpoint = id === undefined ? made : { ...made, id }
  const config = await saver.put(parent, checkpoint, metadataOf())
  await saver.putWrites(
    config,
    [
      ['messages', [`${n}b`]],
      ['other', n],
    ],
    'task-2',
    'b',
  )
  await saver.putWrites(
    config,
    [
      ['files', `${n}`],
      ['messages', [`${n}a`]],
      ['messages', [`${n}a2`]],
    ],
    'task-1',
    'a',
  )
  return config
}

const channels = ['messages', 'files', 'other', 'none']

it('is what the base class finds, on each branch of a forked thread, in few requests', async () => {
  let config: Config = await step(thread('fork'), 0, { messages: new DeltaSnapshot(['seed']), other: null })
  const trunk: Config[] = [config]
  for (let n = 1; n < 40; n++) {
    config = await step(config, n, n === 3 ? { files: ['plain'] } : n === 6 ? { files: noise(450_000) } : {})
    trunk.push(config)
  }
  let branch = trunk[12]!
  for (let n = 0; n < 20; n++) branch = await step(branch, `fork ${n}`)
  for (let n = 40; n < 45; n++) config = await step(config, n)

  for (const target of [config, branch, trunk[0]!, trunk[1]!, trunk[13]!, thread('fork'), thread('none')]) {
    const options = { config: target, channels }
    expect(await saver.getDeltaChannelHistory(options)).toEqual(await byBase(options))
  }
  const sent = await server.sentBy(async () => {
    const { messages, files } = await saver.getDeltaChannelHistory({ config, channels })
    expect(messages?.seed).toEqual(new DeltaSnapshot(['seed']))
    expect(messages?.writes).toHaveLength(44 * 3)
    expect(messages?.writes.slice(0, 4).map(([, , value]) => value)).toEqual([['0a'], ['0a2'], ['0b'], ['1a']])
    expect(files?.seed).toHaveLength(450_000)
  })
  expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', ...Array(6).fill('Query'), 'BatchGetItem'])
  expect(Object.entries(await saver.getDeltaChannelHistory({ config, channels: ['__proto__'] }))).toEqual([
    ['__proto__', { writes: [] }],
  ])
  const base = await server.sentBy(() => byBase({ config, channels }))
  expect(base.length).toBeGreaterThan(80)
})

it('stops where the channels have their values', async () => {
  let config = await step(thread('near'), 0)
  for (let n = 1; n < 30; n++) config = await step(config, n, n === 26 ? { messages: new DeltaSnapshot([n]) } : {})
  const sent = await server.sentBy(async () => {
    const { messages } = await saver.getDeltaChannelHistory({ config, channels: ['messages'] })
    expect(messages).toMatchObject({ seed: { value: [26] }, writes: { length: 9 } })
  })
  expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'Query', 'Query'])
  expect(await saver.getDeltaChannelHistory({ config, channels: [] })).toEqual({})
})

it('follows parents whatever their ids: clocks differ', async () => {
  const ids = [uuid6(0), uuid6(1), uuid6(2)].sort()
  let config: Config = await step(thread('clocks'), 0, {}, ids[2])
  config = await step(config, 1, {}, ids[0])
  config = await step(config, 2, {}, ids[1])
  const options = { config, channels: ['messages'] }
  const history = await saver.getDeltaChannelHistory(options)
  expect(history).toEqual(await byBase(options))
  expect(history.messages?.writes).toHaveLength(6)
})

it('ends at a parent that is not there', async () => {
  const config = await step(await step(thread('lost', '', uuid6(0)), 0), 1)
  const options = { config, channels: ['messages'] }
  expect(await saver.getDeltaChannelHistory(options)).toEqual(await byBase(options))
})
