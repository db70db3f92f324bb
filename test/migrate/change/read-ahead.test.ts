import { describe, expect, it } from 'vitest'
import type { DynamoDBClientLike } from '../../../src/index.js'
import { localClient } from '../../support/local.js'
import { allItems, makeTable, migratorOf, mixed, person } from './support.js'

const people = Array.from({ length: 4 }, (_, at) =>
  person(`t${at % 3}`, `${at}`, at % 5 === 0 ? 'Gone Girl' : `First${at} Last`, { note: { S: 'a note' } }),
)

/** A client whose server leaves all of each batch of the table unprocessed; how often it was asked for one. */
function slowClient(table: string): { readonly client: DynamoDBClientLike; batches: number } {
  const client = localClient()
  const slow = { client: client as DynamoDBClientLike, batches: 0 }
  const send = async (command: any, ...rest: any[]) => {
    const asked = command.constructor.name === 'BatchGetItemCommand' && command.input.RequestItems[table]
    if (!asked) return (client.send as any)(command, ...rest)
    slow.batches++
    return { Responses: { [table]: [] }, UnprocessedKeys: { [table]: asked } }
  }
  slow.client = new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
  return slow
}

describe('undoing, where batches are not processed', () => {
  it('reads item by item, and takes nothing for changed', async () => {
    const table = await makeTable(people)
    const before = await allItems(table)
    await migratorOf(table, { migration: mixed }).run()
    const slow = slowClient(table)
    const report = await migratorOf(table, { migration: mixed, client: slow.client }).undo()
    expect(report).toMatchObject({ outcome: 'done', counts: { restored: people.length, left: 0 } })
    expect(slow.batches).toBeGreaterThan(0)
    expect(await allItems(table)).toEqual(before)
  })
})
