// The application where it runs on Node, with all that needs Node or a package of Node's.

import { createDatabase, type DynamoDBClientLike } from 'monotable'
import { Keyv5DynamoDB, KeyvDynamoDB } from 'monotable/keyv'
import { DynamoDBKVStore } from 'monotable/kv'
import { DynamoDBSaver } from 'monotable/langgraph'
import { createMigrator } from 'monotable/migrate'
import { dynamodbDriver } from 'monotable/unstorage'
import { createStorage } from 'unstorage'
import migration from './migration.js'
import { connect, equal, Note, run } from './program.js'

async function main(endpoint: string, tableName: string): Promise<void> {
  for (const transport of ['standard', 'fast'] as const)
    await run({ endpoint, tableName: `${tableName}-${transport}`, transport })
  const options = { client: connect(endpoint), tableName: `${tableName}-fast` }
  const store = new DynamoDBKVStore({ ...options, prefix: 'adapters/' })
  await useKeyv(store)
  await useStorage(store)
  await useSaver(options)
  await store.clear('site')
  await migrate(options)
}

/** Keyv 6 where Node is new enough for it, else Keyv 5: as npm would install it. */
async function useKeyv(store: DynamoDBKVStore): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) {
    const { Keyv } = await import('keyv')
    await useSessions(new Keyv({ store: new KeyvDynamoDB({ store }), namespace: 'sessions' }))
  } else {
    const { Keyv } = await import('keyv-5')
    await useSessions(new Keyv({ store: new Keyv5DynamoDB({ store }), namespace: 'sessions' }))
  }
}

interface Sessions {
  set(key: string, value: object, ttl: number): Promise<boolean>
  get(key: string): Promise<unknown>
  has(key: string): Promise<boolean>
  clear(): Promise<void>
}

async function useSessions(sessions: Sessions): Promise<void> {
  await sessions.set('ada', { theme: 'dark' }, 60_000)
  equal('Keyv', await sessions.get('ada'), { theme: 'dark' })
  await sessions.clear()
  equal('Keyv, cleared', await sessions.has('ada'), false)
}

async function useStorage(store: DynamoDBKVStore): Promise<void> {
  const storage = createStorage({ driver: dynamodbDriver({ store, collection: 'site' }) })
  await storage.setItem('pages:home', { title: 'Home' })
  equal(
    'unstorage',
    [await storage.getItem('pages:home'), await storage.getKeys('pages')],
    [{ title: 'Home' }, ['pages:home']],
  )
}

async function useSaver(options: { client: DynamoDBClientLike; tableName: string }): Promise<void> {
  const saver = new DynamoDBSaver(options)
  const config = { configurable: { thread_id: 'letter', checkpoint_ns: '' } }
  const checkpoint = {
    v: 4,
    id: '1',
    ts: '',
    channel_values: { text: 'Dear Ada' },
    channel_versions: {},
    versions_seen: {},
  }
  await saver.put(config, checkpoint, { source: 'input', step: 0, parents: {} })
  equal('a checkpoint', (await saver.getTuple(config))?.checkpoint.channel_values, { text: 'Dear Ada' })
  await saver.deleteThread('letter')
}

/** There and back: the command line does the same once more afterwards. */
async function migrate(options: { client: DynamoDBClientLike; tableName: string }): Promise<void> {
  const migrator = createMigrator({ ...options, migration })
  const plan = await migrator.plan({ sample: 'all' })
  equal('planned', plan.counts.updated, 2)
  const { outcome, counts } = await migrator.run()
  equal('migrated', [outcome, counts.updated], ['done', 2])
  equal('verified', (await migrator.verify()).complete, true)
  const { notes } = createDatabase({ ...options, entities: { notes: Note } })
  equal('a migrated note', await notes.get({ team: 'docs', at: 1 }).project('text'), { text: 'A' })
  equal('undone', (await migrator.undo()).counts.restored, 2)
}

const [endpoint = '', tableName = ''] = process.argv.slice(2)
main(endpoint, tableName).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
