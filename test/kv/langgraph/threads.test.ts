import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, DefinitionError, defineEntity, defineTable } from '../../../src/index.js'
import { DynamoDBSaver } from '../../../src/kv/langgraph/index.js'
import { inParallel } from '../../../src/operation/in-parallel.js'
import { localClient, tableName } from '../../support/local.js'
import { texts } from '../../support/server.js'
import { checkpointOf, collect, metadataOf, noise, thread, useSaver } from './support.js'

const { saver, openSaver, keysOf, server } = useSaver('saver-threads')
beforeAll(() => saver.createTable())

const threads = [
  '',
  '__proto__',
  'constructor',
  '#',
  '##',
  '%',
  '%23',
  'a b',
  '\u{1F9F5}',
  '\n',
  'a',
  'a#',
  'aa',
  '<x>',
]
const namespaces = ['', '__proto__', '#', 'a|b:c', 'a|b', '\u{1F9F5}', 'a', 'aa']

describe('what threads and namespaces are called', () => {
  it('is up to the application, and none is taken for another', async () => {
    const all = threads.flatMap(id => namespaces.map(ns => [id, ns] as const))
    await inParallel(all, 8, async ([id, ns]) => {
      const config = await saver.put(thread(id, ns), checkpointOf({ id, ns }), metadataOf())
      await saver.putWrites(config, [['c', [id, ns]]], id, ns)
    })
    await inParallel(all, 8, async ([id, ns]) => {
      const tuples = await collect(saver.list(thread(id, ns)))
      expect(tuples).toMatchObject([{ config: thread(id, ns), checkpoint: { channel_values: { id, ns } } }])
      expect(tuples[0]?.pendingWrites).toEqual([[id, 'c', [id, ns]]])
      expect(await saver.getTuple(thread(id, ns))).toEqual(tuples[0])
    })
    for (const id of threads) {
      const tuples = await collect(saver.list({ configurable: { thread_id: id } }))
      const found = tuples.map(({ config }) => config.configurable?.checkpoint_ns)
      expect(found[0]).toBe('')
      expect(found.sort()).toEqual(namespaces.toSorted())
    }
    expect(await collect(saver.list({}))).toHaveLength(all.length)
    expect(await collect(saver.list({ configurable: { checkpoint_ns: '#' } }))).toHaveLength(threads.length)
  })

  it('goes with all that is theirs, and with nothing of their neighbours', async () => {
    const ids = ['del', 'del#', 'del%23', 'de', 'delete']
    for (const id of ids)
      for (const ns of ['', 'sub|graph:1']) {
        const config = await saver.put(thread(id, ns), checkpointOf({ text: noise(420_000) }), metadataOf())
        await saver.putWrites(config, [['c', noise(420_000)]], 'task')
        for (let n = 0; n < 30; n++) await saver.putWrites(config, [['c', n]], `task-${n}`)
      }
    await saver.deleteThread('del')
    expect(await keysOf('langgraph#del')).toEqual([])
    expect(await saver.getTuple(thread('del'))).toBeUndefined()
    for (const id of ids.slice(1)) {
      const tuples = await collect(saver.list({ configurable: { thread_id: id } }))
      expect(tuples.map(({ pendingWrites }) => pendingWrites?.length)).toEqual([31, 31])
    }
    await saver.deleteThread('never was')
  })
})

describe('in one table', () => {
  it('savers of several prefixes know nothing of one another', async () => {
    const [one, other, longer] = ['p', 'q', 'p#q'].map(prefix => openSaver({ prefix }))
    await one!.put(thread('q#t'), checkpointOf({ of: 'one' }), metadataOf())
    await other!.put(thread('q#t'), checkpointOf({ of: 'other' }), metadataOf())
    await longer!.put(thread('t'), checkpointOf({ of: 'longer' }), metadataOf())
    expect((await collect(one!.list({}))).map(({ checkpoint }) => checkpoint.channel_values.of)).toEqual(['one'])
    expect(await collect(longer!.list({}))).toMatchObject([{ config: thread('t') }])
    await one!.deleteThread('q#t')
    expect(await one!.getTuple(thread('q#t'))).toBeUndefined()
    expect(await other!.getTuple(thread('q#t'))).toBeDefined()
    expect(await longer!.getTuple(thread('t'))).toBeDefined()
  })

  it('a saver stands beside entities, in keys of any name', async () => {
    const Table = defineTable({
      name: tableName('beside'),
      partitionKey: 'id',
      sortKey: 'range',
      timeToLive: 'gone_at',
    })
    const Note = defineEntity({
      name: 'Note',
      table: Table,
      schema: z.object({ thread: z.string(), text: z.string() }),
      key: { partitionKey: 'langgraph#<thread>', sortKey: 'note' },
    })
    const client = localClient()
    const db = createDatabase({ client, entities: { notes: Note } })
    const beside = new DynamoDBSaver({
      client,
      tableName: Table.name,
      partitionKey: 'id',
      sortKey: 'range',
      timeToLive: 'gone_at',
      expires: { days: 1 },
    })
    await beside.createTable()
    expect((await db.checkTable()).differences).toEqual([])
    await db.notes.create({ thread: 't', text: 'kept' })
    await beside.put(thread('t'), checkpointOf({ a: 1 }), metadataOf())
    expect(await collect(beside.list({}))).toHaveLength(1)
    expect(await db.notes.scan().all()).toHaveLength(1)
    await beside.deleteThread('t')
    expect(await db.notes.get({ thread: 't' })).toEqual({ thread: 't', text: 'kept' })
  })

  it('a prefix that would be a template is refused', () => {
    for (const prefix of ['<thread_id>', '<', 'a>']) expect(() => openSaver({ prefix })).toThrow(DefinitionError)
    expect(openSaver({ prefix: '' })).toBeInstanceOf(DynamoDBSaver)
  })
})

describe('what expires', () => {
  it.each([{}, { days: -1 }, { days: Number.NaN }, { fortnights: 1 }, new Date(), 30, 'soon'])(
    'after %j is refused before anything is written',
    expires => {
      expect(() => openSaver({ expires: expires as never })).toThrow(
        expect.objectContaining({
          code: 'definition.table',
          details: { table: server.options.tableName, reason: 'expires is a length such as { days: 7 }' },
        }),
      )
    },
  )

  it('may never', async () => {
    const lasting = openSaver({ expires: 'never', prefix: 'lasting' })
    await lasting.put(thread('t'), checkpointOf(), metadataOf())
    const [sk] = await keysOf('lasting#t')
    const stored = await server.stored(texts({ pk: 'lasting#t', sk: sk! }))
    expect(stored).toBeDefined()
    expect(stored).not.toHaveProperty('ttl')
  })

  it('is gone at its time, on each path', async () => {
    let time = new Date('2040-01-01T00:00:00Z')
    const expiring = openSaver({ expires: { hours: 1 }, now: () => time, prefix: 'expiring' })
    const first = await expiring.put(thread('t'), checkpointOf({ text: noise(450_000) }), metadataOf())
    await expiring.putWrites(first, [['c', 1]], 'task')
    time = new Date('2040-01-01T00:30:00Z')
    const second = await expiring.put(first, checkpointOf({ text: noise(450_000) }), metadataOf())
    await expiring.putWrites(second, [['c', noise(450_000)]], 'task')
    expect(await collect(expiring.list(thread('t')))).toHaveLength(2)

    time = new Date('2040-01-01T01:00:00Z')
    expect(await expiring.getTuple(first)).toBeUndefined()
    expect(await expiring.getTuple(thread('t'))).toMatchObject({ config: second, parentConfig: first })
    expect(await collect(expiring.list(thread('t')))).toMatchObject([{ config: second }])
    expect(await collect(expiring.list({ configurable: { thread_id: 't' } }))).toHaveLength(1)
    expect(await collect(expiring.list({}))).toHaveLength(1)
    expect(await expiring.getDeltaChannelHistory({ config: second, channels: ['c'] })).toEqual({ c: { writes: [] } })

    time = new Date('2040-01-01T01:29:59.999Z')
    expect((await expiring.getTuple(second))?.pendingWrites).toHaveLength(1)
    time = new Date('2040-01-01T01:30:00Z')
    expect(await expiring.getTuple(thread('t'))).toBeUndefined()
    expect(await collect(expiring.list({}))).toEqual([])
    // A task that is run again has written nothing then.
    await expiring.putWrites(second, [['c', 'anew']], 'task')
    await expiring.put(first, { ...checkpointOf(), id: second.configurable?.checkpoint_id }, metadataOf())
    expect((await expiring.getTuple(thread('t')))?.pendingWrites).toEqual([['task', 'c', 'anew']])
  })

  it('is found below a newest checkpoint that has expired', async () => {
    let time = new Date('2040-01-01T00:00:00Z')
    const now = () => time
    const kept = await openSaver({ now, prefix: 'mixed' }).put(thread('t'), checkpointOf(), metadataOf())
    const expiring = openSaver({ now, prefix: 'mixed', expires: { minutes: 1 } })
    await expiring.put(kept, checkpointOf(), metadataOf())
    time = new Date('2041-01-01T00:00:00Z')
    expect((await expiring.getTuple(thread('t')))?.config).toEqual(kept)
  })

  it('has its time as DynamoDB reads it', async () => {
    const expiring = openSaver({ expires: { days: 1 }, now: () => new Date(500), prefix: 'seconds' })
    await expiring.put(thread('t'), checkpointOf({ text: noise(400_000) }), metadataOf())
    const keys = await keysOf('seconds#t')
    expect(keys).toHaveLength(3)
    for (const sk of keys) expect((await server.stored(texts({ pk: 'seconds#t', sk })))?.ttl).toEqual({ N: '86401' })
  })
})
