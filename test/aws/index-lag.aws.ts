import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually, failure, ids, note, onLocal, useTable } from './support.js'

const table = useTable('index-lag')
const { db } = table
const team = 'docs'
const user = (id: string, plan: string) => ({ team, id, email: `${id}@example.com`, plan })

describe('a global index', () => {
  beforeAll(async () => {
    await table.create()
    for (const id of ids(20)) await db.users.create(user(id, 'free'))
  })

  it('becomes right in time: items enter, move and leave', async () => {
    const [moved = '', gone = '', ...stay] = ids(20)
    const idsOf = async (plan: string) => (await db.users.query.byPlan({ plan }).all()).map(({ id }) => id)

    const entered = await eventually(
      () => idsOf('free'),
      found => found.length === 20,
    )
    expect(entered.found).toEqual(ids(20))
    await db.users.update({ team, id: moved }).set({ plan: 'pro' })
    await db.users.delete({ team, id: gone })
    const left = await eventually(
      () => idsOf('free'),
      found => found.length === stay.length,
    )
    expect(left.found).toEqual(stay)
    await eventually(
      () => idsOf('pro'),
      found => found.join() === moved,
    )
    note(`The index was right ${entered.waited} and ${left.waited} ms after the writes.`)
    onLocal('its indexes are written with the items: there is no lag.')
  })

  it('never gives an item half, or one that does not fit, while it is behind', async () => {
    // What an index of keys lists is read from the table, where it may be gone by then.
    const [, , ...stay] = ids(20)
    const reads = ids(15).map(async () => {
      const items = await db.users.query.ofTeam({ team }).hydrate().all()
      expect(items.every(({ email, plan }) => email !== undefined && plan !== undefined)).toBe(true)
    })
    const deletes = stay.slice(0, 9).map(id => db.users.delete({ team, id }).then(() => undefined))
    await Promise.all([...reads, ...deletes])
    const { found } = await eventually(
      () => db.users.query.ofTeam({ team }).hydrate().all(),
      items => items.length === 10,
    )
    expect(found).toHaveLength(10)
  })

  it('has no consistent reads: the compiler says so, and so does DynamoDB', async () => {
    // @ts-expect-error a global index has no consistent reads
    const consistent = (): PromiseLike<unknown> => db.users.query.byPlan({ plan: 'free' }).consistent()
    expect(await failure(consistent())).toMatchObject({
      code: 'request.failed',
      details: { name: 'ValidationException' },
    })
    const raw = new QueryCommand({
      TableName: table.name,
      IndexName: 'gsi1',
      ConsistentRead: true,
      KeyConditionExpression: 'gsi1pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'plan#free' } },
    })
    await expect(table.client.send(raw)).rejects.toMatchObject({ name: 'ValidationException' })
  })
})
