import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, type StreamRecord } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { texts } from '../support/server.js'

const Table = defineTable({ name: 'canned', partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' })
const day = z.codec(z.string(), z.date(), { decode: text => new Date(text), encode: date => date.toISOString() })
const Session = defineEntity({
  name: 'Session',
  table: Table,
  schema: z.object({ user: z.string(), at: day, ttl: z.int().optional() }),
  key: { partitionKey: 'user#<user>', sortKey: 'session#<at>' },
  timeToLive: 'ttl',
})
const Blob = defineEntity({
  name: 'Blob',
  table: Table,
  schema: z.object({
    id: z.string(),
    bytes: z.instanceof(Uint8Array),
    all: z.set(z.instanceof(Uint8Array)),
    parts: z.array(z.object({ bytes: z.instanceof(Uint8Array) })),
  }),
  key: { partitionKey: 'blob#<id>', sortKey: 'blob' },
})
/** Its items were once made with a `name`. */
const Note = defineEntity({
  name: 'Note',
  table: Table,
  schema: z.object({ id: z.string(), title: z.string() }),
  key: { partitionKey: 'note#<id>', sortKey: 'note' },
  schemaVersion: 2,
  upgrades: { 1: ({ name, ...note }) => ({ ...note, title: name }) },
})
/** Told apart by their discriminators alone. */
const shared = {
  table: Table,
  schema: z.object({ id: z.string() }),
  key: { partitionKey: 's#<id>', sortKey: 's' },
} as const
const One = defineEntity({ ...shared, name: 'One', discriminator: { attribute: 'kind', value: '1' } })
const Two = defineEntity({ ...shared, name: 'Two', discriminator: { attribute: 'kind', value: '2' } })
/** Its key loses the case of the address. */
const Email = defineEntity({
  name: 'Email',
  table: Table,
  schema: z.object({ address: z.string(), seq: z.int() }),
  key: { partitionKey: 'email#<address:lower>', sortKey: '<seq:pad(4)>' },
})
/** Its names are kept by items of the library's own. */
const Account = defineEntity({
  name: 'Account',
  table: Table,
  schema: z.object({ id: z.string(), name: z.string() }),
  key: { partitionKey: 'account#<id>', sortKey: 'account' },
  unique: ['name'],
})

const db = createDatabase({
  client: localClient(),
  entities: { sessions: Session, blobs: Blob, notes: Note, ones: One, twos: Two, emails: Email, accounts: Account },
})
const keyOf = (item: Record<string, any>) => ({ pk: item.pk, sk: item.sk })
const record = (eventName: string, { OldImage, NewImage }: Record<string, any>): StreamRecord => ({
  eventName,
  dynamodb: { Keys: keyOf(NewImage ?? OldImage), ...(OldImage && { OldImage }), ...(NewImage && { NewImage }) },
})

describe('what time-to-live removed', () => {
  const session = { user: 'ada', at: new Date('2026-01-01'), ttl: 1_800_000_000 }
  const OldImage = db.sessions.encode(session)
  const removed = record('REMOVE', { OldImage })

  it.each([
    { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
  ])('has expired: %j', userIdentity => {
    const { user, at } = session
    expect(db.decodeStreamRecord({ ...removed, userIdentity })).toEqual({
      entity: 'sessions',
      event: 'remove',
      expired: true,
      key: { user, at },
      old: session,
    })
  })

  it.each([
    undefined,
    null,
    { Type: 'User', PrincipalId: 'dynamodb.amazonaws.com' },
    { type: 'Service', principalId: 'x' },
  ])('and nothing else: %j', userIdentity =>
    expect(db.decodeStreamRecord({ ...removed, userIdentity })).toMatchObject({ entity: 'sessions', expired: false }),
  )
})

it('nothing but a removal expires', () => {
  const NewImage = db.sessions.encode({ user: 'ada', at: new Date(0) })
  const userIdentity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }
  expect(db.decodeStreamRecord({ ...record('INSERT', { NewImage }), userIdentity })).toMatchObject({ expired: false })
})

describe("Lambda's records", () => {
  const bytes = new Uint8Array([0, 127, 128, 255])
  const base64 = 'AH+A/w=='
  const NewImage = {
    pk: { S: 'blob#b' },
    sk: { S: 'blob' },
    entity: { S: 'Blob' },
    id: { S: 'b' },
    bytes: { B: base64 },
    all: { BS: [base64] },
    parts: { L: [{ M: { bytes: { B: base64 } } }] },
  }
  const lambda = (image: object) => ({
    eventID: '1',
    eventName: 'INSERT' as const,
    dynamodb: {
      ApproximateCreationDateTime: 1_767_225_600,
      Keys: keyOf(NewImage),
      NewImage: image as typeof NewImage,
      SequenceNumber: '111',
      StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
    },
  })

  it('have bytes as base64, and the time in seconds', () => {
    expect(db.decodeStreamRecord(lambda(NewImage))).toEqual({
      entity: 'blobs',
      event: 'insert',
      expired: false,
      at: new Date('2026-01-01T00:00:00Z'),
      sequenceNumber: '111',
      key: { id: 'b' },
      new: { id: 'b', bytes, all: new Set([bytes]), parts: [{ bytes }] },
    })
  })

  it('give bytes for unknown items too', () => {
    expect(db.decodeStreamRecord(lambda({ ...NewImage, entity: { S: 'Other' } }))).toMatchObject({
      entity: undefined,
      reason: 'foreign',
      new: { bytes: { B: bytes } },
    })
  })

  it('that hold no base64 are invalid', () => {
    const change = db.decodeStreamRecord(lambda({ ...NewImage, bytes: { B: '***' } }))
    expect(change).toMatchObject({ entity: undefined, reason: 'invalid', of: 'blobs' })
  })
})

describe('items that can not be decoded', () => {
  const valid = db.notes.encode({ id: 'n', title: 'Title' })
  const broken = { ...valid, title: { N: '1' } }

  it('are reported with what is wrong with them', () => {
    expect(db.decodeStreamRecord(record('MODIFY', { OldImage: broken, NewImage: valid }))).toEqual({
      entity: undefined,
      reason: 'invalid',
      of: 'notes',
      event: 'modify',
      expired: false,
      keys: keyOf(valid),
      old: broken,
      new: valid,
      issues: [expect.objectContaining({ path: ['title'], code: 'wrongType' })],
    })
  })

  it('are reported where an upgrade fails', () => {
    const { schemaVersion: _, ...first } = valid
    const change = db.decodeStreamRecord(record('INSERT', { NewImage: { ...first, title: { S: 'x' } } }))
    expect(change).toMatchObject({ entity: undefined, reason: 'invalid', of: 'notes' })
  })

  it('are foreign where no key, no discriminator or another says what they are', () => {
    const reasonOf = (image: object) => {
      const change = db.decodeStreamRecord(record('INSERT', { NewImage: image }))
      return change.entity ?? change.reason
    }
    const { entity: _, ...bare } = valid
    expect(reasonOf(bare)).toBe('foreign')
    expect(reasonOf({ ...valid, entity: { S: 'Blob' } })).toBe('foreign')
    expect(reasonOf({ ...valid, pk: { S: 'other' } })).toBe('foreign')
    expect(reasonOf({ ...valid, pk: { N: '1' } })).toBe('foreign')
    expect(reasonOf({ ...valid, kind: { S: '1' } })).toBe('notes')
  })

  it('are told, not thrown, where the attributes of a key would make none', () => {
    const One = defineEntity({
      name: 'One',
      table: Table,
      schema: z.object({ email: z.string() }),
      key: { partitionKey: 'one#<email:lower>#x', sortKey: '<email>' },
    })
    const Two = defineEntity({
      name: 'Two',
      table: Table,
      schema: z.object({
        at: z.codec(z.string(), z.string(), { decode: text => text, encode: text => text.replace('_', '#x') }),
      }),
      key: { partitionKey: 'two', sortKey: 'two#<at>#x' },
    })
    const odd = createDatabase({ client: localClient(), entities: { ones: One, twos: Two } })
    const reasonOf = (NewImage: ReturnType<typeof texts>) =>
      odd.decodeStreamRecord({ eventName: 'INSERT', dynamodb: { Keys: NewImage, NewImage } })
    expect(reasonOf(texts({ pk: 'one#a#x', sk: 'a#xb', entity: 'One' }))).toMatchObject({ reason: 'foreign' })
    expect(reasonOf(texts({ pk: 'two', sk: 'two#a_b#x', at: 'a_b', entity: 'Two' }))).toMatchObject({
      reason: 'invalid',
      issues: [{ path: ['at'], code: 'key' }],
    })
  })

  it.each([{}, { eventName: 'INSERT' }, { dynamodb: {} }, { eventName: 'NEW', dynamodb: { Keys: {} } }])(
    'may be of records that hold nothing: %j',
    empty =>
      expect(db.decodeStreamRecord(empty)).toMatchObject({
        entity: undefined,
        reason: 'foreign',
        keys: {},
        expired: false,
      }),
  )
})

it('upgrades items of older schema versions', () => {
  const { title: _, schemaVersion: __, ...rest } = db.notes.encode({ id: 'n', title: 'x' })
  const NewImage = db.notes.encode({ id: 'n', title: 'New' })
  expect(
    db.decodeStreamRecord(record('MODIFY', { OldImage: { ...rest, name: { S: 'Old' } }, NewImage })),
  ).toMatchObject({
    entity: 'notes',
    old: { id: 'n', title: 'Old' },
    new: { id: 'n', title: 'New' },
  })
})

describe('entities with the same key templates', () => {
  const one = db.ones.encode({ id: 'x' })
  const two = db.twos.encode({ id: 'x' })

  it('are told apart by their discriminators', () => {
    expect(db.decodeStreamRecord(record('INSERT', { NewImage: one })).entity).toBe('ones')
    expect(db.decodeStreamRecord(record('REMOVE', { OldImage: two })).entity).toBe('twos')
  })

  it('are not told apart by keys, nor by images of both', () => {
    const ambiguous = { entity: undefined, reason: 'ambiguous' }
    expect(db.decodeStreamRecord({ eventName: 'INSERT', dynamodb: { Keys: keyOf(one) } })).toMatchObject(ambiguous)
    expect(db.decodeStreamRecord(record('MODIFY', { OldImage: one, NewImage: two }))).toMatchObject(ambiguous)
    const other = { ...one, kind: { S: '3' } }
    expect(db.decodeStreamRecord(record('MODIFY', { OldImage: one, NewImage: other }))).toMatchObject(ambiguous)
    expect(db.decodeStreamRecord(record('MODIFY', { OldImage: other, NewImage: one }))).toMatchObject(ambiguous)
  })
})

describe('keys', () => {
  const keysOnly = (Keys: ReturnType<typeof keyOf>) =>
    db.decodeStreamRecord({ eventName: 'INSERT', dynamodb: { Keys } })

  it('are decoded', () => {
    const at = new Date('2026-01-01')
    expect(keysOnly(keyOf(db.sessions.encode({ user: 'ada', at })))).toMatchObject({
      entity: 'sessions',
      key: { user: 'ada', at },
    })
  })

  it('have the case of the item where there is one', () => {
    const email = { address: 'Ada@example.com', seq: 7 }
    const NewImage = db.emails.encode(email)
    expect(db.decodeStreamRecord(record('INSERT', { NewImage }))).toMatchObject({ key: email, new: email })
    expect(keysOnly(keyOf(NewImage))).toMatchObject({ key: { address: 'ada@example.com', seq: 7 } })
  })

  it('tell what keeps a unique value', () => {
    const reasonOf = (pk: string, sk: string) => {
      const change = keysOnly({ pk: { S: pk }, sk: { S: sk } })
      return change.entity ?? change.reason
    }
    expect(reasonOf('unique#Account#name#ada', 'unique')).toBe('uniqueValue')
    expect(reasonOf('unique#Account#name#ada', 'other')).toBe('foreign')
    expect(reasonOf('unique#Other#name#ada', 'unique')).toBe('foreign')
  })

  it('that do not fit the schema are invalid', () => {
    expect(keysOnly({ pk: { S: 'user#ada' }, sk: { S: 'session#yesterday' } })).toMatchObject({
      entity: undefined,
      reason: 'invalid',
      of: 'sessions',
      issues: [{ path: ['at'] }],
    })
  })
})

describe("what is none of DynamoDB's", () => {
  const { pk, sk, ...blob } = db.blobs.encode({
    id: 'b',
    bytes: Uint8Array.of(1),
    all: new Set([Uint8Array.of(1)]),
    parts: [],
  })

  it.each([
    { pk: { S: { N: '1' } }, sk },
    { pk: { S: 5 }, sk: null },
    { pk: 'blob#b', sk: 1 },
  ])('is no key: %j', keys => {
    const record = { eventName: 'INSERT', dynamodb: { Keys: keys, NewImage: { ...blob, ...keys } } }
    expect(db.decodeStreamRecord(record as any)).toMatchObject({ entity: undefined, reason: 'foreign' })
    expect(db.entityOf({ ...blob, ...keys } as object)).toBe(undefined)
  })

  it.each([{ B: '*' }, { B: 1 }, { BS: ['AQ==', 1] }, { BS: 'AQ==' }, { L: 'x' }, { M: 'x' }, { X: 1 }, {}, null])(
    'fits no attribute: %j',
    value => {
      const image = { ...blob, pk, sk, bytes: value, all: value } as any
      const change = db.decodeStreamRecord({ dynamodb: { Keys: { pk, sk } as any, NewImage: image } })
      expect(change).toMatchObject({ entity: undefined, reason: 'invalid', of: 'blobs' })
      expect(() => db.blobs.decode(image)).toThrow(expect.objectContaining({ code: 'item.invalidStored' }))
    },
  )

  it('is no item, no event and no time', () => {
    for (const none of [null, undefined, 1, 'x', []])
      expect(() => db.blobs.decode(none as never)).toThrow(expect.objectContaining({ code: 'item.foreign' }))
    const odd = { eventName: 'constructor', dynamodb: { ApproximateCreationDateTime: { toString: 1 } } }
    expect(db.decodeStreamRecord(odd as any)).toEqual({
      entity: undefined,
      reason: 'foreign',
      event: 'modify',
      expired: false,
      keys: {},
    })
  })
})
