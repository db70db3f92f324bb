import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import { cachedPage, countVisit, openStore, pagesBelow, sessionsOf, takeJob } from './cache.js'

/** A key-value store: a cache that expires, namespaces, locks and counters. */
export function demonstrateKeyValue(client: DynamoDBClient, show: Show): Promise<void> {
  const store = openStore({ client, ...show.observed })
  return withTable(client, store, { name: 'cache' }, () => tour(store, show))
}

async function tour(store: ReturnType<typeof openStore>, show: Show): Promise<void> {
  show.section(
    'Keys and values',
    "new DynamoDBKVStore({ tableName: 'cache', expires: { minutes: 30 } }): collections of values, without entities.",
  )
  const render = async () => '<h1>Home</h1>'
  await show.call('A page that is not in the cache is made, and kept.', () => cachedPage(store, '/', render))
  await show.call('The next time it is there.', () => cachedPage(store, '/', render))
  await store.putMany(
    ['/docs', '/docs/keys', '/docs/queries'].map(path => [path, `<h1>${path}</h1>`]),
    'pages',
  )
  await show.call('Keys by their beginning, in order.', () => pagesBelow(store, '/docs/'))
  await show.call('A lock: of all who want the job, one gets it.', () => takeJob(store, 'rebuild', 'worker 1', 1))
  await show.call('The others do not.', () => takeJob(store, 'rebuild', 'worker 2', 60))
  await new Promise(resolve => setTimeout(resolve, 1000))
  await show.call('Until its time is over, to the millisecond, though DynamoDB deletes it later.', () =>
    takeJob(store, 'rebuild', 'worker 2', 60),
  )
  await Promise.all([countVisit(store, '/'), countVisit(store, '/')])
  await show.call('A counter that many add to at once.', () => countVisit(store, '/'))

  await show.call('Keyv on the same table.', () => sessionsOf(store, 'acme').set('ada', { theme: 'dark' }))
  const acmeLabs = sessionsOf(store, 'acme:labs')
  await acmeLabs.set('alan', { theme: 'light' })
  await show.call('Clearing one namespace ...', () => sessionsOf(store, 'acme').clear())
  await show.call('... leaves the other, whose name begins with it.', () => acmeLabs.get('alan'))
}
