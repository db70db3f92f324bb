import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '../../../src/index.js'
import { DynamoDBKVStore } from '../../../src/kv/index.js'
import { type CheckOptions, check } from '../../../src/migrate/index.js'
import type { StoredItem } from '../../../src/schema/item-model.js'
import { localClient, tableName } from '../../support/local.js'
import { LibraryTable, library } from './library.js'
import { scanOf, sourceOf } from './sources.js'

const client = localClient()
let table: string
let db: Database<typeof library>
const put = (Item: StoredItem) => client.send(new PutItemCommand({ TableName: table, Item }))
const remove = (Key: StoredItem) => client.send(new DeleteItemCommand({ TableName: table, Key }))
const sentinel = (text: string) => ({ pk: { S: `unique#Reader#${text}` }, sk: { S: 'unique' } })
const reader = (id: string) => ({ pk: { S: `reader#${id}` }, sk: { S: 'reader' } })
const checked = (options?: CheckOptions) => check(scanOf(client, LibraryTable, table), db, options)

describe('of a live table', () => {
  beforeAll(async () => {
    table = tableName('check')
    db = createDatabase({ client, entities: library, tableName: table })
    await db.createTable()
    for (const id of ['ada', 'bob', 'cy', 'dee'])
      await db.readers.create({ id, email: `${id.toUpperCase()}@x.org`, card: `c-${id}` })
    await db.books.create({ isbn: '1', copy: 1, title: 'Emma', author: 'austen' })
    await db.loans.create({ reader: 'ada', isbn: '1', days: 7, until: 4102444800 })
    await new DynamoDBKVStore({ client, tableName: table, chunk: true }).put('big', 'x'.repeat(500_000))
  })

  it('what the library wrote is in order, and its own items are told apart', async () => {
    const report = await checked({ drift: await db.checkTable() })
    expect(report).toMatchObject({
      ok: true,
      passes: 1,
      entities: [{ count: 4 }, { count: 1 }, { count: 1 }],
      own: { sentinels: 8 },
      findings: [],
      drift: { matches: true },
    })
    expect(report.own.storeEntries).toBeGreaterThan(1)
    expect(report.read).toBe(14 + report.own.storeEntries)
  })

  it('what others did to it is found, and who', async () => {
    // A value that nobody keeps.
    await remove(sentinel('email#ada@x.org'))
    // An item deleted without its sentinels.
    await remove(reader('bob'))
    // A value changed without its sentinel.
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: reader('cy'),
        UpdateExpression: 'SET card = :card',
        ExpressionAttributeValues: { ':card': { S: 'c-dee' } },
      }),
    )
    // A sentinel from before its constraint was renamed.
    await put({ ...sentinel('phone#1'), uniqueOwner: { M: reader('ada') } })
    const { findings, ok, passes } = await checked()
    expect({ ok, passes }).toEqual({ ok: false, passes: 2 })
    const told = findings.map(({ kind, entity, subject, count, examples }) => [
      kind,
      entity,
      subject,
      count,
      examples.map(each => each.pk).sort(),
    ])
    expect(told).toEqual([
      ['duplicate', 'Reader', 'card', 2, ['reader#cy', 'reader#dee']],
      ['sentinelMissing', 'Reader', 'email', 1, ['reader#ada']],
      ['sentinelOrphaned', 'Reader', 'card', 2, ['unique#Reader#card#c-bob', 'unique#Reader#card#c-cy']],
      ['sentinelOrphaned', 'Reader', 'email', 1, ['unique#Reader#email#bob@x.org']],
      ['sentinelUnknown', undefined, undefined, 1, ['unique#Reader#phone#1']],
    ])
  })
})

describe('where time is over', () => {
  const owner = { id: { S: 'ada' }, email: { S: 'a@x.org' }, version: { N: '1' }, entity: { S: 'Reader' } }
  const kinds = async (items: readonly StoredItem[]) => {
    const { findings } = await check(sourceOf(LibraryTable, items), library)
    return findings.map(({ kind }) => kind)
  }

  it('a sentinel whose time is over is nobody’s fault', async () => {
    const kept = { ...sentinel('email#a@x.org'), uniqueOwner: { M: reader('ada') } }
    expect(await kinds([{ ...reader('ada'), ...owner }, kept])).toEqual([])
    expect(await kinds([kept])).toEqual(['sentinelOrphaned'])
    expect(await kinds([{ ...kept, ttl: { N: '1700000000' } }])).toEqual([])
  })
})

it('a value is the same whatever its case, as the constraint says', async () => {
  const items = ['A@x.org', 'a@X.org'].map((email, id) => ({
    ...reader(`${id}`),
    id: { S: `${id}` },
    email: { S: email },
    version: { N: '1' },
    entity: { S: 'Reader' },
  }))
  const { findings } = await check(sourceOf(LibraryTable, items), library)
  expect(findings).toMatchObject([{ kind: 'duplicate', subject: 'email', count: 2 }])
})
