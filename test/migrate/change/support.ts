import { CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import type { DynamoDBClientLike } from '../../../src/index.js'
import { createMigrator, type MigratorOptions } from '../../../src/migrate/index.js'
import { localClient, tableName } from '../../support/local.js'
import { AppTable, type Item } from './models.js'

export { AppTable, Before, type Item, Moved, mixed, Person, person, splitName } from './models.js'

/** Makes a table with items, as other programs would. */
export async function makeTable(items: readonly Item[], table: typeof AppTable = AppTable): Promise<string> {
  const name = tableName('migrate')
  await localClient().send(new CreateTableCommand(table.createTableInput({ tableName: name })))
  for (const item of items) await store(name, item)
  return name
}

export const store = (TableName: string, Item: Item) => localClient().send(new PutItemCommand({ TableName, Item }))

/** All items of a table, in the order of their keys. */
export async function allItems(TableName: string): Promise<Item[]> {
  const items: Item[] = []
  let ExclusiveStartKey: Item | undefined
  do {
    const page = await localClient().send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }))
    items.push(...((page.Items ?? []) as Item[]))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  const text = (item: Item) => `${JSON.stringify(item.pk)} ${JSON.stringify(item.sk)}`
  return items.sort((a, b) => (text(a) < text(b) ? -1 : 1))
}

/** A clock that is put forward. */
export function createTime(start = Date.parse('2026-05-01T00:00:00Z')) {
  let time = start
  return {
    now: () => new Date(time),
    forward: (seconds: number) => {
      time += seconds * 1000
    },
  }
}

const writes = /^(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)Command$/

/**
 * A client whose process dies at its n-th write: before it is sent, or behind it, so that nobody hears of it. From then on nothing
 * is sent.
 */
export function dyingClient(at: number, when: 'before' | 'after') {
  const client = localClient()
  const seen = { writes: 0, dead: false }
  const die = () => {
    seen.dead = true
    throw Object.assign(new Error('The process died.'), { name: 'Died' })
  }
  const send = async (command: any, ...rest: any[]) => {
    if (seen.dead) die()
    if (writes.test(command.constructor.name) && ++seen.writes === at) {
      // What is refused is an answer too.
      if (when === 'after') await (client.send as any)(command, ...rest).catch(() => {})
      die()
    }
    const answer = await (client.send as any)(command, ...rest)
    // What was under way when it died has no one left to answer.
    if (seen.dead) die()
    return answer
  }
  const dying = new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
  return { client: dying as DynamoDBClientLike, seen }
}

/** A migrator of a table, with small pages. */
export const migratorOf = (table: string, options: Partial<MigratorOptions> & Pick<MigratorOptions, 'migration'>) =>
  createMigrator({ client: localClient(), tableName: table, ...options })

export const small = { segments: 2, pageSize: 3, concurrency: 2 }
