import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../src/index.js'
import { failure, texts, useServer } from '../support/server.js'

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})

describe('attributes that live in the key alone', () => {
  const server = useServer('key-only')
  const Table = defineTable({
    name: 'readings',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: { byUnit: { partitionKey: 'unit', sortKey: 'sk' } },
  })
  const Reading = defineEntity({
    name: 'Reading',
    table: Table,
    schema: z.object({
      station: z.lazy(() => z.string().toLowerCase()),
      at: isoDate,
      no: z.int(),
      final: z.boolean(),
      unit: z.string(),
      value: z.number(),
    }),
    key: { partitionKey: 'station#<station:lower>#<final>', sortKey: 'reading#<at>#<no:pad(3)>' },
    keyOnly: ['station', 'at', 'no', 'final'],
    indexes: { byUnit: { index: 'byUnit', partitionKey: '<unit>', sortKey: 'reading#<at>#<no:pad(3)>' } },
  })
  const db = createDatabase({ ...server.options, entities: { readings: Reading } })
  const key = { station: 'north', at: new Date('2026-01-02T03:04:05.000Z'), no: 7, final: true }
  const Key = texts({ pk: 'station#north#true', sk: 'reading#2026-01-02T03:04:05.000Z#007' })
  const reading = { ...key, unit: 'K', value: 273.15 }
  beforeAll(async () => {
    await db.createTable()
    await db.readings.create({ ...reading, station: 'NORTH' })
  })

  it('are stored nowhere else', async () => {
    expect(await server.stored(Key)).toEqual({
      ...Key,
      ...texts({ entity: 'Reading', unit: 'K' }),
      value: { N: '273.15' },
    })
  })

  it('are read back from it, whole or projected, by every read', async () => {
    expect(await db.readings.get(key)).toEqual(reading)
    expect(await db.readings.get(key).project('at', 'no')).toEqual({ at: key.at, no: 7 })
    expect((await db.readings.query({ station: 'north', final: true })).items).toEqual([reading])
    expect(
      (
        await db.readings
          .query({ station: 'north', final: true })
          .gt({ at: new Date(0) })
          .project('station')
      ).items,
    ).toEqual([{ station: 'north' }])
    expect((await db.readings.query.byUnit({ unit: 'K' }).eq({ at: key.at })).items).toEqual([reading])
    expect(await db.readings.scan().all()).toEqual([reading])
  })

  it('are in the results of writes', async () => {
    expect(await db.readings.update(key).set({ value: 1 })).toEqual({ ...reading, value: 1 })
    expect((await failure(db.readings.create(reading))).item).toEqual({ ...reading, value: 1 })
    expect(await db.readings.upsert({ ...key, no: 8 }).set({ unit: 'C', value: 2 })).toEqual({
      ...key,
      no: 8,
      unit: 'C',
      value: 2,
    })
    expect(await db.readings.delete({ ...key, no: 8 })).toEqual({ ...key, no: 8, unit: 'C', value: 2 })
    await db.readings.put(reading)
  })

  it('find the item whatever case the schema makes the same', async () => {
    expect(await db.readings.get({ ...key, station: 'NORTH' })).toEqual(reading)
  })
})

describe('a key whose text is not the one that its codec writes', () => {
  const server = useServer('rewritten')
  const definition = {
    table: defineTable({ name: 'events', partitionKey: 'pk', sortKey: 'sk' }),
    schema: z.object({ id: z.string().toLowerCase(), at: isoDate, text: z.string().optional() }),
    key: { partitionKey: 'event#<id>', sortKey: 'a#<at>' },
  } as const
  const Event = defineEntity({ name: 'Event', ...definition, discriminator: false, keyOnly: ['at'] })
  const Told = defineEntity({ name: 'Told', ...definition })
  const db = createDatabase({ ...server.options, entities: { events: Event } })
  const told = createDatabase({ ...server.options, entities: { told: Told } })
  beforeAll(() => db.createTable())
  const at = '2026-01-02T03:04:05Z'

  it('is not of the entity: none of its operations would find it', async () => {
    const key = { id: 'x', at: new Date(at) }
    await db.events.create(key)
    await server.store(texts({ pk: 'event#x', sk: `a#${at}`, id: 'x' }))
    await server.store(texts({ pk: 'event#X', sk: 'a#2026-01-02T03:04:05.000Z', id: 'X' }))
    expect((await db.events.query({ id: 'x' })).items).toEqual([key])
    expect(await db.events.scan().all()).toEqual([key])
  })

  it('is invalid where a discriminator says that it is', async () => {
    await server.store(texts({ pk: 'event#y', sk: `a#${at}`, id: 'y', at, entity: 'Told' }))
    const error = await failure(told.told.query({ id: 'y' }).all())
    expect(error.details).toEqual({
      entity: 'Told',
      issues: [{ path: ['at'], code: 'key', message: 'makes another key than the item has' }],
    })
    const key = { id: 'z', at: new Date(at) }
    await told.told.create({ ...key, text: 'x' })
    expect(await told.told.get(key)).toEqual({ ...key, text: 'x' })
  })
})

describe('an attribute whose case one part of the key loses', () => {
  const server = useServer('cased')
  const Order = defineEntity({
    name: 'Order',
    table: defineTable({ name: 'orders', partitionKey: 'pk', sortKey: 'sk' }),
    schema: z.object({ email: z.string(), no: z.string() }),
    key: { partitionKey: 'user#<email:lower>', sortKey: 'order#<no>#<email>' },
    keyOnly: ['email', 'no'],
  })
  const db = createDatabase({ ...server.options, entities: { orders: Order } })
  beforeAll(() => db.createTable())

  it('is read from the other', async () => {
    const order = { email: 'Ann@x', no: '1' }
    await db.orders.create(order)
    expect(await db.orders.get(order)).toEqual(order)
    expect((await db.orders.query({ email: 'ANN@X' })).items).toEqual([order])
  })

  it('tells an item of others by both', async () => {
    await server.store(texts({ pk: 'user#bob@x', sk: 'order#1#Ann@x', entity: 'Order' }))
    expect((await db.orders.query({ email: 'bob@x' })).items).toEqual([])
  })
})

describe('a table keyed by attributes of the domain', () => {
  const server = useServer('domain-keys')
  const Agents = defineTable({ name: 'agents', partitionKey: 'team_code', sortKey: 'id' })
  const Agent = defineEntity({
    name: 'Agent',
    table: Agents,
    schema: z.object({ teamCode: z.string(), id: z.string(), name: z.string() }),
    key: { partitionKey: '<teamCode>', sortKey: '<id>' },
    storedAs: { teamCode: 'team_code', name: 'agent_name' },
    discriminator: false,
  })
  const db = createDatabase({ ...server.options, entities: { agents: Agent } })
  beforeAll(() => db.createTable())
  const key = { teamCode: 'AT-001', id: 'AG-#1' }

  it('has items without anything beside their attributes', async () => {
    await db.agents.create({ ...key, name: 'a' })
    const Key = texts({ team_code: 'AT-001', id: 'AG-#1' })
    expect(await server.stored(Key)).toEqual({ ...Key, agent_name: { S: 'a' } })
    expect(db.agents.get(key).compile().Key).toEqual(Key)
  })

  it('is read, queried, counted, changed and deleted', async () => {
    await db.agents.put({ ...key, name: 'b' })
    const query = db.agents
      .query({ teamCode: 'AT-001' })
      .beginsWith({ id: 'AG-' })
      .filter((agent, { eq }) => eq(agent.name, 'b'))
    expect(query.compile()).toMatchObject({
      KeyConditionExpression: '#n0 = :v0 AND begins_with(#n1, :v1)',
      FilterExpression: '#n2 = :v2',
      ExpressionAttributeNames: { '#n0': 'team_code', '#n1': 'id', '#n2': 'agent_name' },
    })
    expect((await query).items).toEqual([{ ...key, name: 'b' }])
    expect(query.count().compile()).toMatchObject({ Select: 'COUNT' })
    expect(await query.count()).toBe(1)
    expect(await db.agents.update(key).set({ name: 'c' })).toEqual({ ...key, name: 'c' })
    expect(await db.agents.upsert({ ...key, id: 'new' }).set({ name: 'd' })).toEqual({ ...key, id: 'new', name: 'd' })
    expect(await db.agents.scan().count()).toBe(2)
    expect(await db.agents.delete(key)).toEqual({ ...key, name: 'c' })
  })

  it('refuses an empty key attribute, which DynamoDB refuses too', async () => {
    expect((await server.refusal(() => db.agents.put({ ...key, id: '', name: 'x' }))).code).toBe('key.emptyValue')
  })
})

describe('number and binary table keys', () => {
  const server = useServer('scalar-keys')
  const Blobs = defineTable({
    name: 'blobs',
    partitionKey: { name: 'bucket', type: 'number' },
    sortKey: { name: 'digest', type: 'binary' },
  })
  const Blob = defineEntity({
    name: 'Blob',
    table: Blobs,
    schema: z.object({ bucket: z.number(), hash: z.instanceof(Uint8Array), size: z.int() }),
    key: { partitionKey: '<bucket>', sortKey: '<hash>' },
    storedAs: { hash: 'digest' },
  })
  const db = createDatabase({ ...server.options, entities: { blobs: Blob } })
  const hash = (...bytes: number[]) => new Uint8Array(bytes)
  beforeAll(async () => {
    await db.createTable()
    for (const byte of [1, 2, 3]) await db.blobs.create({ bucket: 0.5, hash: hash(byte, 255), size: byte })
  })

  it('are the attribute itself', async () => {
    const get = db.blobs.get({ bucket: 0.5, hash: hash(2, 255) })
    expect(get.compile().Key).toEqual({ bucket: { N: '0.5' }, digest: { B: hash(2, 255) } })
    expect(await get).toEqual({ bucket: 0.5, hash: hash(2, 255), size: 2 })
  })

  it('are ranged over, filtered here, and walked by cursors', async () => {
    const query = db.blobs.query({ bucket: 0.5 })
    expect((await query.between({ hash: hash(2) }, { hash: hash(3) })).items.map(blob => blob.size)).toEqual([2])
    expect((await query.beginsWith({ hash: hash(3) })).items.map(blob => blob.size)).toEqual([3])
    expect((await query.filter((blob, { gt }) => gt(blob.hash, hash(2)))).items.map(blob => blob.size)).toEqual([2, 3])
    const first = await query.limit(2)
    expect((await query.after(first.cursor)).items.map(blob => blob.size)).toEqual([3])
  })

  it('refuse what DynamoDB refuses, before anything is sent', async () => {
    const key = (bucket: number, bytes: Uint8Array<ArrayBuffer>) => () => db.blobs.get({ bucket, hash: bytes })
    const empty = await server.refusal(key(0.5, hash()))
    expect(empty.code).toBe('key.emptyValue')
    // Only texts can be escaped.
    expect(empty.message).toBe("'hash' is empty, and DynamoDB takes no empty binary key '<hash>'. Give it a value.")
    expect((await server.refusal(key(0.5, new Uint8Array(1025)))).code).toBe('key.tooLong')
    expect((await server.refusal(key(Number.NaN, hash(1)))).code).toBe('key.illFormedValue')
  })
})

describe('a table without a sort key', () => {
  const server = useServer('no-sort')
  const Settings = defineTable({ name: 'settings', partitionKey: 'pk' })
  const Setting = defineEntity({
    name: 'Setting',
    table: Settings,
    schema: z.object({ name: z.string(), value: z.string() }),
    key: { partitionKey: 'setting#<name>' },
  })
  const db = createDatabase({ ...server.options, entities: { settings: Setting } })
  beforeAll(() => db.createTable())

  it('does all that others do', async () => {
    const setting = { name: 'theme', value: 'dark' }
    expect(await db.settings.create(setting)).toEqual(setting)
    expect(db.settings.get({ name: 'theme' }).compile().Key).toEqual(texts({ pk: 'setting#theme' }))
    expect(await db.settings.get({ name: 'theme' })).toEqual(setting)
    const query = db.settings.query({ name: 'theme' })
    expect(query.compile().KeyConditionExpression).toBe('#n0 = :v0')
    expect((await query).items).toEqual([setting])
    expect((await db.settings.scan()).items).toEqual([setting])
    expect(await db.settings.update({ name: 'theme' }).set({ value: 'light' })).toEqual({ ...setting, value: 'light' })
    expect(await db.settings.delete({ name: 'theme' })).toEqual({ ...setting, value: 'light' })
  })
})

describe('modifiers', () => {
  const server = useServer('modifiers')
  const Table = defineTable({ name: 'mail', partitionKey: 'pk', sortKey: 'sk' })
  const Letter = defineEntity({
    name: 'Letter',
    table: Table,
    schema: z.object({ email: z.string(), country: z.string(), no: z.int() }),
    key: { partitionKey: 'mail#<email:lower>', sortKey: '<country:upper>#<no:pad(4)>' },
  })
  const db = createDatabase({ ...server.options, entities: { letters: Letter } })
  beforeAll(() => db.createTable())

  it('change the key, and not the attribute', async () => {
    const letter = { email: 'Ada@Example.org', country: 'gb', no: 12 }
    await db.letters.create(letter)
    expect(await server.stored(texts({ pk: 'mail#ada@example.org', sk: 'GB#0012' }))).toMatchObject(
      texts({ email: 'Ada@Example.org' }),
    )
    expect(await db.letters.get({ email: 'ADA@example.org', country: 'Gb', no: 12 })).toEqual(letter)
    expect((await db.letters.query({ email: 'ada@EXAMPLE.org' }).beginsWith({ country: 'g' })).items).toEqual([letter])
    expect((await failure(db.letters.create({ ...letter, email: 'ADA@EXAMPLE.ORG' }))).code).toBe('item.exists')
  })

  it.each([-1, 1.5, 10_000])('refuse %d to be padded', async no => {
    const error = await server.refusal(() => db.letters.get({ email: 'a', country: 'b', no }))
    expect(error.code).toBe('key.padding')
  })
})
