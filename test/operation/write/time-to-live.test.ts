import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  DefinitionError,
  defineEntity,
  defineTable,
  ItemExistsError,
  ItemNotFoundError,
  VersionConflictError,
} from '../../../src/index.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('time-to-live')
const Table = defineTable({
  name: 'ttl',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  },
  timeToLive: 'ttl',
})
const Session = defineEntity({
  name: 'Session',
  table: Table,
  schema: z.object({
    user: z.string(),
    id: z.string(),
    device: z.string(),
    note: z.string().optional(),
    place: z.string().optional(),
    visits: z.int().default(0),
    expiresAt: z.int().nullable().optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'user#<user>', sortKey: 'session#<id>' },
  indexes: { byDevice: { index: 'gsi1', partitionKey: 'device#<device>', sortKey: '<id>' } },
  timeToLive: 'expiresAt',
  version: 'version',
})
/** The time as a Date, which is stored in seconds. */
const seconds = z.codec(z.int(), z.date(), {
  decode: number => new Date(number * 1000),
  encode: date => date.getTime() / 1000,
})
const Code = defineEntity({
  name: 'Code',
  table: Table,
  schema: z.object({
    id: z.string(),
    until: seconds,
    text: z.string().optional(),
    place: z.object({ city: z.string(), room: z.string().optional() }).optional(),
  }),
  key: { partitionKey: 'code#<id>', sortKey: 'code' },
  timeToLive: 'until',
})

const start = Date.parse('2099-01-01T00:00:00.500Z')
let now = start
const db = createDatabase({
  ...server.options,
  entities: { sessions: Session, codes: Code },
  now: () => new Date(now),
})
const at = (offset: number) => Math.ceil(start / 1000) + offset
const key = (id: string) => ({ user: 'ada', id })
const stored = (id: string) => server.stored(texts({ pk: 'user#ada', sk: `session#${id}` }))
/** An item that expired an hour ago, with an attribute that nobody writes now. */
async function expired(id: string) {
  now = start
  await db.sessions.create({ ...key(id), device: 'old', note: 'old', visits: 9 }).expires({ minutes: 1 })
  await server.store({ ...(await stored(id))!, unknown: { S: 'x' } })
  now = start + 3_600_000
}

beforeAll(() => db.createTable())

describe('expires', () => {
  it('sets the seconds at which an item is gone: at a time, after a time, never', async () => {
    now = start
    const item = await db.sessions.create({ ...key('1'), device: 'd' }).expires({ hours: 1, seconds: 5 })
    expect(item.expiresAt).toBe(at(3605))
    expect(await stored('1')).toMatchObject({ ttl: { N: String(at(3605)) } })
    expect(await db.sessions.update(key('1')).expires({ days: 1 })).toMatchObject({ expiresAt: at(86_400), version: 2 })
    const put = await db.sessions.put({ ...key('1'), device: 'd', version: 2 }).expires(new Date(start + 1000))
    expect(put.expiresAt).toBe(at(1))
    expect((await db.sessions.upsert(key('1')).set({ device: 'd' }).expires({ weeks: 1 })).expiresAt).toBe(at(604_800))
    await db.sessions.update(key('1')).set({ note: 'n' }).expires('never')
    expect(await stored('1')).not.toHaveProperty('ttl')
    const compiled = db.sessions
      .create({ ...key('2'), device: 'd' })
      .expires({ minutes: 30 })
      .compile()
    expect(compiled.Item).toMatchObject({ ttl: { N: String(at(1800)) } })
    expect(await db.sessions.upsert(key('3')).set({ device: 'd' }).expires('never')).not.toHaveProperty('expiresAt')
  })

  it('takes a Date behind a codec, in whole seconds', async () => {
    now = start
    const code = await db.codes.create({ id: '1', until: new Date(0) }).expires({ minutes: 1 })
    expect(code.until).toEqual(new Date(at(60) * 1000))
    expect(await server.stored(texts({ pk: 'code#1', sk: 'code' }))).toMatchObject({ ttl: { N: String(at(60)) } })
    now = start + 61_000
    expect(await db.codes.get({ id: '1' })).toBeUndefined()
    expect(await db.codes.get({ id: '1' }).includeExpired()).toEqual(code)
  })

  it('is refused where it is no time, or where the schema needs one', async () => {
    const create = db.sessions.create({ ...key('x'), device: 'd' })
    expect((await server.refusal(() => create.expires(new Date(Number.NaN)))).code).toBe('update.invalid')
    const never = await server.refusal(() => db.codes.create({ id: 'x', until: new Date() }).expires('never'))
    expect(never.message).toContain('required')
  })
})

describe('an item whose time is over', () => {
  it('is hidden from all reads, unless it is asked for', async () => {
    await expired('r1')
    await db.sessions.create({ ...key('r2'), device: 'old' })
    await server.store({ ...(await stored('r2'))!, ttl: { NULL: true } })
    const { sessions } = db
    expect(await sessions.get(key('r1'))).toBeUndefined()
    expect(await sessions.get(key('r1')).project('device')).toBeUndefined()
    expect(await failure(sessions.getOrThrow(key('r1')))).toBeInstanceOf(ItemNotFoundError)
    expect(await sessions.exists(key('r1'))).toBe(false)
    expect(await sessions.get(key('r1')).includeExpired()).toMatchObject({ device: 'old' })
    expect(await sessions.exists(key('r1')).includeExpired()).toBe(true)
    const reads = [
      () => sessions.query({ user: 'ada' }).beginsWith({ id: 'r' }),
      () => sessions.query.byDevice({ device: 'old' }).beginsWith({ id: 'r' }),
      () => sessions.scan().filter((session, { beginsWith }) => beginsWith(session.id, 'r')),
    ]
    for (const read of reads) {
      expect((await read()).items.map(({ id }) => id)).toEqual(['r2'])
      expect(await read().count()).toBe(1)
      expect((await read().includeExpired()).items.map(({ id }) => id).sort()).toEqual(['r1', 'r2'])
      expect(await read().includeExpired().count()).toBe(2)
    }
  })

  it('makes room for a new one', async () => {
    await expired('c1')
    const item = await db.sessions.create({ ...key('c1'), device: 'new' })
    expect(item).toEqual({ ...key('c1'), device: 'new', visits: 0, version: 1 })
    expect(await stored('c1')).not.toHaveProperty('unknown')
    expect(await failure(db.sessions.create({ ...key('c1'), device: 'new' }))).toBeInstanceOf(ItemExistsError)
  })

  it('is not revived by an update', async () => {
    await expired('u1')
    const before = await stored('u1')
    const update = db.sessions.update(key('u1'))
    for (const each of [
      update.set({ note: 'n' }),
      update.expires({ days: 1 }),
      update.refresh().set({ device: 'n' }),
      update.refresh().add({ visits: 1 }),
    ])
      expect(await failure(each)).toBeInstanceOf(ItemNotFoundError)
    const conflict = await failure(update.set({ note: 'n' }).ifVersion(1))
    expect(conflict).toBeInstanceOf(VersionConflictError)
    expect(conflict.details).toMatchObject({ expected: 1, current: undefined })
    expect(await failure(db.sessions.put({ ...key('u1'), device: 'n', version: 1 }))).toBeInstanceOf(
      VersionConflictError,
    )
    expect(await failure(db.sessions.check(key('u1')))).toBeInstanceOf(ItemNotFoundError)
    expect(await stored('u1')).toEqual(before)
  })

  it('is replaced whole by an upsert', async () => {
    const fresh = { ...key('s'), device: 'new', visits: 0, version: 1 }
    const whole = { ...texts({ device: 'new', gsi1pk: 'device#new' }), version: { N: '1' }, visits: { N: '0' } }
    for (const [index, upsert] of [
      db.sessions.upsert(key('s0')).set({ device: 'new' }),
      db.sessions.upsert(key('s1')).refresh().set({ device: 'new' }),
      db.sessions.upsert(key('s2')).set({ device: 'new' }).ifNotExists(),
      db.sessions.upsert(key('s3')).refresh().set({ device: 'new' }).ifNotExists(),
    ].entries()) {
      const id = `s${index}`
      await expired(id)
      expect(await upsert, id).toEqual({ ...fresh, id })
      expect(await stored(id)).toMatchObject(whole)
      for (const name of ['unknown', 'note', 'ttl']) expect(await stored(id), id).not.toHaveProperty(name)
    }
    await expired('s4')
    expect(await db.sessions.upsert(key('s4')).set({ device: 'new' }).returning('old')).toBeUndefined()
    await expired('s5')
    const bound = db.sessions.upsert(key('s5')).set({ device: 'new' })
    expect(await failure(bound.ifVersion(1))).toBeInstanceOf(VersionConflictError)
    expect(await failure(bound.ifExists())).toBeInstanceOf(ItemNotFoundError)
    expect(await stored('s5')).toHaveProperty('unknown')
  })

  it('is no parent of what an upsert sets inside of what was in it', async () => {
    now = start
    await db.codes.create({ id: 'p', until: new Date(start + 500), place: { city: 'old', room: 'old' } })
    now = start + 3_600_000
    const until = new Date(at(7200) * 1000)
    await db.codes.upsert({ id: 'p' }).set({ until }).setPath('place.city', 'new')
    expect(await db.codes.get({ id: 'p' })).toEqual({ id: 'p', until, place: { city: 'new' } })
  })

  it('is none for conditions', async () => {
    const holds = (session: any, { eq }: any) => eq(session.device, 'old')
    const none = (session: any, { notExists }: any) => notExists(session.device)
    for (const [id, write] of [
      ['w1', () => db.sessions.upsert(key('w1')).set({ device: 'new' })],
      ['w2', () => db.sessions.upsert(key('w2')).refresh().set({ device: 'new' })],
      ['w3', () => db.sessions.put({ ...key('w3'), device: 'new' })],
      ['w4', () => db.sessions.delete(key('w4'))],
      ['w5', () => db.sessions.check(key('w5')).ifNotExists()],
    ] as const) {
      await expired(id)
      expect(await failure(write().condition(holds)), id).toBeInstanceOf(ConditionFailedError)
      expect(await stored(id)).toHaveProperty('unknown')
      await write().condition(none)
    }
    expect(await stored('w1')).not.toHaveProperty('unknown')
    expect(await stored('w4')).toBeUndefined()
  })

  it('was deleted already for a delete', async () => {
    await expired('d1')
    expect(await failure(db.sessions.delete(key('d1')).ifExists())).toBeInstanceOf(ItemNotFoundError)
    expect(await db.sessions.delete(key('d1'))).toBeUndefined()
    expect(await stored('d1')).toBeUndefined()
    await expired('d2')
    expect(await db.sessions.put({ ...key('d2'), device: 'n' }).returning('old')).toBeUndefined()
  })
})

describe('the definition', () => {
  const define = (more: object) => () =>
    defineEntity({
      name: 'X',
      table: Table,
      schema: z.object({ id: z.string(), until: z.iso.datetime(), ms: z.number().max(10), n: z.int() }),
      key: { partitionKey: 'x#<id>', sortKey: 'x' },
      ...more,
    } as never)
  it('needs an attribute that is stored in seconds, in a table that has a time-to-live', () => {
    expect(define({ timeToLive: 'n' })).not.toThrow()
    for (const timeToLive of ['until', 'ms']) {
      expect(define({ timeToLive })).toThrow(DefinitionError)
      expect(define({ timeToLive })).toThrow('seconds since 1970')
    }
    const table = defineTable({ name: 'none', partitionKey: 'pk', sortKey: 'sk' })
    expect(define({ timeToLive: 'n', table })).toThrow("has a time-to-live, 'n', and the table 'none' has none")
    expect(define({ timeToLive: 'n', storedAs: { n: 'other' } })).toThrow("stored as 'other'")
  })
})
