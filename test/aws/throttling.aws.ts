import { UpdateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { BatchIncompleteError, MonotableError } from '../../src/index.js'
import { ids, note, onLocal, useTable } from './support.js'
import { createClient, target } from './target.js'

const table = useTable('throttling')
const team = 'docs'
/** Takes 4 write units: so few writes use up what a new table has saved. */
const text = '0'.repeat(3_500)

/** Counts what DynamoDB refuses because it is too much at once, below the SDK's retries. */
function counting() {
  const seen = { throttled: 0, unprocessed: 0 }
  const client = createClient({ maxAttempts: 3 })
  client.middlewareStack.add(
    next => async args => {
      try {
        const result = await next(args)
        const { UnprocessedItems = {} } = result.output as { UnprocessedItems?: Record<string, readonly unknown[]> }
        seen.unprocessed += Object.values(UnprocessedItems).flat().length
        return result
      } catch (error) {
        if (/Throttl|ThroughputExceeded/.test((error as Error).name)) seen.throttled++
        throw error
      }
    },
    // Within the retries, around what reads answers.
    { step: 'deserialize', priority: 'high', name: 'countThrottling' },
  )
  return { client, seen }
}

describe('a table of 1 write unit a second', () => {
  beforeAll(() =>
    table.create({
      billingMode: 'PROVISIONED',
      throughput: { readCapacityUnits: 50, writeCapacityUnits: 1 },
      indexThroughput: {
        gsi1: { readCapacityUnits: 1, writeCapacityUnits: 1 },
        keys: { readCapacityUnits: 1, writeCapacityUnits: 1 },
      },
    }),
  )
  const left: string[] = []

  it('takes what it can of a batch, and what is left over is named', async () => {
    const { client, seen } = counting()
    const db = table.open({ client })
    const all = ids(125).map(id => ({ team, id, text }))
    const { done, failed } = await db.notes.putMany(all).then(
      items => ({ done: items.map(({ id }) => id), failed: [] as string[] }),
      (error: unknown) => {
        if (!(error instanceof BatchIncompleteError)) throw error
        return {
          done: error.succeeded.map(({ position }) => all[position]!.id),
          failed: error.failed.map(({ position }) => all[position]!.id),
        }
      },
    )
    note(
      `${done.length} written, ${failed.length} left over; DynamoDB left ${seen.unprocessed} items, refused ${seen.throttled} requests.`,
    )
    onLocal('it does not throttle.')
    expect([...done, ...failed].sort()).toEqual(ids(125))
    if (!target.isLocal) expect(seen.throttled + seen.unprocessed).toBeGreaterThan(0)
    const stored = await table.db.notes.query({ team }).consistent().project('id').all()
    expect(done.filter(id => !stored.some(each => each.id === id))).toEqual([])
    left.push(...ids(125).filter(id => !stored.some(each => each.id === id)))
  })

  it('refuses writers that it has nothing left for: those say that nothing was written', async () => {
    const { client, seen } = counting()
    const db = table.open({ client })
    const writers = ids(60).map(id => db.notes.create({ team: 'many', id, text }))
    const outcomes = await Promise.allSettled(writers)
    const stored = (await table.db.notes.query({ team: 'many' }).consistent().project('id').all()).map(({ id }) => id)
    const written = ids(60).filter((_, at) => outcomes[at]!.status === 'fulfilled')
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue
      const error: unknown = outcome.reason
      if (!(error instanceof MonotableError)) throw error
      expect(error).toMatchObject({ code: 'request.failed', details: { outcome: 'not written' } })
      expect((error.details as { name?: string }).name).toMatch(/Throttling|ProvisionedThroughputExceeded/)
    }
    note(`${written.length} of 60 were written; DynamoDB refused ${seen.throttled} requests.`)
    expect(stored).toEqual(written)
    if (!target.isLocal) expect(seen.throttled).toBeGreaterThan(0)
  })

  it('takes the rest once there is room', async () => {
    const { client, name } = table
    await client.send(new UpdateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST' }))
    await waitUntilTableExists({ client, minDelay: 1, maxDelay: 10, maxWaitTime: 500 }, { TableName: name })
    await table.db.notes.putMany(left.map(id => ({ team, id, text })))
    expect(await table.db.notes.query({ team }).consistent().count()).toBe(125)
  })
})
