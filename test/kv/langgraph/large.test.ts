import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ERROR } from '@langchain/langgraph-checkpoint'
import { beforeAll, describe, expect, it } from 'vitest'
import { InvalidItemError } from '../../../src/index.js'
import { createLocalClient, localClient } from '../../support/local.js'
import { failure } from '../../support/server.js'
import { checkpointOf, collect, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, openSaver, keysOf, server, tableName } = useSaver('saver-large')
beforeAll(() => saver.createTable())

const chunksOf = async (id: string) => (await keysOf(`langgraph#${id}`)).filter(key => key.startsWith('chunk#'))

/** A client that does something before it sends the first command of a kind, or with a text in it. */
function clientThat(before: string, act: () => Promise<unknown>, text = ''): DynamoDBClient {
  const client = createLocalClient()
  let done = false
  client.middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        if (commandName === before && JSON.stringify(args.input).includes(text) && !done) {
          done = true
          await act()
        }
        return next(args)
      },
    { step: 'initialize' },
  )
  return client
}

describe('a state that is larger than an item may be', () => {
  it.each([
    [200_000, 0],
    [370_000, 0],
    [450_000, 2],
    [1_200_000, 4],
    [3_000_000, 8],
  ])('of %i bytes is kept, in %i chunks', async (bytes, chunks) => {
    const id = `size-${bytes}`
    const checkpoint = checkpointOf({ text: noise(bytes) })
    const config = await saver.put(thread(id), checkpoint, metadataOf())
    expect((await saver.getTuple(thread(id)))?.checkpoint).toEqual(checkpoint)
    expect((await saver.getTuple(config))?.checkpoint).toEqual(checkpoint)
    expect(await chunksOf(id)).toHaveLength(chunks)
  })

  it('with metadata that are large, or only large together', async () => {
    const together = await saver.put(
      thread('both'),
      checkpointOf({ text: noise(300_000) }),
      metadataOf(0, { note: noise(200_000) }),
    )
    expect(await chunksOf('both')).toHaveLength(1)
    const each = checkpointOf({ text: noise(900_000) })
    await saver.put(together, each, metadataOf(1, { note: noise(500_000) }))
    expect(await chunksOf('both')).toHaveLength(1 + 3 + 2)
    const [newest, older] = await collect(saver.list(thread('both')))
    expect(newest?.checkpoint).toEqual(each)
    expect((newest as any).metadata.note).toHaveLength(500_000)
    expect((older as any).metadata.note).toHaveLength(200_000)
    expect(await collect(saver.list(thread('both'), { filter: { step: 0 } }))).toEqual([older])
  })

  it('and writes of tasks, beside small ones', async () => {
    const config = await saver.put(thread('writes'), checkpointOf(), metadataOf())
    const values = [noise(1_100_000), 'small', noise(450_000)]
    await saver.putWrites(
      config,
      values.map((value, index) => [`c${index}`, value]),
      'task',
    )
    const expected = values.map((value, index) => ['task', `c${index}`, value])
    const sent = await server.sentBy(async () => {
      expect((await saver.getTuple(config))?.pendingWrites).toEqual(expected)
    })
    expect(sent.map(({ operation }) => operation).sort()).toEqual(['BatchGetItem', 'GetItem', 'Query'])
    expect((await collect(saver.list(thread('writes'))))[0]?.pendingWrites).toEqual(expected)
  })

  it('is listed with the writes of few others in memory', async () => {
    for (let step = 0; step < 10; step++) {
      const config = await saver.put(thread('listed'), checkpointOf({ text: noise(400_000) }), metadataOf(step))
      await saver.putWrites(config, [['c', `${step} ${noise(300_000)}`]], 'task')
    }
    const ofWrites = async (work: () => Promise<unknown>) =>
      (await server.sentBy(work)).filter(({ input }) => JSON.stringify(input).includes('write#')).length
    const all = await ofWrites(async () => {
      const tuples = await collect(saver.list(thread('listed')))
      expect(tuples.map(({ pendingWrites }) => String(pendingWrites?.[0]?.[2])[0])).toEqual([...'9876543210'])
    })
    const first = await ofWrites(() => saver.list(thread('listed')).next())
    expect(first).toBeLessThan(all)
  })

  it('takes less room compressed, and is read whatever the option says', async () => {
    const packing = openSaver({ compress: true })
    const checkpoint = checkpointOf({ text: 'state '.repeat(500_000) })
    await packing.put(thread('gzip'), checkpoint, metadataOf())
    expect(await keysOf('langgraph#gzip')).toHaveLength(1)
    expect((await saver.getTuple(thread('gzip')))?.checkpoint).toEqual(checkpoint)
    const next = checkpointOf({ text: noise(2_000_000) })
    await packing.put(thread('gzip'), next, metadataOf())
    expect((await saver.getTuple(thread('gzip')))?.checkpoint).toEqual(next)
  })
})

describe('chunks', () => {
  it('of what is replaced are deleted, and of a write that came second', async () => {
    const checkpoint = checkpointOf({ text: noise(900_000) })
    const config = await saver.put(thread('again'), checkpoint, metadataOf())
    const changed = { ...checkpoint, channel_values: { text: noise(500_000) } }
    await saver.put(thread('again'), changed, metadataOf())
    expect(await chunksOf('again')).toHaveLength(2)
    expect((await saver.getTuple(config))?.checkpoint).toEqual(changed)

    await saver.putWrites(config, [['c', noise(500_000)]], 'task')
    const before = await chunksOf('again')
    await saver.putWrites(config, [['c', noise(900_000)]], 'task')
    expect(await chunksOf('again')).toEqual(before)
    await saver.putWrites(config, [[ERROR, noise(900_000)]], 'task')
    await saver.putWrites(config, [[ERROR, 'small']], 'task')
    expect(await chunksOf('again')).toEqual(before)
  })

  it('are made before the item that names them: a crash between leaves what was there', async () => {
    const checkpoint = checkpointOf({ text: noise(500_000) })
    await saver.put(thread('crash'), checkpoint, metadataOf())
    const crashing = openSaver({ client: clientThat('PutItemCommand', () => Promise.reject(new Error('crash'))) })
    const next = { ...checkpoint, channel_values: { text: noise(900_000) } }
    await expect(crashing.put(thread('crash'), next, metadataOf())).rejects.toThrow()
    expect((await saver.getTuple(thread('crash')))?.checkpoint).toEqual(checkpoint)
    expect(await chunksOf('crash')).toHaveLength(2 + 3)
    await saver.deleteThread('crash')
    expect(await keysOf('langgraph#crash')).toEqual([])
  })

  it('that are replaced while they are read are read again', async () => {
    const first = checkpointOf({ text: noise(500_000) })
    const second = { ...first, channel_values: { text: noise(500_000) } }
    const config = await saver.put(thread('race'), first, metadataOf(0))
    const racing = () =>
      openSaver({ client: clientThat('BatchGetItemCommand', () => saver.put(thread('race'), second, metadataOf(1))) })
    expect((await racing().getTuple(config))?.checkpoint).toEqual(second)
    expect(await collect(racing().list(thread('race')))).toMatchObject([{ checkpoint: second, metadata: { step: 1 } }])
    const deleting = openSaver({ client: clientThat('BatchGetItemCommand', () => saver.deleteThread('race')) })
    expect(await collect(deleting.list(thread('race')))).toEqual([])
    expect(await saver.getTuple(config)).toBeUndefined()
  })

  it('that are deleted with their thread leave nothing that names them, if it came meanwhile', async () => {
    await saver.put(thread('meanwhile'), checkpointOf({ text: noise(500_000) }), metadataOf())
    const running = () => saver.put(thread('meanwhile'), checkpointOf({ text: noise(500_000) }), metadataOf())
    await openSaver({ client: clientThat('QueryCommand', running, 'chunk#') }).deleteThread('meanwhile')
    expect(await keysOf('langgraph#meanwhile')).toEqual([])
  })

  it('that are gone are told, and nothing of the state', async () => {
    await saver.put(thread('gone'), checkpointOf({ text: noise(500_000) }), metadataOf())
    const [sk] = await chunksOf('gone')
    await localClient().send(
      new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: 'langgraph#gone' }, sk: { S: sk! } } }),
    )
    const error = await failure(saver.getTuple(thread('gone')))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error).toMatchObject({
      code: 'item.invalidStored',
      message: expect.stringContaining('a chunk of it is gone'),
    })
  })

  it.each([
    ['no gzip', { gzip: { BOOL: true }, data: { B: new Uint8Array([1, 2]) } }],
    ['no JSON', { data: { B: new Uint8Array([123]) } }],
    ['more chunks than there can be', { data: { M: { blob: { S: 'x' }, chunks: { N: '1000000000000' } } } }],
    ['less than one chunk', { data: { M: { blob: { S: 'x' }, chunks: { N: '-1' } } } }],
  ])('that are damaged are told: %s', async (name, damage) => {
    await saver.put(thread(name), checkpointOf({ text: 'x' }), metadataOf())
    const [sk] = await keysOf(`langgraph#${name.replaceAll(' ', '%20')}`)
    const stored = (await server.stored({ pk: { S: `langgraph#${name.replaceAll(' ', '%20')}` }, sk: { S: sk! } }))!
    await server.store({ ...stored, checkpoint: { M: { ...stored.checkpoint!.M!, ...damage } as never } })
    expect(await failure(saver.getTuple(thread(name)))).toMatchObject({ code: 'item.invalidStored' })
  })

  it('of two writers at once are those of one of them', async () => {
    const checkpoint = checkpointOf()
    const texts = Array.from({ length: 6 }, () => noise(450_000))
    await Promise.all(
      texts.map(text => saver.put(thread('many'), { ...checkpoint, channel_values: { text } }, metadataOf())),
    )
    expect(await chunksOf('many')).toHaveLength(2)
    expect(texts).toContain((await saver.getTuple(thread('many')))?.checkpoint.channel_values.text)
  })
})
