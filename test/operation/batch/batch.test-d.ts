import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expectTypeOf, test } from 'vitest'
import { type BatchOperation, createDatabase, type InferItem } from '../../../src/index.js'
import { entities } from '../../support/batch-models.js'
import { agents } from '../../types/models.js'

declare const client: DynamoDBClient
const db = createDatabase({ client, entities })
type Note = InferItem<typeof entities.notes>
type Page = InferItem<typeof entities.pages>
type Member = InferItem<typeof entities.members>
const key = { team: 'T', id: '1' }

describe('batchGet', () => {
  test('gives a tuple of what each operation gives', async () => {
    const result = await db.batchGet([
      db.notes.get(key),
      db.pages.getOrThrow(key),
      db.members.exists(key),
      db.notes.get(key).project('meta.words'),
    ])
    expectTypeOf(result).toEqualTypeOf<
      [Note | undefined, Page, boolean, { meta?: { words: number } | undefined } | undefined]
    >()
    expectTypeOf(await db.batchGet([key, key].map(each => db.notes.get(each)))).toEqualTypeOf<(Note | undefined)[]>()
  })

  test('takes reads of one item alone', () => {
    // @ts-expect-error Type '"write"' is not assignable to type '"read"' | is not assignable to type 'ReadOperation<unknown>'
    db.batchGet([db.notes.delete(key)])
    // @ts-expect-error Property 'kind' is missing in type | is not assignable to type 'ReadOperation<unknown>'
    db.batchGet([db.notes.query({ team: 'T' })])
  })
})

describe('batchWrite', () => {
  test('gives a tuple of what each operation gives', async () => {
    const [silent, ...result] = await db.batchWrite([
      db.notes.put({ team: 'T', title: 'A' }).returning('none'),
      db.notes.put({ team: 'T', title: 'A' }),
      db.pages.create({ team: 'T', id: '1', title: 'A' }),
      db.pages.update(key).set({ title: 'B' }),
      db.members.delete(key),
      db.members.delete(key).returning('old'),
    ])
    expectTypeOf(result).toEqualTypeOf<[Note, Page, Page, undefined, Member | undefined]>()
    expectTypeOf(silent).toEqualTypeOf<undefined>()
    expectTypeOf(await db.batchWrite([key].map(each => db.notes.delete(each)))).toEqualTypeOf<undefined[]>()
  })

  test('takes writes alone', () => {
    // @ts-expect-error Type '"read"' is not assignable to type '"write"' | is not assignable to type 'WriteOperation<unknown>'
    db.batchWrite([db.notes.get(key)])
  })
})

describe('getMany, putMany, deleteMany, deletePartition', () => {
  test('take and give what the entity has', async () => {
    expectTypeOf(await db.notes.getMany([key])).toEqualTypeOf<(Note | undefined)[]>()
    expectTypeOf(await db.notes.getMany([key]).project('title').consistent().includeExpired()).toEqualTypeOf<
      ({ title: string } | undefined)[]
    >()
    expectTypeOf(db.notes.putMany([{ team: 'T', title: 'A' }])).toEqualTypeOf<BatchOperation<Note[]>>()
    expectTypeOf(await db.notes.deleteMany([key])).toEqualTypeOf<void>()
    expectTypeOf(await db.notes.deletePartition({ team: 'T' }).concurrency(8)).toEqualTypeOf<number>()
  })

  test('refuse what the entity has not', () => {
    // @ts-expect-error Property 'id' is missing in type '{ team: string; }' but required
    db.notes.getMany([{ team: 'T' }])
    // @ts-expect-error Argument of type '"nope"' is not assignable to parameter of type
    db.notes.getMany([key]).project('nope')
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    db.notes.putMany([{ team: 'T', title: 1 }])
    // @ts-expect-error 'nope' does not exist in type
    db.notes.deleteMany([{ ...key, nope: 1 }])
    // @ts-expect-error Property 'team' is missing in type '{}' but required
    db.notes.deletePartition({})
    // @ts-expect-error 'id' does not exist in type
    db.notes.deletePartition({ team: 'T', id: '1' })
  })
})

describe('hydrate', () => {
  test('gives whole items, and filters by what the index holds', async () => {
    const query = db.notes.query.byTitle({ title: 'A' })
    expectTypeOf(await query.all()).toEqualTypeOf<{ team: string; id: string; title: string }[]>()
    expectTypeOf(await query.hydrate().descending().all()).toEqualTypeOf<Note[]>()
    expectTypeOf(await query.hydrate().project('body').beginsWith({ id: '1' }).first()).toEqualTypeOf<
      { body?: string | undefined } | undefined
    >()
    query.hydrate().filter((item, { eq }) => eq(item.title, 'A'))
    // @ts-expect-error Property 'body' does not exist on type
    query.hydrate().filter((item, { eq }) => eq(item.body, 'A'))
    // @ts-expect-error Argument of type '"body"' is not assignable to parameter of type
    query.project('body')
  })

  test('is for indexes that hold only parts of the items', () => {
    // @ts-expect-error Type 'Refused<"its items are whole">' has no call signatures
    db.notes.query({ team: 'T' }).hydrate()
    // @ts-expect-error Type 'Refused<"its items are whole">' has no call signatures
    agents.query.byType({ type: 'Plain' }).hydrate()
    // @ts-expect-error Type 'Refused<"its items are whole">' has no call signatures
    db.notes.query.byTitle({ title: 'A' }).hydrate().hydrate()
  })
})
