import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineCollection, defineEntity, defineTable } from '../../../src/index.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('evolving')
const table = defineTable({ name: 'evolving', partitionKey: 'pk', sortKey: 'sk' })
const partitionKey = 'team#<team>'
const skipped: unknown[] = []
const Doc = defineEntity({
  name: 'Doc',
  table,
  schema: z.object({ team: z.string(), id: z.string(), title: z.string() }),
  key: { partitionKey, sortKey: 'doc#<id>' },
  schemaVersion: 2,
  upgrades: { 1: ({ name, ...rest }) => ({ ...rest, title: name }) },
  writeBack: true,
  onInvalid: error => skipped.push(error.details),
})
const Tag = defineEntity({
  name: 'Tag',
  table,
  schema: z.object({ team: z.string(), id: z.string() }),
  key: { partitionKey, sortKey: 'tag#<id>' },
})
const entities = { docs: Doc, tags: Tag }
const db = createDatabase({ ...server.options, entities })
const collection = defineCollection({ partitionKey, entities })
const query = db.collection(collection).query({ team: 'T' })
const old = (id: string, name: string) => texts({ pk: 'team#T', sk: `doc#${id}`, entity: 'Doc', team: 'T', id, name })

beforeAll(async () => {
  await db.createTable()
  await db.docs.create({ team: 'T', id: '1', title: 'new' })
  await db.tags.create({ team: 'T', id: '1' })
  await server.store(old('0', 'old'), texts({ pk: 'team#T', sk: 'foreign' }))
})

describe('a collection with older items', () => {
  it('filters and counts them as they are upgraded', async () => {
    const filtered = query.filter('docs', (doc, { eq }) => eq(doc.title, 'old'))
    expect(filtered.compile()).not.toHaveProperty('FilterExpression')
    expect(await filtered.count()).toEqual({ docs: 1, tags: 1 })
    expect(filtered.count().compile()).not.toHaveProperty('ProjectionExpression')
  })

  it('writes them back where the entity says so, and leaves others alone', async () => {
    const found = {
      docs: ['old', 'new'].map((title, at) => ({ team: 'T', id: String(at), title })),
      tags: [{ team: 'T', id: '1' }],
    }
    const foreign: unknown[] = []
    await server.store(old('0', 'old'))
    expect(await query.onForeign(stored => foreign.push(stored.sk)).all()).toEqual(found)
    expect(foreign).toEqual([{ S: 'foreign' }])
    expect(await server.stored(texts({ pk: 'team#T', sk: 'doc#0' }))).toMatchObject({ title: { S: 'old' } })
    const sent = await server.sentBy(() => query.limit(5).all())
    expect(sent.map(({ operation }) => operation)).toEqual(['Query'])
  })

  it('tells the entity of those that do not fit', async () => {
    await server.store(texts({ pk: 'team#T', sk: 'doc#2', entity: 'Doc', team: 'T', id: '2' }))
    expect((await query.all()).docs).toHaveLength(2)
    expect(skipped).toMatchObject([{ entity: 'Doc' }])
    await server.store(texts({ pk: 'team#T', sk: 'tag#2', entity: 'Tag', team: 'T' }))
    expect(await failure(query.all())).toMatchObject({ code: 'item.invalidStored', details: { entity: 'Tag' } })
  })
})
