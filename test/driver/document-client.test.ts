import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, ItemExistsError, VersionConflictError } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'
import { AppTable } from '../support/models.js'
import { failure } from '../support/server.js'

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
const Thing = defineEntity({
  name: 'Thing',
  table: AppTable,
  schema: z.object({
    id: z.string(),
    no: z.int(),
    big: z.bigint(),
    bytes: z.instanceof(Uint8Array),
    tags: z.set(z.string()),
    at: isoDate,
    none: z.null(),
    nested: z.object({ list: z.array(z.number()), empty: z.string() }),
    version: z.int(),
  }),
  key: { partitionKey: 'thing#<id>', sortKey: '<no:pad(3)>' },
  version: 'version',
})
const thing = (no: number) => ({
  id: 'T',
  no,
  big: 12345678901234567890123456789n,
  bytes: new Uint8Array([1, 2, 3]),
  tags: new Set(['a']),
  at: new Date(0),
  none: null,
  nested: { list: [1, 2.5], empty: '' },
})

describe.each([
  ['a DynamoDBClient', () => localClient()],
  ['a DynamoDBDocumentClient', () => DynamoDBDocumentClient.from(localClient())],
  [
    'a DynamoDBDocumentClient with options of its own',
    () =>
      DynamoDBDocumentClient.from(localClient(), {
        marshallOptions: { removeUndefinedValues: true, convertEmptyValues: true },
        unmarshallOptions: { wrapNumbers: true },
      }),
  ],
])('with %s', (_, client) => {
  const db = createDatabase({ client: client(), tableName: tableName('clients'), entities: { things: Thing } })

  it('every operation does the same', async () => {
    await db.createTable()
    const created = await db.things.create(thing(1))
    expect(created).toEqual({ ...thing(1), version: 1 })
    expect(await db.things.get({ id: 'T', no: 1 })).toEqual(created)
    expect(await failure(db.things.create(thing(1)))).toBeInstanceOf(ItemExistsError)
    const updated = await db.things
      .update({ id: 'T', no: 1 })
      .add({ big: 1n, tags: new Set(['b']) })
      .setPath('nested.list[0]', 9)
    expect(updated).toEqual({
      ...created,
      big: created.big + 1n,
      tags: new Set(['a', 'b']),
      nested: { list: [9, 2.5], empty: '' },
      version: 2,
    })
    const conflict = await failure(db.things.put(created))
    expect(conflict).toBeInstanceOf(VersionConflictError)
    expect(conflict.item).toEqual(updated)
    for (const no of [2, 3]) await db.things.put(thing(no))
    const page = await db.things.query({ id: 'T' }).gt({ no: 1 }).limit(1)
    expect(page.items).toEqual([{ ...thing(2), version: 1 }])
    expect((await db.things.query({ id: 'T' }).gt({ no: 1 }).after(page.cursor).all()).map(item => item.no)).toEqual([
      3,
    ])
    expect(await db.things.scan().segments(2).count()).toBe(3)
    expect(await db.things.delete({ id: 'T', no: 1 }).ifVersion(2)).toEqual(updated)
  })
})
