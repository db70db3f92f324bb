import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { type CheckOptions, check } from '../../../src/migrate/index.js'
import type { StoredItem } from '../../../src/schema/item-model.js'
import { troubled, unhandledIn } from '../../support/unhandled.js'
import { Book, book, LibraryTable, Loan, library } from './library.js'
import { sourceOf } from './sources.js'

const now = () => new Date('2026-01-01T00:00:00Z')
/** What is found in these items, without examples. */
const found = async (items: readonly object[], options: CheckOptions = {}) => {
  const report = await check(sourceOf(LibraryTable, items as StoredItem[]), library, { now, ...options })
  return report.findings.map(({ examples: _, severity: __, ...finding }) => finding)
}
const without = (item: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))

describe('an item in order', () => {
  it('is counted, and nothing is said of it', async () => {
    const report = await check(sourceOf(LibraryTable, [book()]), library)
    expect(report).toEqual({
      ok: true,
      table: 'library',
      read: 1,
      passes: 1,
      entities: [
        { entity: 'Reader', name: 'readers', count: 0 },
        { entity: 'Book', name: 'books', count: 1 },
        { entity: 'Loan', name: 'loans', count: 0 },
      ],
      wrong: 0,
      kinds: [],
      own: { sentinels: 0, storeEntries: 0 },
      findings: [],
    })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect([report, report.findings, report.entities[0], report.own].every(Object.isFrozen)).toBe(true)
  })

  it.each([
    ['without what an index is made of', without(book(), 'author', 'gsi1pk', 'gsi1sk')],
    ['with an index key that is its own attribute', book({ shelf: { S: 'A' }, place: { N: '3' } })],
  ])('%s', async (_, item) => expect(await found([item])).toEqual([]))
})

describe('an item of no entity', () => {
  it('is told by the shape of its key, with examples', async () => {
    const keys = ['CART#1', 'CART#2', 'CART#3'].map(pk => ({ pk: { S: pk }, sk: { S: 'LINE#7#open' } }))
    const report = await check(sourceOf(LibraryTable, keys), library, { examples: 2 })
    expect(report.findings).toEqual([
      {
        kind: 'noEntity',
        severity: 'violation',
        subject: 'pk CART#…, sk LINE#…#open',
        reason: 'no key template makes such a key',
        count: 3,
        examples: [
          { pk: 'CART#1', sk: 'LINE#7#open' },
          { pk: 'CART#2', sk: 'LINE#7#open' },
        ],
      },
    ])
    expect(report.ok).toBe(false)
  })

  it('is told by what its discriminator says', async () => {
    expect(await found([book({ entity: { S: 'Tome' } })])).toEqual([
      {
        kind: 'noEntity',
        subject: 'pk book#…, sk copy#…',
        reason: "its key is as of 'Book', and its 'entity' is 'Tome'",
        count: 1,
      },
    ])
  })

  it('is none where keys are missing or of another type', async () => {
    expect((await found([{ pk: { N: '1' }, sk: { S: '' } }, { sk: { S: 'x' } }])).map(each => each.subject)).toEqual([
      'pk a number, sk ',
      'pk missing, sk x',
    ])
  })

  it('is a note where that is tolerated', async () => {
    const source = sourceOf(LibraryTable, [{ pk: { S: 'x' }, sk: { S: 'y' } }])
    const report = await check(source, library, { tolerate: ['noEntity'] })
    expect(report).toMatchObject({ ok: true, findings: [{ kind: 'noEntity', severity: 'note' }] })
  })
})

describe('what tells entities apart', () => {
  it('is missing, and the key tells', async () => {
    expect(await found([without(book(), 'entity')])).toEqual([
      {
        kind: 'noDiscriminator',
        entity: 'Book',
        subject: 'entity',
        reason: "no 'entity', which would be 'Book'",
        count: 1,
      },
    ])
  })

  it('is missing, and the key does not tell', async () => {
    const entity = (name: string) =>
      defineEntity({
        name,
        table: LibraryTable,
        schema: z.object({ id: z.string() }),
        key: { partitionKey: 'x#<id>', sortKey: 'x' },
        discriminator: { attribute: 'kind', value: name },
      })
    const source = sourceOf(LibraryTable, [{ pk: { S: 'x#1' }, sk: { S: 'x' }, id: { S: '1' } }])
    const report = await check(source, [entity('One'), entity('Two')])
    expect(report.findings).toMatchObject([
      { kind: 'severalEntities', subject: 'pk x#…, sk x', reason: "it may be 'One' or 'Two'", count: 1 },
    ])
    expect(report.entities).toEqual([
      { entity: 'One', name: 'one', count: 0 },
      { entity: 'Two', name: 'two', count: 0 },
    ])
  })

  it('is an alias', async () => {
    const source = sourceOf(LibraryTable, [book({ entity: { S: 'book' } })])
    expect(await check(source, library)).toMatchObject({
      ok: true,
      findings: [{ kind: 'alias', severity: 'note', reason: "'book' in the place of 'Book'" }],
    })
  })
})

describe('attributes', () => {
  it('that do not fit are told by path and reason, one general path for lists and records', async () => {
    const loan = (days: string) => ({ M: { to: { S: 'ada' }, days: { S: days } } })
    const items = [
      book({ loans: { L: [loan('x'), loan('y')] }, title: { N: '1' } }),
      book({ loans: { L: [loan('z')] }, notes: { M: { ada: { N: '1' }, bob: { S: 'x' } } } }),
    ]
    expect(await found(items)).toEqual([
      {
        kind: 'invalid',
        entity: 'Book',
        subject: 'loans[*].days',
        reason: expect.stringContaining('found S'),
        count: 2,
      },
      { kind: 'invalid', entity: 'Book', subject: 'title', reason: expect.stringContaining('found N'), count: 1 },
      { kind: 'invalid', entity: 'Book', subject: 'notes.*', reason: expect.stringContaining('found S'), count: 1 },
    ])
  })

  it('that are missing', async () => {
    expect(await found([without(book(), 'title', 'gsi1pk', 'gsi1sk')])).toMatchObject([
      { kind: 'invalid', subject: 'title', count: 1 },
    ])
  })

  it('that nobody knows are notes', async () => {
    expect(await found([book({ colour: { S: 'red' } })])).toEqual([
      {
        kind: 'unknownAttribute',
        entity: 'Book',
        subject: 'colour',
        reason: "'colour' is not in the schema",
        count: 1,
      },
    ])
  })

  it('of ever other names are counted, and memory has a bound', async () => {
    const items = Array.from({ length: 1500 }, (_, index) => book({ [`x${index}`]: { S: '' } }))
    const findings = await found(items)
    expect(findings).toHaveLength(1001)
    expect(findings[0]).toMatchObject({ kind: 'unknownAttribute', entity: 'Book', count: 500 })
    expect(findings[0]).not.toHaveProperty('subject')
  })
})

describe('a key that its attributes do not make', () => {
  it('of an attribute that says otherwise', async () => {
    expect(await found([book({ copy: { N: '2' } })])).toEqual([
      {
        kind: 'key',
        entity: 'Book',
        subject: 'sk',
        reason: "'copy#<copy:pad(4)>' makes another sort key of the attributes than the item has",
        count: 1,
      },
    ])
  })

  it('of a codec that writes another text', async () => {
    const date = z.codec(z.string(), z.date(), { decode: text => new Date(text), encode: time => time.toISOString() })
    const entity = (discriminator: false | undefined) =>
      defineEntity({
        name: 'Day',
        table: LibraryTable,
        schema: z.object({ on: date }),
        key: { partitionKey: 'day#<on>', sortKey: 'day' },
        keyOnly: ['on'],
        ...(discriminator === false && { discriminator }),
      })
    const item = { pk: { S: 'day#2026-01-01' }, sk: { S: 'day' }, entity: { S: 'Day' } }
    for (const discriminator of [false, undefined] as const) {
      const { findings } = await check(sourceOf(LibraryTable, [item]), [entity(discriminator)])
      expect(findings).toMatchObject([{ kind: 'key', entity: 'Day' }])
    }
  })
})

describe('index keys', () => {
  const fault = (kind: string, subject: string, reason: string) => [{ kind, entity: 'Book', subject, reason, count: 1 }]

  it.each([
    ['missing', without(book(), 'gsi1pk', 'gsi1sk'), fault('indexKeyMissing', 'byAuthor', 'no gsi1pk, gsi1sk')],
    ['half', without(book(), 'gsi1sk'), fault('indexKeyHalf', 'byAuthor', 'no gsi1sk')],
    [
      'wrong',
      book({ gsi1pk: { S: 'author#bronte' } }),
      fault('indexKeyWrong', 'byAuthor', "gsi1pk is not what the item's attributes make"),
    ],
    [
      'left over',
      without(book(), 'author'),
      fault('indexKeyLeftOver', 'byAuthor', 'gsi1pk, gsi1sk is there, and an attribute that it is made of is not'),
    ],
    [
      'missing of a default that is not stored',
      without(book(), 'language', 'gsi2pk'),
      fault('indexKeyMissing', 'byLanguage', 'no gsi2pk'),
    ],
    [
      'null',
      book({ gsi2pk: { NULL: true } }),
      fault('indexKeyImpossible', 'gsi2pk', "in the index 'gsi2' it is null, and must be of type string"),
    ],
    [
      'of another type, as an attribute of its own',
      book({ shelf: { S: '' } }),
      fault('indexKeyImpossible', 'shelf', "in the index 'byShelf' it is empty"),
    ],
    [
      'too long',
      book({ gsi2pk: { S: 'ü'.repeat(1025) } }),
      fault('indexKeyImpossible', 'gsi2pk', "in the index 'gsi2' it is longer than the 2048 bytes of a partition key"),
    ],
    [
      'that can not be made',
      book({ author: { S: 'x'.repeat(2050) } }),
      fault('indexKeyImpossible', 'byAuthor', "the partition key 'author#<author>' is longer than DynamoDB takes"),
    ],
  ])('%s', async (_, item, findings) => expect(await found([item])).toEqual(findings))

  it('of an index that the entity does not use', async () => {
    const loan = { reader: { S: 'ada' }, isbn: { S: '1' }, days: { N: '7' }, schemaVersion: { N: '2' } }
    const item = { pk: { S: 'reader#ada' }, sk: { S: 'loan#1' }, entity: { S: 'Loan' }, ...loan, gsi2pk: { S: 'x' } }
    expect(await found([item])).toEqual([
      {
        kind: 'indexKeyLeftOver',
        entity: 'Loan',
        subject: 'gsi2pk',
        reason: "no access pattern of it is on the index 'gsi2'",
        count: 1,
      },
    ])
  })
})

describe('versions and times', () => {
  const loan = (changes: object) => ({
    pk: { S: 'reader#ada' },
    sk: { S: 'loan#1' },
    entity: { S: 'Loan' },
    reader: { S: 'ada' },
    isbn: { S: '1' },
    ...changes,
  })

  it('a schema that is behind, and ahead, and one that can not be upgraded', async () => {
    const items = [
      loan({ weeks: { N: '2' } }),
      loan({ days: { N: '2' }, schemaVersion: { N: '3' } }),
      loan({ weeks: { S: 'x' } }),
    ]
    expect(await found(items)).toMatchObject([
      { kind: 'invalid', entity: 'Loan', reason: expect.stringContaining("can't be upgraded"), count: 1 },
      { kind: 'newer', reason: 'version 3, and the definitions are of 2', count: 1 },
      { kind: 'outdated', reason: 'version 1, and the definitions are of 2', count: 2 },
    ])
  })

  it('an expired item is one, whatever else it is', async () => {
    const expired = loan({ ttl: { N: '1700000000' }, schemaVersion: { N: '2' } })
    expect(await found([expired])).toEqual([
      { kind: 'expired', entity: 'Loan', subject: 'until', reason: 'their time is over', count: 1 },
    ])
  })

  it('an item without a version', async () => {
    const item = {
      pk: { S: 'reader#1' },
      sk: { S: 'reader' },
      id: { S: '1' },
      email: { S: 'a' },
      entity: { S: 'Reader' },
    }
    expect(await found([item])).toMatchObject([{ kind: 'sentinelMissing' }, { kind: 'noVersion', count: 1 }])
  })
})

describe('the library’s own items', () => {
  const entry = (changes: object) => ({ pk: { S: 'data' }, sk: { S: 'greeting' }, ...changes })
  it.each([
    ['an entry', entry({ value: { S: 'x' } })],
    [
      'an entry that expires, under another name',
      entry({ content: { S: 'x' }, expiresAt: { N: '1' }, ttl: { N: '1' } }),
    ],
    ['an entry in pieces', entry({ encoding: { S: 'gzip' }, chunks: { M: { id: { S: 'x' }, count: { N: '1' } } } })],
    ['a piece', { pk: { S: '\0id' }, sk: { S: '000000' }, value: { B: new Uint8Array([1]) } }],
    ['an entry of a store with this prefix', { pk: { S: 'flat/data' }, sk: { S: 'a' }, a: { S: '' }, b: { S: '' } }],
  ])('%s', async (_, item) => {
    const report = await check(sourceOf(LibraryTable, [item]), library, { storePrefixes: ['flat/'] })
    expect(report).toMatchObject({ ok: true, findings: [], own: { storeEntries: 1 } })
  })

  it('another item is none of them', async () => {
    expect(await found([entry({ a: { S: '' }, b: { S: '' } })])).toMatchObject([{ kind: 'noEntity' }])
  })
})

describe('check', () => {
  it('takes a database, and its name for the entities', async () => {
    const db = createDatabase({ client: { send: () => undefined } as never, entities: library })
    const report = await check(sourceOf(LibraryTable, [book()]), db)
    expect(report.entities).toContainEqual({ entity: 'Book', name: 'books', count: 1 })
  })

  it('tells drift', async () => {
    const drift = { matches: false, differences: [] }
    expect(await check(sourceOf(LibraryTable, []), library, { drift })).toMatchObject({ ok: false, drift })
  })

  it('says how far it is', async () => {
    const told: unknown[] = []
    const items = Array.from({ length: 2500 }, () => book())
    await check(sourceOf(LibraryTable, items), library, { onProgress: progress => told.push(progress) })
    expect(told).toEqual([1000, 2000, 2500].map(read => ({ read, total: 2500, pass: 1 })))
  })

  it.each(Object.entries(troubled))('goes on where who is told %s', async (_, onProgress) => {
    let ok: boolean | undefined
    const unhandled = await unhandledIn(async () => {
      ok = (await check(sourceOf(LibraryTable, [book()]), library, { onProgress })).ok
    })
    expect([ok, unhandled]).toEqual([true, []])
  })

  it('ends when it is told to', async () => {
    const controller = new AbortController()
    const source = sourceOf(
      LibraryTable,
      Array.from({ length: 2500 }, () => book()),
    )
    const checked = check(source, library, { signal: controller.signal, onProgress: () => controller.abort() })
    await expect(checked).rejects.toMatchObject({ code: 'request.aborted' })
  })

  it.each([
    ['nothing', [], 'definition.database'],
    ['what is no entity', { books: {} }, 'definition.database'],
    ['entities of two tables', [Book, otherEntity()], 'definition.database'],
    ['entities that overlap', [Loan, Loan], 'definition.database'],
  ])('refuses %s', async (_, definitions, code) => {
    await expect(check(sourceOf(LibraryTable, []), definitions)).rejects.toMatchObject({ code })
  })

  it('refuses items whose keys are called otherwise', async () => {
    const other = defineTable({ name: 'library', partitionKey: 'id' })
    await expect(check(sourceOf(other, []), library)).rejects.toThrow(
      'its key is pk, sk as it is defined, and the items have id, no sort key',
    )
  })
})

function otherEntity() {
  const table = defineTable({ name: 'other', partitionKey: 'pk', sortKey: 'sk' })
  return defineEntity({
    name: 'Other',
    table,
    schema: z.object({ id: z.string() }),
    key: { partitionKey: '<id>', sortKey: 'x' },
  })
}
