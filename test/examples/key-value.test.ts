import { beforeAll, expect, it } from 'vitest'
import { cachedPage, countVisit, openStore, pagesBelow, sessionsOf, takeJob } from '../../examples/key-value/cache.js'
import { DynamoDBKVStore } from '../../src/kv/index.js'
import { localClient, tableName } from '../support/local.js'

let now = new Date('2026-01-01')
const store = new DynamoDBKVStore({
  client: localClient(),
  tableName: tableName('cache'),
  expires: { minutes: 30 },
  now: () => now,
})
beforeAll(() => store.createTable())

it('is of a table by name', () => expect(openStore({ client: localClient() })).toBeInstanceOf(DynamoDBKVStore))

it('makes a page when it is not there, or when its time is over', async () => {
  let made = 0
  const make = async () => `page ${++made}`
  expect([await cachedPage(store, '/', make), await cachedPage(store, '/', make)]).toEqual(['page 1', 'page 1'])
  now = new Date(now.getTime() + 30 * 60_000)
  expect(await cachedPage(store, '/', make)).toBe('page 2')
  await store.putMany(
    ['/docs', '/docs/a', '/docs/b'].map(path => [path, '']),
    'pages',
  )
  expect(await pagesBelow(store, '/docs/')).toEqual(['/docs/a', '/docs/b'])
})

it('gives a job to one worker at a time', async () => {
  const taken = await Promise.all([1, 2, 3, 4].map(worker => takeJob(store, 'rebuild', `worker ${worker}`, 60)))
  expect(taken.filter(Boolean)).toHaveLength(1)
  now = new Date(now.getTime() + 60_000)
  expect(await takeJob(store, 'rebuild', 'worker 5', 60)).toBe(true)
})

it('counts each visit', async () => {
  await Promise.all(Array.from({ length: 20 }, () => countVisit(store, '/')))
  expect(await countVisit(store, '/')).toBe(21)
})

it('keeps the sessions of tenants apart', async () => {
  const [acme, labs] = [sessionsOf(store, 'acme'), sessionsOf(store, 'acme:labs')]
  await acme.set('ada', 1)
  await labs.set('ada', 2)
  await acme.clear()
  expect([await acme.get('ada'), await labs.get('ada')]).toEqual([undefined, 2])
})
