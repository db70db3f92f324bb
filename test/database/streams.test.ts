import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, type TableOptions } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'
import { Agent, AppTable, agent, Team, teamCode } from '../support/models.js'
import { readStream } from '../support/stream.js'

const client = localClient()
const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ id: z.string(), email: z.email() }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  unique: ['email'],
})

/** A database whose table has a stream, and what that says. */
async function streamed(stream: NonNullable<TableOptions['stream']>) {
  const name = tableName('streamed')
  const db = createDatabase({ client, tableName: name, entities: { agents: Agent, teams: Team, users: User } })
  await db.createTable({ stream })
  return { name, db, changes: async () => (await readStream(name)).map(record => db.decodeStreamRecord(record)) }
}

const key = { teamCode, id: 'AG-1' }

describe('the changes that a stream tells', () => {
  it('are of the entities, with the items before and after', async () => {
    const { name, db, changes } = await streamed('NEW_AND_OLD_IMAGES')
    const before = Date.now()
    const created = await db.agents.create(agent('AG-1'))
    const updated = await db.agents.update(key).set({ active: false })
    await db.teams.put({ teamCode, title: 'Documents' })
    await db.agents.delete(key)
    await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: 'x' }, sk: { S: 'y' } } }))
    await db.users.create({ id: 'ada', email: 'ada@example.com' })

    const all = await changes()
    expect(all).toHaveLength(7)
    expect(all.slice(0, 4)).toMatchObject([
      { entity: 'agents', event: 'insert', key, new: created, expired: false },
      { entity: 'agents', event: 'modify', key, old: created, new: updated, expired: false },
      { entity: 'teams', event: 'insert', key: { teamCode }, new: { teamCode, title: 'Documents' } },
      { entity: 'agents', event: 'remove', key, old: updated, expired: false },
    ])
    expect(all[0]).not.toHaveProperty('old')
    expect(all[3]).not.toHaveProperty('new')
    const item = { pk: { S: 'x' }, sk: { S: 'y' } }
    expect(all[4]).toMatchObject({ entity: undefined, reason: 'foreign', event: 'insert', keys: item, new: item })
    // A user and the item that keeps the address, in either order.
    expect(all.slice(5).map(({ entity, event, ...change }) => [entity, event, 'reason' in change])).toEqual(
      expect.arrayContaining([
        ['users', 'insert', false],
        [undefined, 'insert', true],
      ]),
    )
    expect(all.find(change => !change.entity && change.reason === 'uniqueValue')).toBeDefined()
    for (const { at, sequenceNumber } of all) {
      expect(Math.abs(at!.getTime() - before)).toBeLessThan(60_000)
      expect(sequenceNumber).toMatch(/^\d+$/)
    }
    expect(new Set(all.map(change => change.sequenceNumber)).size).toBe(7)
  })

  it.each([
    ['KEYS_ONLY', [], []],
    ['NEW_IMAGE', ['new'], []],
    ['OLD_IMAGE', [], ['old']],
  ] as const)('have of %s what that tells', async (view, inserted, removed) => {
    const { name, db, changes } = await streamed(view)
    await db.agents.create(agent('AG-1'))
    await db.agents.delete(key)
    await db.users.create({ id: 'ada', email: 'ada@example.com' })
    const stranger = { pk: { S: 'x' }, sk: { S: 'y' } }
    await client.send(new PutItemCommand({ TableName: name, Item: stranger }))
    await client.send(new DeleteItemCommand({ TableName: name, Key: stranger }))
    const [insert, remove, ...others] = await changes()
    const images = (change: object | undefined) => Object.keys(change ?? {}).filter(each => /^(old|new)$/.test(each))
    expect(insert).toMatchObject({ entity: 'agents', event: 'insert', key })
    expect(images(insert)).toEqual(inserted)
    expect(remove).toMatchObject({ entity: 'agents', event: 'remove', key })
    expect(images(remove)).toEqual(removed)
    expect(others.map(change => change.entity ?? change.reason).sort()).toEqual([
      'foreign',
      'foreign',
      'uniqueValue',
      'users',
    ])
  })
})
