import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DynamoDBKVStore, type KVStoreOptions } from '../../src/kv/index.js'
import { DynamoDBSaver } from '../../src/kv/langgraph/index.js'
import { checkpointOf, metadataOf, thread } from '../kv/langgraph/support.js'
import { collect } from '../kv/support.js'
import { type RawItem, scanRaw } from '../properties/support.js'
import { localClient, tableName } from '../support/local.js'
import { hostileText, hostileValue, isUnpolluted } from './hostile.js'
import { changeTree, treeChanges } from './mutate.js'
import { asked, createCounts, outcomeOf } from './support.js'

/* What stores and savers have stored, damaged: a typed error or a right answer. And hostile names and values, given to them. */

const table = tableName('stores')
const store = new DynamoDBKVStore({ client: localClient(), tableName: table, compress: { over: 50 }, chunk: true })
const flat = new DynamoDBKVStore({
  client: localClient(),
  tableName: table,
  layout: 'flat',
  prefix: 'flat/',
} as KVStoreOptions)
const saver = new DynamoDBSaver({ client: localClient(), tableName: table, compress: true })
const noise = Array.from({ length: 40_000 }, (_, at) => (at * 2_654_435_761) % 4_294_967_296).join()

let entries: readonly RawItem[]
let checkpoints: readonly RawItem[]
beforeAll(async () => {
  await store.createTable()
  await store.put('plain', { a: [1, 'x', null], set: new Set(['a']) })
  await store.put('packed', 'lorem ipsum '.repeat(50), { expires: { days: 1 } })
  await store.put('pieces', noise + noise.split('').reverse().join(''))
  await store.put('number', 5)
  await flat.put('flat', { a: { b: 1 }, c: 'x' })
  entries = await scanRaw(table)
  const first = checkpointOf({ text: 'x', large: noise + noise.split('').reverse().join('') })
  await saver.put(thread('t'), first, metadataOf(0))
  await saver.putWrites(thread('t', '', first.id), [['channel', { a: 1 }]], 'task')
  const known = new Set(entries.map(({ pk, sk }) => JSON.stringify([pk, sk])))
  checkpoints = (await scanRaw(table)).filter(({ pk, sk }) => !known.has(JSON.stringify([pk, sk])))
}, 60_000)

const { counts, count, outcome } = createCounts()
afterAll(() => console.info('stores:', counts))

/** Puts an item in the place of another as somebody else would; false where DynamoDB does not take it. */
async function plant(original: RawItem, changed: any): Promise<boolean> {
  try {
    await localClient().send(
      new PutItemCommand({ TableName: table, Item: { ...changed, pk: original.pk!, sk: original.sk! } }),
    )
    return true
  } catch {
    count('no item')
    return false
  }
}
const restore = (item: RawItem) => localClient().send(new PutItemCommand({ TableName: table, Item: item }))

const damaged = (items: () => readonly RawItem[]) =>
  fc.tuple(fc.nat(), treeChanges, fc.integer({ min: 0, max: 9 })).map(([at, changes, gone]) => {
    const item = items()[at % items().length]!
    return { item, changed: gone === 0 ? undefined : changeTree(item, changes) }
  })

async function damage(item: RawItem, changed: unknown): Promise<boolean> {
  if (changed !== undefined) return plant(item, changed)
  await localClient().send(new DeleteItemCommand({ TableName: table, Key: { pk: item.pk!, sk: item.sk! } }))
  return true
}

it('a stored entry that was damaged is read, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      damaged(() => entries),
      async ({ item, changed }) => {
        if (await damage(item, changed)) {
          for (const key of ['plain', 'packed', 'pieces', 'number']) outcome(await outcomeOf(() => store.getEntry(key)))
          outcome(await outcomeOf(() => store.getMany(['plain', 'packed'])))
          outcome(await outcomeOf(() => store.getAll()))
          outcome(await outcomeOf(() => flat.get('flat')))
        }
        await restore(item)
      },
    ),
    asked(60),
  )
}, 180_000)

it('a stored checkpoint that was damaged is read, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      damaged(() => checkpoints),
      async ({ item, changed }) => {
        if (await damage(item, changed)) {
          outcome(await outcomeOf(() => saver.getTuple(thread('t'))))
          outcome(await outcomeOf(() => collect(saver.list(thread('t')))))
        }
        await restore(item)
      },
    ),
    asked(60),
  )
}, 180_000)

it('hostile names and values are kept as they are, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, hostileValue, async (key, collection, value) => {
      const { error } = outcome(await outcomeOf(() => store.put(key, value, { collection })))
      const found = await outcomeOf(() => store.get(key, { collection }))
      if (error === undefined && found.error === undefined && typeof value === 'string')
        expect(found.result).toBe(value)
      outcome(await outcomeOf(() => collect(store.keys({ collection, prefix: key }))))
      if (key !== '' && error === undefined) outcome(await outcomeOf(() => store.delete(key, { collection })))
      outcome(await outcomeOf(() => saver.getTuple(thread(key, collection, key))))
      expect(isUnpolluted()).toBe(true)
    }),
    asked(80),
  )
}, 180_000)
