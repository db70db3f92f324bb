import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity } from '../../src/index.js'
import { AppTable } from '../support/models.js'
import { failure, texts, useServer } from '../support/server.js'

const server = useServer('attributes')
const { options } = server
beforeAll(() => createDatabase({ ...options, entities: { any: Defaulted } }).createTable())
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})

let made = 0
const Defaulted = defineEntity({
  name: 'Defaulted',
  table: AppTable,
  schema: z.object({
    id: z.string().default(() => `id-${++made}`),
    state: z.string().default('new'),
    tags: z.set(z.string()).default(() => new Set(['none'])),
    seenAt: isoDate.default(() => new Date(0)),
    since: z.string().optional(),
  }),
  key: { partitionKey: 'defaulted#<id>', sortKey: 'x' },
})

describe('defaults', () => {
  const db = createDatabase({ ...options, entities: { things: Defaulted } })

  it('fill in what is not given, key attributes too, by one call each', async () => {
    made = 0
    const thing = await db.things.create({})
    expect(thing).toEqual({ id: 'id-1', state: 'new', tags: new Set(['none']), seenAt: new Date(0) })
    expect(await server.stored(texts({ pk: 'defaulted#id-1', sk: 'x' }))).toMatchObject({
      ...texts({ id: 'id-1', state: 'new', seenAt: '1970-01-01T00:00:00.000Z' }),
      tags: { SS: ['none'] },
    })
    expect(await db.things.put({ state: 'given' })).toMatchObject({ id: 'id-2', state: 'given' })
  })

  it('stand for what items from before the attribute do not have', async () => {
    await server.store(texts({ pk: 'defaulted#old', sk: 'x', entity: 'Defaulted', id: 'old' }))
    const old = { id: 'old', state: 'new', tags: new Set(['none']), seenAt: new Date(0) }
    expect(await db.things.get({ id: 'old' })).toEqual(old)
    expect(await db.things.get({ id: 'old' }).project('state')).toEqual({ state: 'new' })
    expect((await db.things.query({ id: 'old' })).items).toEqual([old])
    expect(await db.things.update({ id: 'old' }).set({ since: 'x' })).toEqual({ ...old, since: 'x' })
    expect(await server.stored(texts({ pk: 'defaulted#old', sk: 'x' }))).not.toHaveProperty('state')
  })
})

describe('timestamps', () => {
  const now = { current: new Date('2026-01-01T00:00:00.000Z') }
  const schema = <T extends z.ZodType>(time: T) =>
    z.object({ id: z.string(), text: z.string().optional(), made: time, changed: time })
  const timestamps = { createdAt: 'made', updatedAt: 'changed' } as const
  const key = (name: string) => ({ partitionKey: `${name}#<id>`, sortKey: 'x' }) as const
  const Text = defineEntity({
    name: 'Text',
    table: AppTable,
    schema: schema(z.iso.datetime()),
    key: key('text'),
    timestamps,
  })
  const Dated = defineEntity({ name: 'Dated', table: AppTable, schema: schema(isoDate), key: key('dated'), timestamps })
  const Epoch = defineEntity({ name: 'Epoch', table: AppTable, schema: schema(z.int()), key: key('epoch'), timestamps })
  const db = createDatabase({
    ...options,
    now: () => now.current,
    entities: { texts: Text, dates: Dated, epochs: Epoch },
  })
  const first = new Date('2026-01-01T00:00:00.000Z')
  const second = new Date('2026-02-02T00:00:00.000Z')

  it.each([
    ['ISO text', db.texts, (time: Date) => time.toISOString(), (time: Date) => ({ S: time.toISOString() })],
    ['dates', db.dates, (time: Date) => time, (time: Date) => ({ S: time.toISOString() })],
    ['milliseconds', db.epochs, (time: Date) => time.getTime(), (time: Date) => ({ N: String(time.getTime()) })],
  ] as const)('are %s as the schema says', async (_, client, form, stored) => {
    // The three differ in the type of their times alone, which the compiler can't follow here.
    const things = client as unknown as typeof db.texts
    now.current = first
    expect(await things.create({ id: '1' })).toEqual({ id: '1', made: form(first), changed: form(first) })
    now.current = second
    const updated = { id: '1', text: 'x', made: form(first), changed: form(second) }
    expect(await things.update({ id: '1' }).set({ text: 'x' })).toEqual(updated)
    const { ExpressionAttributeValues } = things.update({ id: '1' }).set({ text: 'x' }).compile()
    expect(Object.values(ExpressionAttributeValues ?? {})).toContainEqual(stored(second))
    expect(await things.upsert({ id: '1' }).set({ text: 'y' })).toEqual({ ...updated, text: 'y' })
    expect(await things.upsert({ id: '2' }).set({})).toEqual({ id: '2', made: form(second), changed: form(second) })
    expect(await things.put({ id: '1', made: form(first) as string })).toEqual({
      id: '1',
      made: form(first),
      changed: form(second),
    })
  })

  it.each<[string, z.ZodType, unknown]>([
    ['positive milliseconds', z.int().positive(), second.getTime()],
    [
      'dates of a range',
      z.codec(z.iso.datetime(), z.date().min(new Date('2020-01-01')), {
        decode: text => new Date(text),
        encode: date => date.toISOString(),
      }),
      second,
    ],
    ['ISO text without milliseconds', z.iso.datetime({ precision: 0 }), '2026-02-02T00:00:00Z'],
  ])('can be %s', async (name, time, expected) => {
    const Bounded = defineEntity({
      name: 'Bounded',
      table: AppTable,
      schema: schema(time),
      key: key('bounded'),
      timestamps,
    })
    const { bounded } = createDatabase({ ...options, now: () => second, entities: { bounded: Bounded } })
    const item = { id: name, made: expected, changed: expected }
    expect(await bounded.create({ id: name })).toEqual(item)
    expect(await bounded.update({ id: name }).set({ text: 'x' })).toEqual({ ...item, text: 'x' })
    expect(await bounded.get({ id: name })).toEqual({ ...item, text: 'x' })
  })

  it('of making can be given', async () => {
    now.current = second
    expect(await db.texts.create({ id: '3', made: first.toISOString() })).toEqual({
      id: '3',
      made: first.toISOString(),
      changed: second.toISOString(),
    })
  })
})

describe('names', () => {
  const Named = defineEntity({
    name: 'Named',
    table: AppTable,
    schema: z.object({
      id: z.string(),
      name: z.string(),
      'a.b': z.string(),
      proto: z.string(),
      labels: z.record(z.string(), z.string()),
      nested: z.object({ name: z.string() }),
    }),
    key: { partitionKey: 'named#<id>', sortKey: 'x' },
    storedAs: { name: 'full.name', proto: 'constructor', 'a.b': 'hasOwnProperty' },
  })
  /** Every object inherits something of these names. */
  const Inherited = defineEntity({
    name: 'Inherited',
    table: AppTable,
    schema: z.object({ id: z.string(), constructor: isoDate.optional(), valueOf: z.string().optional() }),
    key: { partitionKey: 'inherited#<id>', sortKey: 'x' },
  })
  const db = createDatabase({ ...options, entities: { named: Named, inherited: Inherited } })
  const labels = { constructor: 'c', 'a.b': 'd', '#n0': 'e', 'x[0]': 'f', hasOwnProperty: 'g' }
  const item = { id: '1', name: 'n', 'a.b': 'ab', proto: 'pp', labels, nested: { name: 'inner' } }

  it('in the table are those that storedAs says', async () => {
    expect(await db.named.create(item)).toEqual(item)
    const stored = await server.stored(texts({ pk: 'named#1', sk: 'x' }))
    expect(Object.keys(stored!).sort()).toEqual([
      'constructor',
      'entity',
      'full.name',
      'hasOwnProperty',
      'id',
      'labels',
      'nested',
      'pk',
      'sk',
    ])
    expect(await db.named.get({ id: '1' })).toEqual(item)
    expect(await db.named.get({ id: '1' }).project('proto', 'name', 'labels.constructor')).toEqual({
      proto: 'pp',
      name: 'n',
      labels: { constructor: 'c' },
    })
    expect({}).not.toHaveProperty('pp')
  })

  it('are placeholders in every expression', async () => {
    const update = db.named.update({ id: '1' }).set({ name: 'm', proto: 'qq' }).setPath('labels.valueOf', 'v')
    expect(update.compile()).toMatchObject({
      UpdateExpression: 'SET #n0 = :v0, #n1 = :v1, #n2.#n3 = :v2',
      ExpressionAttributeNames: { '#n0': 'full.name', '#n1': 'constructor', '#n2': 'labels', '#n3': 'valueOf' },
    })
    const labelled = { ...labels, valueOf: 'v' }
    expect(await update).toEqual({ ...item, name: 'm', proto: 'qq', labels: labelled })
    const found = await db.named
      .query({ id: '1' })
      .filter((named, { and, eq }) => and(eq(named.proto, 'qq'), eq(named['a.b'], 'ab'), eq(named.labels['a.b'], 'd')))
    expect(found.items.map(named => named.labels)).toEqual([labelled])
    const remove = db.named.delete({ id: '1' }).condition((named, { eq }) => eq(named.name, 'm'))
    expect(await remove).toMatchObject({ name: 'm' })
  })

  it('that zod would drop are refused', async () => {
    const labels = JSON.parse('{"__proto__":"lost"}')
    const error = await server.refusal(() => db.named.create({ ...item, id: '2', labels }))
    expect(error.code).toBe('item.invalid')
    expect(error.message).toContain('labels.__proto__')
    const update = await server.refusal(() => db.named.update({ id: '1' }).setPath('labels.__proto__', 'lost'))
    expect(update.code).toBe('expression.unknownPath')
  })

  it('that the AWS SDK would lose are refused', () => {
    const define = () =>
      defineEntity({
        name: 'Lost',
        table: AppTable,
        schema: z.object({ id: z.string(), proto: z.string() }),
        key: { partitionKey: 'lost#<id>', sortKey: 'x' },
        storedAs: { proto: '__proto__' },
      })
    expect(define).toThrow("'proto' is stored as '__proto__', which the AWS SDK loses when it reads")
  })

  it('that objects inherit are not there unless they are given', async () => {
    const bare = await db.inherited.create({ id: '1' } as never)
    expect(Object.keys(bare)).toEqual(['id'])
    expect(Object.keys((await db.inherited.get({ id: '1' }))!)).toEqual(['id'])
    const given = { id: '1', constructor: new Date(0), valueOf: 'v' }
    expect(await db.inherited.put(given as never)).toEqual(given)
    expect(await db.inherited.get({ id: '1' }).project('constructor', 'valueOf')).toEqual({
      constructor: new Date(0),
      valueOf: 'v',
    })
    expect(Object.keys(await db.inherited.update({ id: '1' }).remove('constructor'))).toEqual(['id', 'valueOf'])
  })
})

describe('discriminators', () => {
  const schema = z.object({ id: z.string(), size: z.number() })
  const key = { partitionKey: 'box#<id>', sortKey: 'box' } as const
  const Box = defineEntity({
    name: 'Box',
    table: AppTable,
    schema,
    key,
    discriminator: { attribute: '_et', value: 'Box', aliases: ['Carton', 'box'] },
  })
  const Crate = defineEntity({
    name: 'Crate',
    table: AppTable,
    schema,
    key,
    discriminator: { attribute: '_et', value: 'Crate' },
  })
  const db = createDatabase({ ...options, entities: { boxes: Box, crates: Crate } })
  const stored = (id: string) => server.stored(texts({ pk: `box#${id}`, sk: 'box' }))

  it('let entities share key templates, and neither ever touches the other', async () => {
    await db.boxes.create({ id: '1', size: 1 })
    const before = await stored('1')
    expect(before).toMatchObject({ _et: { S: 'Box' } })
    expect(before).not.toHaveProperty('entity')
    for (const operation of [
      db.crates.get({ id: '1' }),
      db.crates.create({ id: '1', size: 2 }),
      db.crates.put({ id: '1', size: 2 }),
      db.crates.update({ id: '1' }).set({ size: 2 }),
      db.crates.upsert({ id: '1' }).set({ size: 2 }),
      db.crates.delete({ id: '1' }),
    ])
      expect((await failure(operation)).code).toBe('item.foreign')
    expect(await db.crates.exists({ id: '1' })).toBe(false)
    expect((await db.crates.query({ id: '1' })).items).toEqual([])
    expect(await db.crates.query({ id: '1' }).count()).toBe(0)
    expect(await stored('1')).toEqual(before)
  })

  it.each(['Carton', 'box'])('have aliases that mean the same: %s', async alias => {
    const item = { ...texts({ pk: 'box#2', sk: 'box', _et: alias, id: '2' }), size: { N: '2' } }
    await server.store(item)
    expect(await db.boxes.get({ id: '2' })).toEqual({ id: '2', size: 2 })
    expect(await db.boxes.exists({ id: '2' })).toBe(true)
    expect((await db.boxes.query({ id: '2' })).items).toEqual([{ id: '2', size: 2 }])
    expect(await db.boxes.query({ id: '2' }).count()).toBe(1)
    const update = db.boxes.update({ id: '2' }).set({ size: 3 })
    expect(update.compile().ConditionExpression).toBe('#n1 IN (:v1, :v2, :v3)')
    expect(await update).toEqual({ id: '2', size: 3 })
    expect(await stored('2')).toMatchObject({ _et: { S: alias } })
    expect((await failure(db.boxes.create({ id: '2', size: 1 }))).code).toBe('item.exists')
    expect(await db.boxes.put({ id: '2', size: 4 })).toEqual({ id: '2', size: 4 })
    expect(await stored('2')).toMatchObject({ _et: { S: 'Box' } })
    await server.store(item)
    expect(await db.boxes.delete({ id: '2' })).toEqual({ id: '2', size: 2 })
  })

  it('are other than texts in no item of ours', async () => {
    await server.store({ ...texts({ pk: 'box#3', sk: 'box', id: '3' }), _et: { N: '1' }, size: { N: '1' } })
    expect((await failure(db.boxes.get({ id: '3' }))).code).toBe('item.foreign')
  })
})

describe('what a write gives', () => {
  const Open = defineEntity({
    name: 'Open',
    table: AppTable,
    schema: z.object({
      id: z.string(),
      score: z.number(),
      places: z.array(z.object({ x: z.number() })),
      free: z.any(),
      at: isoDate,
    }),
    key: { partitionKey: 'open#<id>', sortKey: 'x' },
  })
  const db = createDatabase({ ...options, entities: { open: Open } })

  it('is what a read gives: 0 for -0, plain objects, numbers for bigints where the schema says nothing', async () => {
    const bare = Object.assign(Object.create(null), {
      n: -0,
      big: 7n,
      gone: undefined,
      list: [-0, Object.create(null)],
    })
    const given = { id: 'a', score: -0, places: [{ x: -0 }], free: bare, at: new Date(0) }
    const created = await db.open.create(given)
    expect(created).toStrictEqual({ ...given, score: 0, places: [{ x: 0 }], free: { n: 0, big: 7, list: [0, {}] } })
    expect(await db.open.get({ id: 'a' })).toStrictEqual(created)
    expect(await db.open.put(given)).toStrictEqual(created)
    expect(Object.is(given.score, -0)).toBe(true)
  })
})
