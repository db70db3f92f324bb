import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../src/index.js'
import { DynamoDBKVStore } from '../../src/kv/index.js'
import { useServer } from '../support/server.js'
import { collect, noise } from './support.js'

const server = useServer('kv-beside')
const AppTable = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' })
const schema = z.object({ team: z.string(), id: z.string(), value: z.string() })
const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema,
  key: { partitionKey: 'team#<team>', sortKey: 'note#<id>' },
})
/** Told from others by its keys alone, and in a partition that is called as a store's could be. */
const Bare = defineEntity({
  name: 'Bare',
  table: AppTable,
  schema,
  key: { partitionKey: 'bare#<team>', sortKey: '<id>' },
  discriminator: false,
})
const db = createDatabase({ ...server.options, entities: { notes: Note, bare: Bare } })
const open = (options: object = {}) => new DynamoDBKVStore({ ...server.options, ...options })

beforeAll(() => db.createTable())

describe('a store beside entities', () => {
  const cache = open({ prefix: 'cache/', chunk: true })
  const note = { team: 'docs', id: '1', value: 'a note' }

  it('and they do not see each other', async () => {
    await db.notes.create(note)
    await db.bare.create(note)
    // Collections and keys that look as the entities' do.
    for (const collection of ['team#docs', 'bare#docs', 'data'])
      await cache.putMany(
        [
          ['note#1', 'cached'],
          ['1', noise(500_000)],
          ['id', { team: 'docs' }],
        ],
        {
          collection,
          expires: { days: 1 },
        },
      )
    expect(await db.notes.scan().all()).toEqual([note])
    expect(await db.bare.scan().all()).toEqual([note])
    expect(await db.notes.query({ team: 'docs' }).all()).toEqual([note])
    expect(await db.bare.query({ team: 'docs' }).all()).toEqual([note])
    expect(await collect(cache.keys('team#docs'))).toEqual(['1', 'id', 'note#1'])
  })

  it('and clearing the one leaves the other', async () => {
    for (const collection of ['team#docs', 'bare#docs', 'data']) expect(await cache.clear(collection)).toBe(3)
    expect(await db.notes.get(note)).toEqual(note)
    expect(await db.bare.get(note)).toEqual(note)
  })
})

describe('two stores in one table', () => {
  it('do not see each other, of whichever layout', async () => {
    const stores = [
      open({ prefix: 'a/' }),
      open({ prefix: 'a/b/' }),
      open({ prefix: 'c/', layout: 'flat' }),
      open({ prefix: 'd/', shards: 3 }),
    ]
    for (const [index, store] of stores.entries()) await store.put('key', { index })
    for (const [index, store] of stores.entries()) {
      expect(await store.getAll()).toEqual({ key: { index } })
      expect(await store.clear()).toBe(1)
      for (const [other, each] of stores.entries()) expect(await each.has('key')).toBe(other > index)
    }
  })
})
