import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, type StoredItem, type StreamRecord } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { isUnpolluted } from './hostile.js'
import { changeTree, junk, treeChanges } from './mutate.js'
import { createCounts, outcomeOf, runs } from './support.js'

/*
 * Records of streams and stored items that were tampered with, or are none at all. What is said to be an item is one: it can be
 * written again, and is of the entity that is named.
 */

const Table = defineTable({ name: 'canned', partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' })
const date = z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() })

const Session = defineEntity({
  name: 'Session',
  table: Table,
  schema: z.object({
    user: z.string(),
    at: date,
    seen: z.set(z.string()).optional(),
    bytes: z.instanceof(Uint8Array),
    pieces: z.set(z.instanceof(Uint8Array)),
    numbers: z.set(z.number()),
    big: z.bigint(),
    digits: z.string().meta({ dynamodb: 'N' }),
    ttl: z.int().optional(),
  }),
  key: { partitionKey: 'user#<user>', sortKey: 'session#<at>' },
  timeToLive: 'ttl',
})
const Note = defineEntity({
  name: 'Note',
  table: Table,
  schema: z.object({
    id: z.string(),
    title: z.string(),
    open: z.any(),
    list: z.array(z.object({ n: z.number(), deep: z.record(z.string(), z.unknown()) })),
    pair: z.tuple([z.string(), z.number().nullable()]).optional(),
    either: z.union([z.string(), z.number(), z.object({ kind: z.literal('x') })]).optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'note#<id>', sortKey: 'note' },
  version: 'version',
  schemaVersion: 2,
  upgrades: { 1: ({ name, ...note }) => ({ ...note, title: name }) },
})
const Member = defineEntity({
  name: 'Member',
  table: Table,
  schema: z.object({ team: z.string(), id: z.int(), email: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: '<id:pad(4)>' },
  keyOnly: ['team', 'id'],
  keys: 'escape',
  unique: ['email'],
})
const db = createDatabase({ client: localClient(), entities: { sessions: Session, notes: Note, members: Member } })

const items: readonly StoredItem[] = [
  db.sessions.encode({
    user: 'ada',
    at: new Date(0),
    seen: new Set(['a', 'b']),
    bytes: Uint8Array.of(1, 2),
    pieces: new Set([Uint8Array.of(1)]),
    numbers: new Set([1, 2.5]),
    big: 10n ** 30n,
    digits: '1.5',
    ttl: 4_000_000_000,
  }),
  db.notes.encode({
    id: 'n',
    title: 't',
    open: { a: [1, null, { b: new Set(['x']) }] },
    list: [{ n: 1, deep: { x: { y: [true] } } }],
    pair: ['a', null],
    either: { kind: 'x' },
    version: 1,
  }),
  {
    pk: { S: 'note#o' },
    sk: { S: 'note' },
    entity: { S: 'Note' },
    id: { S: 'o' },
    name: { S: 'old' },
    open: { S: 'x' },
    list: { L: [] },
  },
  db.members.encode({ team: 'a#b', id: 7, email: 'ann@x' }),
  {
    pk: { S: 'unique#Member#email#ann@x' },
    sk: { S: 'unique' },
    uniqueOwner: { M: { pk: { S: 'team#a' }, sk: { S: '0007' } } },
  },
  { pk: { S: 'other' }, sk: { S: 'x' } },
]

/** As Lambda has it: bytes as base64. */
const asJson = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each)),
  )

const records: readonly unknown[] = items.flatMap(item => {
  const { pk, sk } = item
  const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' }
  const dynamodb = { Keys: { pk, sk }, ApproximateCreationDateTime: 1, SequenceNumber: '1' }
  return [
    { eventName: 'INSERT', dynamodb: { ...dynamodb, NewImage: item } },
    { eventName: 'MODIFY', dynamodb: { ...dynamodb, OldImage: item, NewImage: item } },
    { eventName: 'REMOVE', dynamodb: { ...dynamodb, OldImage: item }, userIdentity: identity },
    { eventName: 'REMOVE', dynamodb },
  ]
})

const { counts, count, outcome } = createCounts()
afterAll(() => console.info('records:', counts))

/** What was decoded is an item of the entity: it can be written again, but for what a key or a set in DynamoDB can't hold. */
async function expectItem(name: string, item: unknown): Promise<void> {
  const client = (db as any)[name]
  const { result, error } = await outcomeOf(() => client.encode(item))
  if (error) expect(error.code).toMatch(/^key\.|^item\.invalid$/)
  else expect(client.encode(client.decode(result))).toEqual(result)
}

it('a record of a stream is told, whatever it holds', async () => {
  const tampered = fc
    .tuple(fc.constantFrom(...records), fc.boolean(), treeChanges)
    .map(([record, json, changes]) => changeTree(json ? asJson(record) : record, changes))
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: tampered }, { weight: 1, arbitrary: junk }), async record => {
      const change = db.decodeStreamRecord(record as StreamRecord)
      expect(['insert', 'modify', 'remove']).toContain(change.event)
      expect(change.at ?? new Date()).toBeInstanceOf(Date)
      count(change.entity ?? change.reason)
      if (change.entity === undefined) return
      for (const item of [change.old, change.new]) if (item !== undefined) await expectItem(change.entity, item)
      expect(isUnpolluted()).toBe(true)
    }),
    { numRuns: runs(3000) },
  )
})

it('a stored item is decoded, or refused', async () => {
  const tampered = fc
    .tuple(fc.constantFrom(...items), treeChanges)
    .map(([item, changes]) => changeTree(item, changes) as StoredItem)
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 9, arbitrary: tampered }, { weight: 1, arbitrary: junk as fc.Arbitrary<any> }),
      async stored => {
        const name = db.entityOf(stored)
        for (const each of ['sessions', 'notes', 'members'] as const) {
          const { result, error } = outcome(await outcomeOf(() => db[each].decode(stored)))
          if (result) {
            await expectItem(each, result)
            // One without a key of the templates is of no entity, and yet it can be decoded as what it calls itself.
            if (name !== undefined) expect(name).toBe(each)
          } else expect(['item.invalidStored', 'item.foreign']).toContain(error!.code)
        }
        expect(isUnpolluted()).toBe(true)
      },
    ),
    { numRuns: runs(1500) },
  )
})
