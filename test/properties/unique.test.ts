import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, MonotableError } from '../../src/index.js'
import { type FaultProxy, type ProxyFault, startFaultProxy } from '../support/fault-proxy.js'
import { localClient, tableName } from '../support/local.js'
import { owners, tableContents } from '../support/unique.js'

/*
 * Several clients write at once, some of them through a proxy that drops answers. Whatever came of each write, there is one
 * sentinel for each value of an item that is there, its owner is that item, and no other sentinel is left.
 */

const RUNS = 20

const People = defineTable({ name: 'people', partitionKey: 'pk', sortKey: 'sk' })
const Person = defineEntity({
  name: 'Person',
  table: People,
  schema: z.object({
    id: z.string(),
    email: z.string(),
    tenant: z.string(),
    handle: z.string().optional(),
    note: z.string().optional(),
  }),
  key: { partitionKey: 'person#<id>', sortKey: 'person' },
  unique: ['email:lower', { name: 'handle', attributes: ['tenant', 'handle'] }],
})

const values = {
  email: fc.constantFrom('a@x', 'A@x', 'b@x', 'c@x', 'd@x'),
  tenant: fc.constantFrom('t1', 't2'),
  handle: fc.option(fc.constantFrom('h1', 'h2'), { nil: undefined }),
}
const whole = fc.record(values)
const some = fc.record(values, { requiredKeys: [] })
const write = fc.record({
  kind: fc.constantFrom('create', 'put', 'update', 'update', 'update', 'upsert', 'delete', 'touch', 'modify'),
  id: fc.constantFrom('1', '1', '2'),
  whole,
  some,
  /** Through the proxy or not. */
  flaky: fc.boolean(),
})
/** What each client writes, one after another. */
const programs = fc.array(fc.array(write, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 4 })
const faults: readonly ProxyFault[] = [
  'pass',
  'pass',
  'pass',
  'drop before',
  'drop after',
  'drop after',
  '500 after',
  'throttle',
]

let proxy: FaultProxy
beforeAll(async () => {
  proxy = await startFaultProxy()
})
afterAll(() => proxy.stop())
const outcomes: Record<string, number> = {}
afterAll(() => console.info('writes:', outcomes))

it('values of items that are written at once are kept by one sentinel each', async () => {
  const TableName = tableName('unique')
  const straight = createDatabase({ client: localClient(), tableName: TableName, entities: { people: Person } })
  await straight.createTable()
  type Write = typeof write extends fc.Arbitrary<infer W> ? W : never
  const make = async (db: typeof straight, { kind, id, whole, some }: Write): Promise<unknown> => {
    const given = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined))
    switch (kind) {
      case 'create':
        return db.people.create({ id, ...whole })
      case 'put':
        return db.people.put({ id, ...whole })
      case 'update': {
        const changed = db.people.update({ id }).set({ note: 'changed', ...given })
        return 'handle' in some && some.handle === undefined ? changed.remove('handle') : changed
      }
      case 'upsert':
        return db.people.upsert({ id }).set(whole)
      case 'delete':
        return db.people.delete({ id })
      case 'modify':
        return db.people.modify({ id }, person => ({ ...person, ...given }))
      default:
        return db.people.update({ id }).set({ note: 'touched' })
    }
  }

  await fc.assert(
    fc.asyncProperty(programs, fc.array(fc.nat({ max: faults.length - 1 }), { minLength: 7 }), async (all, chosen) => {
      for (const id of ['1', '2']) await straight.people.create({ id, email: `${id}@x`, tenant: 't1' })
      let turn = 0
      proxy.plan(operation => (operation === 'GetItem' ? 'pass' : faults[chosen[turn++ % chosen.length]!]!))
      // A client that has met many failures tries no more.
      const flaky = createDatabase({ client: proxy.client(), tableName: TableName, entities: { people: Person } })
      await Promise.all(
        all.map(async program => {
          for (const each of program) {
            const outcome = await settle(make(each.flaky ? flaky : straight, each))
            outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
          }
        }),
      )
      await proxy.settled()

      const { items, sentinels } = await tableContents(TableName)
      const expected = items.flatMap(({ pk, email, tenant, handle }) => [
        `unique#Person#email#${email!.S!.toLowerCase()} → ${pk!.S}`,
        ...(handle ? [`unique#Person#handle#${tenant!.S}#${handle.S} → ${pk!.S}`] : []),
      ])
      expect(owners(sentinels)).toEqual(expected.sort())
      expect(new Set(sentinels.map(({ pk }) => pk!.S)).size).toBe(expected.length)

      for (const id of ['1', '2']) await straight.people.delete({ id })
      expect((await tableContents(TableName)).sentinels).toEqual([])
    }),
    { numRuns: RUNS },
  )
  expect(outcomes).toMatchObject({ written: expect.any(Number), 'unique.taken': expect.any(Number) })
}, 120_000)

/** What came of a write; errors that are nobody's fault but the code's are thrown. */
async function settle(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'written'
  } catch (error) {
    const expected = [
      'item.exists',
      'item.notFound',
      'unique.taken',
      'write.contended',
      'request.failed',
      'condition.failed',
    ]
    if (error instanceof MonotableError && expected.includes(error.code)) return error.code
    throw error
  }
}
