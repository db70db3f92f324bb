import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { type CursorSecret, createDatabase, defineEntity, defineTable } from '../../src/index.js'
import { makeTable } from '../properties/support.js'
import { localClient } from '../support/local.js'
import { hostileText, isUnpolluted } from './hostile.js'
import { changeTree, treeChanges } from './mutate.js'
import { asked, createCounts, outcomeOf, runs } from './support.js'

/*
 * Cursors that were tampered with, cut off, taken from another query, tenant, table, direction or secret, or made up. Each is
 * refused as InvalidCursorError, or goes on within the same partition, with items of the query.
 */

const Table = defineTable({
  name: 'cursors',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: { name: 'rank', type: 'number' } } },
})
const Item = defineEntity({
  name: 'Item',
  table: Table,
  schema: z.object({ tenant: z.string(), id: z.string(), rank: z.int(), bytes: z.instanceof(Uint8Array).optional() }),
  key: { partitionKey: 't#<tenant>', sortKey: 'item#<id>' },
  indexes: { byRank: { index: 'gsi1', partitionKey: 'r#<tenant>', sortKey: '<rank>' } },
})

const secrets: readonly (CursorSecret | undefined)[] = [
  undefined,
  'one',
  ['one', 'two'],
  'two',
  { secrets: 'one', encrypt: true },
]
const tables: string[] = []
const open = (at: number, table: number): any =>
  createDatabase({
    client: localClient(),
    entities: { items: Item },
    tableName: tables[table]!,
    ...(secrets[at] !== undefined && { cursorSecret: secrets[at] }),
  }).items

/** The queries whose cursors are exchanged. */
const queries: readonly ((items: any, tenant: string) => any)[] = [
  (items, tenant) => items.query({ tenant }),
  (items, tenant) => items.query({ tenant }).descending(),
  (items, tenant) => items.query({ tenant }).gt({ id: 'b' }),
  (items, tenant) => items.query({ tenant }).beginsWith({ id: 'c' }),
  (items, tenant) => items.query.byRank({ tenant }),
  (items, tenant) => items.query.byRank({ tenant }).lt({ rank: 6 }),
]
const tenants = ['mine', 'mine#', 'other']

interface Made {
  readonly secret: number
  readonly table: number
  readonly query: number
  readonly tenant: string
  readonly cursor: string
  readonly rest: readonly unknown[]
}
const made: Made[] = []

beforeAll(async () => {
  for (const table of [0, 1]) {
    tables.push(await makeTable(Table))
    for (const tenant of tenants)
      await Promise.all(
        ['a', 'b', 'ba', 'c', 'ca', 'cb', 'd', 'é'].map((id, rank) =>
          open(0, table).create({ tenant, id: `${id}`, rank }),
        ),
      )
    for (const [secret] of secrets.entries())
      for (const [query, ask] of queries.entries())
        for (const tenant of tenants) {
          const page = await ask(open(secret, table), tenant).limit(2)
          if (page.cursor !== undefined)
            made.push({
              secret,
              table,
              query,
              tenant,
              cursor: page.cursor,
              rest: await ask(open(secret, table), tenant).after(page.cursor).all(),
            })
        }
  }
}, 60_000)

const { counts, count } = createCounts()
afterAll(() => console.info('cursors:', counts))

/** Uses a text as a cursor: what comes is of the query's tenant and of the query; the rest of it where it is its own. */
async function use({ secret, table, query, tenant }: Made, text: string, own?: Made): Promise<void> {
  const ask = queries[query]!(open(secret, table), tenant)
  const { result, error } = await outcomeOf(() => ask.after(text).all())
  if (error) {
    expect(error.code).toBe('cursor.invalid')
    return count('refused')
  }
  const all: unknown[] = await ask.all()
  for (const item of result as any[]) expect(item.tenant).toBe(tenant)
  expect(all.slice(all.length - (result as any[]).length), 'a rest of the query').toEqual(result)
  if (own) expect(result).toEqual(own.rest)
  // What is signed is taken by nobody but whom it was made for.
  else expect(secrets[secret]).toBe(undefined)
  count(own ? 'own' : 'taken')
}

const bytesOf = (cursor: string) => Buffer.from(cursor, 'base64url')
const one = fc.nat().map(at => made[at % made.length]!)

it('each byte counts', async () => {
  await fc.assert(
    fc.asyncProperty(one, fc.nat(), fc.integer({ min: 1, max: 255 }), async (kept, at, by) => {
      const bytes = bytesOf(kept.cursor)
      bytes[at % bytes.length]! ^= by
      await use(kept, bytes.toString('base64url'))
      const { cursor } = kept
      await use(kept, cursor.slice(0, at % cursor.length))
      await use(
        kept,
        `${cursor.slice(0, at % cursor.length)}${String.fromCharCode(by)}${cursor.slice(at % cursor.length)}`,
      )
    }),
    asked(120),
  )
}, 120_000)

it('each part of what it holds counts', async () => {
  const readable = () => made.filter(({ secret }) => secrets[secret] === undefined)
  await fc.assert(
    fc.asyncProperty(fc.nat(), treeChanges, async (at, changes) => {
      const kept = readable()[at % readable().length]!
      const payload = changeTree(JSON.parse(bytesOf(kept.cursor).toString()), changes)
      await use(kept, Buffer.from(JSON.stringify(payload) ?? '').toString('base64url'))
    }),
    asked(250),
  )
  expect(isUnpolluted()).toBe(true)
}, 120_000)

it('one of another query, tenant, table, direction or secret is refused, and its own is not', async () => {
  const opens = (secret: number, other: number) =>
    secret === other ||
    (secrets[secret] !== undefined && [1, 2].includes(other) && [1, 2].includes(secret)) ||
    (secret === 2 && other === 3)
  await fc.assert(
    fc.asyncProperty(one, one, async (user, kept) => {
      const isOwn =
        user.query === kept.query &&
        user.tenant === kept.tenant &&
        user.table === kept.table &&
        opens(user.secret, kept.secret)
      if (isOwn) return use(user, kept.cursor, kept)
      const { error } = await outcomeOf(() =>
        queries[user.query]!(open(user.secret, user.table), user.tenant).after(kept.cursor),
      )
      expect(error?.code, `${JSON.stringify(kept)} used by ${JSON.stringify(user)}`).toBe('cursor.invalid')
      count('refused')
    }),
    { numRuns: runs(300) },
  )
  for (const kept of made) await use(kept, kept.cursor, kept)
}, 120_000)

it('one that is made up, or was decrypted, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      one,
      fc.oneof(
        fc.base64String(),
        hostileText,
        fc.uint8Array().map(bytes => Buffer.from(bytes).toString('base64url')),
      ),
      async (kept, text) => {
        if (text !== '') await use(kept, text)
        const plain = made.find(
          each =>
            secrets[each.secret] === undefined &&
            each.query === kept.query &&
            each.tenant === kept.tenant &&
            each.table === kept.table,
        )!
        // What a cursor holds, as it would be without its seal, and with another head.
        if (secrets[kept.secret] === undefined) return
        await use(kept, plain.cursor)
        await use(
          kept,
          Buffer.concat([bytesOf(kept.cursor).subarray(0, 32), bytesOf(plain.cursor)])
            .toString('base64url')
            .slice(0, -1),
        )
        await use(kept, Buffer.concat([Buffer.alloc(32), bytesOf(plain.cursor)]).toString('base64url'))
      },
    ),
    asked(150),
  )
}, 120_000)
