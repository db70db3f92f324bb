import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  DefinitionError,
  type DynamoDBClientLike,
  defineEntity,
  defineTable,
  InvalidItemError,
  ItemExistsError,
  type OnInvalid,
  VersionConflictError,
} from '../../../src/index.js'
import { racing } from '../../support/racing.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('evolution')
const Table = defineTable({
  name: 'evolution',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    keys: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk', projection: 'keysOnly' },
  },
})

/*
 * Version 1: name, mail. Version 2: first, last, mail. Version 3, as it is: first, last, email, tags and a contact.
 */
const schema = z.object({
  team: z.string(),
  id: z.string(),
  first: z.string(),
  last: z.string(),
  email: z.email(),
  tags: z.array(z.string()).default([]),
  contact: z.object({ phone: z.string() }).optional(),
  note: z.string().optional(),
  version: z.int(),
})
const upgrades = {
  1: ({ name, ...rest }: Record<string, any>) => {
    const [first, last] = name.split(' ')
    return { ...rest, first, last }
  },
  2: ({ mail, ...rest }: Record<string, any>) => ({ ...rest, email: mail, tags: ['upgraded'] }),
}
const definition = {
  name: 'Person',
  table: Table,
  schema,
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
  indexes: {
    byEmail: { index: 'gsi1', partitionKey: 'email#<email>', sortKey: '<id>' },
    byLast: { index: 'keys', partitionKey: 'last#<last>', sortKey: '<id>' },
  },
  version: 'version',
  schemaVersion: 3,
  upgrades,
} as const
const open = (more: { writeBack?: boolean; onInvalid?: OnInvalid; client?: DynamoDBClientLike; shout?: true } = {}) => {
  const { client, shout, ...rest } = more
  const extensions = shout ? [{ name: 'shout', afterRead: (item: any) => ({ ...item, note: 'shown' }) }] : []
  const Person = defineEntity({ ...definition, ...rest, extensions })
  return createDatabase({ ...server.options, ...(client && { client }), entities: { people: Person } })
}
const db = open()
const writing = open({ writeBack: true })

let teams = 0
let team = ''
const stored = (id: string) => server.stored(texts({ pk: `team#${team}`, sk: `person#${id}` }))
const key = (id: string) => ({ team, id })
const raw = (id: string, attributes: Record<string, string>, more: Record<string, AttributeValue> = {}) => ({
  ...texts({ pk: `team#${team}`, sk: `person#${id}`, entity: 'Person', team, id, ...attributes }),
  version: { N: '5' },
  ...more,
})
/** An item of each version: without the attribute, 1, 2, 3. */
async function people() {
  team = `t${++teams}`
  await server.store(
    raw('a', { name: 'Ada Lovelace', mail: 'ada@x.org', gsi1pk: 'mail#ada@x.org', gsi1sk: 'a' }),
    raw('b', { name: 'Bob Hope', mail: 'bob@x.org', unknown: 'kept' }, { schemaVersion: { N: '1' } }),
    raw(
      'c',
      { first: 'Cy', last: 'Young', mail: 'cy@x.org' },
      { schemaVersion: { N: '2' }, contact: { M: texts({ phone: '1', fax: '2' }) } },
    ),
    raw('d', { first: 'Di', last: 'Ana', email: 'di@x.org' }, { schemaVersion: { N: '3' }, tags: { L: [] } }),
  )
}
const ada = () => ({ ...key('a'), first: 'Ada', last: 'Lovelace', email: 'ada@x.org', tags: ['upgraded'], version: 5 })

beforeAll(() => db.createTable())

describe('items of earlier versions', () => {
  it('are read as they would be now, whichever way, and stay as they are', async () => {
    await people()
    const before = await stored('a')
    const { people: items } = db
    expect(await items.get(key('a'))).toEqual(ada())
    expect(await items.getOrThrow(key('b'))).toMatchObject({ first: 'Bob', last: 'Hope', email: 'bob@x.org' })
    expect(await items.get(key('c'))).toMatchObject({ email: 'cy@x.org', tags: ['upgraded'], contact: { phone: '1' } })
    expect(await items.get(key('d'))).toMatchObject({ tags: [] })
    expect(await items.exists(key('a'))).toBe(true)
    const get = items.get(key('a')).project('first', 'email')
    expect(get.compile()).not.toHaveProperty('ProjectionExpression')
    expect(await get).toEqual({ first: 'Ada', email: 'ada@x.org' })
    const query = items.query({ team })
    expect((await query).items.map(({ email }) => email)).toEqual(['ada@x.org', 'bob@x.org', 'cy@x.org', 'di@x.org'])
    expect((await query.project('last').limit(2)).items).toEqual([{ last: 'Lovelace' }, { last: 'Hope' }])
    expect(
      await items
        .scan()
        .filter((p, { eq }) => eq(p.team, team))
        .all(),
    ).toHaveLength(4)
    expect(await stored('a')).toEqual(before)
  })

  it('are filtered and counted as they would be now: here, and explain says so', async () => {
    await people()
    const query = db.people.query({ team }).filter((person, { contains }) => contains(person.tags, 'upgraded'))
    expect(query.compile()).not.toHaveProperty('FilterExpression')
    expect(query.explain()).toContain('the client evaluates the filter')
    expect((await query).items.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(await query.count()).toBe(3)
    const count = db.people.query({ team }).count()
    expect(count.compile()).not.toHaveProperty('Select')
    expect(count.explain()).toContain('the client counts')
    expect(await count).toBe(4)
  })

  it('are read from an index that does not hold all of them as they are there', async () => {
    await people()
    await db.people.create({ ...key('new'), first: 'N', last: 'Last', email: 'n@x.org' })
    await server.store({
      ...raw('old', { name: 'O Last', mail: 'o@x.org', last: 'Last' }),
      ...texts({ gsi2pk: 'last#Last', gsi2sk: 'old' }),
    })
    const found = await db.people.query.byLast({ last: 'Last' }).all()
    expect(found.filter(each => each.team === team)).toEqual([
      { team, id: 'new', last: 'Last' },
      { team, id: 'old', last: 'Last' },
    ])
  })

  it('that are foreign are passed over before an upgrade sees them', async () => {
    await people()
    await server.store({ ...texts({ pk: `team#${team}`, sk: 'person#z', entity: 'Other' }) })
    const query = db.people.query({ team }).filter((person, { eq }) => eq(person.first, 'Ada'))
    expect((await query).items.map(({ id }) => id)).toEqual(['a'])
    expect((await failure(db.people.update(key('z')).set({ note: 'n' }))).code).toBe('item.foreign')
    expect((await failure(writing.people.get(key('z')))).code).toBe('item.foreign')
  })

  it('that no upgrade takes go the way of onInvalid', async () => {
    await people()
    await server.store(raw('bad', { mail: 'x' }))
    const error = await failure(db.people.get(key('bad')))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error.code).toBe('item.invalidStored')
    expect(error.details).toMatchObject({ issues: [{ path: [], code: 'upgrade' }] })
    expect(error.message).toContain('from schema version 1: TypeError')
    expect(await failure(db.people.query({ team }))).toBeInstanceOf(InvalidItemError)
    expect(await failure(db.people.update(key('bad')).set({ note: 'n' }))).toBeInstanceOf(InvalidItemError)
    const filter = (person: any, { notExists }: any) => notExists(person.note)
    const skipping = open({ onInvalid: 'skip', writeBack: true }).people.query({ team })
    expect((await skipping.filter(filter)).items).toHaveLength(4)
    const told: InvalidItemError[] = []
    const telling = open({ onInvalid: each => told.push(each) }).people.query({ team })
    expect((await telling.filter(filter)).items).toHaveLength(4)
    expect(told).toHaveLength(1)
    const odd = { bad: Promise.resolve({}), list: [], nothing: undefined }
    for (const result of Object.values(odd)) {
      const Odd = defineEntity({ ...definition, upgrades: { 1: () => result as never, 2: upgrades[2] } })
      const reader = createDatabase({ ...server.options, entities: { people: Odd } })
      expect((await failure(reader.people.get(key('bad')))).details).toMatchObject({ issues: [{ code: 'upgrade' }] })
    }
  })

  it('keep numbers that JavaScript has none for', async () => {
    await people()
    const exact = '0.12345678901234567890123456789'
    await server.store(raw('n', { name: 'N N', mail: 'n@x.org' }, { exact: { N: exact } }))
    await writing.people.get(key('n'))
    expect(await stored('n')).toMatchObject({ exact: { N: exact }, schemaVersion: { N: '3' } })
  })
})

describe('writing back', () => {
  it('stores what the upgrades made, on condition that nobody changed it; index keys, version and unknown attributes right', async () => {
    await people()
    const [read, write, ...more] = await server.sentBy(() => writing.people.get(key('a')))
    expect([read!.operation, write!.operation, more]).toEqual(['GetItem', 'PutItem', []])
    expect(await stored('a')).toEqual({
      ...texts({ pk: `team#${team}`, sk: 'person#a', entity: 'Person', team, id: 'a' }),
      ...texts({ first: 'Ada', last: 'Lovelace', email: 'ada@x.org' }),
      ...texts({ gsi1pk: 'email#ada@x.org', gsi1sk: 'a', gsi2pk: 'last#Lovelace', gsi2sk: 'a' }),
      tags: { L: [{ S: 'upgraded' }] },
      version: { N: '6' },
      schemaVersion: { N: '3' },
    })
    expect(await server.sentBy(() => writing.people.get(key('a')))).toHaveLength(1)
    expect((await writing.people.query({ team })).items.map(({ version }) => version)).toEqual([6, 6, 6, 5])
    expect(await stored('b')).toMatchObject(texts({ unknown: 'kept', first: 'Bob', gsi1pk: 'email#bob@x.org' }))
    expect(await stored('c')).toMatchObject({ contact: { M: texts({ phone: '1', fax: '2' }) } })
    for (const name of ['name', 'mail']) expect(await stored('b')).not.toHaveProperty(name)
  })

  it('is the same from a scan and a count', async () => {
    await people()
    const scan = open({ writeBack: true, onInvalid: 'skip' }).people.scan()
    expect(await scan.filter((person, { eq }) => eq(person.team, team)).all()).toHaveLength(4)
    expect(await stored('b')).toMatchObject({ schemaVersion: { N: '3' }, version: { N: '6' } })
    await people()
    expect(await writing.people.query({ team }).count()).toBe(4)
    expect(await stored('b')).toMatchObject({ schemaVersion: { N: '3' }, version: { N: '6' } })
  })

  it('is written back once, and read as it is then, where it is asked for twice', async () => {
    const { people: some, ...many } = writing
    for (const read of [many.batchGet, many.transactGet]) {
      await people()
      const [one, other] = await read([some.get(key('b')), some.get(key('b')).project('version')])
      expect(await stored('b')).toMatchObject({ schemaVersion: { N: '3' }, version: { N: '6' } })
      expect([one?.version, other?.version]).toEqual([6, 6])
    }
  })

  it('does not store what extensions show', async () => {
    await people()
    expect(await open({ writeBack: true, shout: true }).people.get(key('a'))).toMatchObject({ note: 'shown' })
    expect(await stored('a')).toMatchObject({ schemaVersion: { N: '3' } })
    expect(await stored('a')).not.toHaveProperty('note')
  })

  it('leaves alone what somebody has changed meanwhile', async () => {
    await people()
    const changed = raw('a', { name: 'Ada King', mail: 'king@x.org' })
    const client = overwriting(() => changed)
    expect(await open({ writeBack: true, client }).people.get(key('a'))).toEqual(ada())
    expect(await stored('a')).toEqual(changed)
  })
})

/** A client that writes an item right before the first PutItem or UpdateItem of the library. */
const overwriting = (item: () => Record<string, AttributeValue>) =>
  racing(/^(Put|Update)Item/, () => server.store(item()))

describe('writes', () => {
  it('of whole items are of the version as it is', async () => {
    await people()
    await db.people.create({ ...key('e'), first: 'E', last: 'E', email: 'e@x.org' })
    expect(await stored('e')).toMatchObject({ schemaVersion: { N: '3' } })
    await db.people.upsert(key('f')).set({ first: 'F', last: 'F', email: 'f@x.org' })
    expect(await stored('f')).toMatchObject({ schemaVersion: { N: '3' }, version: { N: '1' } })
    await db.people.put({ ...key('a'), first: 'A', last: 'A', email: 'a@x.org', version: 5 })
    expect(await stored('a')).toMatchObject({ schemaVersion: { N: '3' }, version: { N: '6' }, first: { S: 'A' } })
    expect(await stored('a')).not.toHaveProperty('name')
    expect(
      await db.people.put({ ...key('b'), first: 'A', last: 'A', email: 'a@x.org', version: 5 }).returning('old'),
    ).toMatchObject({ last: 'Hope' })
  })

  it('that change an item upgrade it first, and step its version once', async () => {
    await people()
    const update = db.people.update(key('a')).set({ note: 'n' })
    expect(update.compile().ConditionExpression).toContain(' AND ')
    const sent = await server.sentBy(() => update)
    expect(sent.map(({ operation }) => operation)).toEqual([
      'UpdateItem',
      'GetItem',
      'PutItem',
      'GetItem',
      'UpdateItem',
    ])
    expect(await update).toEqual({ ...ada(), note: 'n', version: 6 })
    expect(await stored('a')).toMatchObject({ ...texts({ note: 'n', gsi1pk: 'email#ada@x.org' }), version: { N: '6' } })
    expect(await db.people.update(key('b')).set({ note: 'n' }).ifVersion(5)).toMatchObject({ first: 'Bob', version: 6 })
    const conflict = await failure(db.people.update(key('c')).set({ note: 'n' }).ifVersion(4))
    expect(conflict).toBeInstanceOf(VersionConflictError)
    expect(conflict.details).toMatchObject({ expected: 4, current: 5 })
    expect(await db.people.upsert(key('c')).set({ first: 'C', last: 'C', email: 'c@x.org' })).toMatchObject({
      tags: ['upgraded'],
      version: 6,
    })
    await people()
    expect(await db.people.update(key('a')).refresh().set({ last: 'King' })).toMatchObject({ first: 'Ada', version: 6 })
    expect(await stored('a')).toMatchObject(texts({ gsi2pk: 'last#King', gsi1pk: 'email#ada@x.org' }))
    // Conditions speak of items as they are now.
    const holds = db.people.update(key('b')).set({ note: 'n' })
    expect(await holds.condition((p, { eq }) => eq(p.first, 'Bob'))).toMatchObject({ note: 'n' })
    const fails = db.people
      .update(key('c'))
      .set({ note: 'n' })
      .condition((p, { eq }) => eq(p.first, 'x'))
    expect(await failure(fails)).toBeInstanceOf(ConditionFailedError)
  })

  it('see a change that somebody makes while they upgrade', async () => {
    await people()
    const client = overwriting(() => raw('a', { name: 'Ada King', mail: 'king@x.org' }))
    expect(await open({ client }).people.update(key('a')).refresh().set({ note: 'n' })).toMatchObject({
      last: 'King',
      note: 'n',
      version: 6,
    })
  })

  it('step its version once in a transaction too, which can be bound to it', async () => {
    await people()
    await db.transactWrite([
      db.people.update(key('a')).set({ note: 'n' }).ifVersion(5),
      db.people.upsert(key('b')).set({ first: 'B', last: 'B', email: 'b@x.org' }),
    ])
    expect(await stored('a')).toMatchObject({ version: { N: '6' }, ...texts({ note: 'n', email: 'ada@x.org' }) })
    expect(await stored('b')).toMatchObject({ version: { N: '6' }, ...texts({ first: 'B', unknown: 'kept' }) })
  })

  it('leave alone what is another entity’s, in a transaction too', async () => {
    await people()
    const foreign = { ...raw('f', { name: 'F G', mail: 'f@x.org' }), entity: { S: 'Other' } }
    await server.store(foreign)
    const write = () => db.people.update(key('f')).refresh().set({ note: 'n' })
    expect((await failure(write())).code).toBe('item.foreign')
    const error = await failure(db.transactWrite([write()]))
    expect(error).toMatchObject({ code: 'transaction.failed', errors: [{ code: 'item.foreign' }] })
    expect(await stored('f')).toEqual(foreign)
  })

  it('say so where an upgrade would take a unique value that is taken', async () => {
    await people()
    const Twin = defineEntity({ ...definition, extensions: [], unique: ['email'] })
    const twin = createDatabase({ ...server.options, entities: { people: Twin } })
    await server.store(raw('e', { first: 'Ed', last: 'Day', mail: 'ada@x.org' }, { schemaVersion: { N: '2' } }))
    await twin.people.update(key('a')).set({ note: 'n' })
    const before = await stored('e')
    const update = () => twin.people.update(key('e')).set({ note: 'n' })
    expect((await failure(update())).code).toBe('unique.taken')
    const together = await failure(twin.transactWrite([update()]))
    expect(together.details).toMatchObject({ operations: [{ reason: 'unique', code: 'unique.taken' }] })
    expect(await stored('e')).toEqual(before)
  })

  it('delete them, and give them as they would be now', async () => {
    await people()
    expect(await db.people.delete(key('a'))).toEqual(ada())
  })
})

describe('an item of a newer schema than the code knows', () => {
  async function newer() {
    await people()
    await server.store(
      raw('n', { first: 'N', last: 'N', email: 'n@x.org', future: 'x' }, { schemaVersion: { N: '4' } }),
    )
  }
  const whole = () => ({ first: 'O', last: 'O', email: 'o@x.org' })

  it('is read through the schema, and not written back', async () => {
    await newer()
    const before = await stored('n')
    expect(await writing.people.get(key('n'))).toMatchObject({ first: 'N' })
    expect((await writing.people.query({ team }).beginsWith({ id: 'n' })).count).toBe(1)
    expect(await stored('n')).toEqual(before)
  })

  it('is not taken back by any write', async () => {
    await newer()
    const before = await stored('n')
    const { people: items } = db
    const Plain = defineEntity({
      ...definition,
      schema: schema.omit({ version: true }),
      version: undefined as never,
      schemaVersion: 3,
    })
    const plain = createDatabase({ ...server.options, entities: { people: Plain } }).people
    for (const write of [
      () => items.put({ ...key('n'), ...whole(), version: 5 }),
      () => plain.put({ ...key('n'), ...whole() } as any),
      () => items.update(key('n')).set({ note: 'n' }),
      () => items.update(key('n')).refresh().set({ note: 'n' }),
      () => items.update(key('n')).set({ note: 'n' }).ifVersion(5),
      () => items.upsert(key('n')).set(whole()),
      () => items.upsert(key('n')).refresh().set(whole()),
      () => items.modify(key('n'), item => ({ ...item, note: 'n' })),
      () => items.move(key('n'), key('m')),
    ]) {
      const error = await failure(write)
      expect(error.code).toBe('item.newer')
      expect(error.details).toEqual({ entity: 'Person', found: 4, known: 3 })
      expect(error.item).toMatchObject({ first: 'N' })
    }
    expect(await failure(items.create({ ...key('n'), ...whole() }))).toBeInstanceOf(ItemExistsError)
    expect(await stored('n')).toEqual(before)
  })

  it('can be deleted and checked', async () => {
    await newer()
    await db.people.check(key('n')).ifVersion(5)
    expect(await db.people.delete(key('n'))).toMatchObject({ first: 'N' })
  })
})

it('is defined whole', () => {
  const define = (more: object) => () => defineEntity({ ...definition, ...more } as never)
  expect(define({ upgrades: { 1: upgrades[1] } })).toThrow(DefinitionError)
  expect(define({ upgrades: { 1: upgrades[1] } })).toThrow('upgrades has no function for 2')
  expect(define({ upgrades: { ...upgrades, 3: upgrades[1] } })).toThrow('goes beyond its schemaVersion')
  expect(define({ schemaVersion: undefined })).toThrow('no schemaVersion')
  expect(define({ schemaVersion: 0.5 })).toThrow('whole number from 1')
  expect(define({ upgrades: undefined, schemaVersion: 1 })).not.toThrow()
  const taken = schema.extend({ schemaVersion: z.int() })
  expect(define({ schema: taken })).toThrow("'schemaVersion' holds the version of its schema")
})
