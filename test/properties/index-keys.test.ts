import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { asked, errorCode, makeTable, nextCase, readRaw } from './support.js'

/*
 * After any sequence of writes the stored item is what `create` of the same item would store: index keys of patterns that are
 * sparse, share attributes and key attributes, and have several attributes for each part of a key.
 */

const RUNS = 60
const LENGTH = 12

const Table = defineTable({
  name: 'index-keys',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    /** Shares its partition key with the first. */
    gsi2: { partitionKey: 'gsi1pk', sortKey: 'gsi2sk' },
    /** Several attributes for each part, of which one is the schema's own. */
    gsi3: { partitionKey: ['gsi3a', 'owner'], sortKey: ['gsi3b', { name: 'rank', type: 'number' }] },
    gsi4: { partitionKey: 'sk', sortKey: 'gsi4sk' },
    local: { type: 'local', sortKey: 'lsi' },
  },
  timeToLive: 'ttl',
})
const Task = defineEntity({
  name: 'Task',
  table: Table,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    state: z.string(),
    rank: z.int(),
    owner: z.string().optional(),
    due: z.string().nullable().optional(),
    label: z.string().optional(),
    weight: z.int().optional(),
    note: z.string().optional(),
    expiresAt: z.int().optional(),
    createdAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'task#<id>' },
  indexes: {
    byState: { index: 'gsi1', partitionKey: 'state#<team>#<state>', sortKey: '<createdAt>' },
    byLabel: { index: 'gsi2', partitionKey: 'state#<team>#<state>', sortKey: 'label#<label>' },
    byOwner: { index: 'gsi3', partitionKey: ['<team>', '<owner>'], sortKey: ['due#<due>', '<rank>'] },
    byId: { index: 'gsi4', partitionKey: 'task#<id>', sortKey: '<weight:pad(3)>#<rank:pad(3)>' },
    byDue: { index: 'local', sortKey: '<due>' },
  },
  timeToLive: 'expiresAt',
  version: 'version',
  timestamps: { createdAt: 'createdAt' },
})

const values = {
  state: fc.constantFrom('open', 'done'),
  rank: fc.constantFrom(0, 7, 99),
  owner: fc.constantFrom('ann', 'bob'),
  due: fc.constantFrom('2026-01', '2026-02', null),
  label: fc.constantFrom('red', 'blue'),
  weight: fc.constantFrom(1, 20),
  note: fc.constantFrom('n', ''),
}
const id = fc.constantFrom('a', 'b')
const whole = fc.record(values, { requiredKeys: ['state', 'rank'] })
const some = fc.record(values, { requiredKeys: [] })
/** All that any index key is made of, so that no update is refused for it. */
const all = fc.record({ ...values, createdAt: fc.constant('2026-03-01T00:00:00.000Z') })
const noted = fc.record({ note: values.note })
const gone = fc.subarray(['owner', 'due', 'label', 'weight', 'note'] as const, { maxLength: 2 })
const added = fc.record({ rank: fc.constantFrom(1, 5), weight: fc.constantFrom(1, 3) }, { requiredKeys: [] })
/** How far the clock goes before the write: beyond the time-to-live now and then. */
const later = fc.constantFrom(0, 0, 1, 1, 120)
const expires = fc.constantFrom(undefined, undefined, undefined, { minutes: 1 } as const, 'never' as const)
const common = { id, later, expires }
const write = fc.oneof(
  { weight: 3, arbitrary: fc.record({ ...common, op: fc.constant('create' as const), given: whole }) },
  { weight: 2, arbitrary: fc.record({ ...common, op: fc.constant('put' as const), given: whole }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...common,
      op: fc.constant('update' as const),
      given: fc.oneof(some, all, all, noted),
      gone,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ ...common, op: fc.constant('refresh' as const), given: some, gone, added }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ ...common, op: fc.constant('upsert' as const), given: whole, fresh: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ ...common, op: fc.constant('delete' as const) }) },
)
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never

const seen: Record<string, number> = {}
afterAll(() => console.info('writes:', seen))

it('after any writes, each item is stored as its creation would store it', async () => {
  const [tableName, other] = [await makeTable(Table), await makeTable(Table)]
  let clock = Date.parse('2099-01-01')
  const now = () => new Date(clock)
  const client = localClient()
  const { tasks } = createDatabase({ client, tableName, entities: { tasks: Task }, now })
  const created = createDatabase({ client, tableName: other, entities: { tasks: Task }, now }).tasks

  async function run(team: string, write: Write): Promise<void> {
    const key = { team, id: write.id }
    clock += write.later * 1000
    const there = write.op === 'put' ? await tasks.get(key).consistent() : undefined
    const request = (): any => {
      switch (write.op) {
        case 'create':
          return tasks.create({ ...key, ...write.given })
        case 'put':
          return tasks.put({
            ...key,
            ...write.given,
            version: there?.version ?? 1,
            createdAt: there?.createdAt ?? now().toISOString(),
          })
        case 'update':
        case 'refresh': {
          const update: any = tasks.update(key)
          const removed = write.gone.filter(name => !(name in write.given))
          if (write.op === 'update') {
            const given = Object.entries(write.given).filter(([name]) => !(write.gone as string[]).includes(name))
            return update.set(Object.fromEntries(given)).remove(...write.gone)
          }
          const amounts = Object.entries(write.added).filter(
            ([name]) => !(name in write.given) && !(removed as string[]).includes(name),
          )
          return update
            .refresh()
            .set(write.given)
            .remove(...removed)
            .add(Object.fromEntries(amounts))
        }
        case 'upsert': {
          const upsert: any = tasks.upsert(key)
          return write.fresh
            ? upsert.refresh().set(write.given)
            : upsert.set({ ...write.given, createdAt: now().toISOString() })
        }
        case 'delete':
          return tasks.delete(key)
      }
    }
    const operation = request()
    const timed = write.expires === undefined || write.op === 'delete' ? operation : operation.expires(write.expires)
    const code = await errorCode(timed)
    const outcome = `${write.op}: ${code ?? 'made'}`
    seen[outcome] = (seen[outcome] ?? 0) + 1
    const allowed: Record<Write['op'], readonly string[]> = {
      create: ['item.exists'],
      put: there ? [] : ['version.conflict'],
      update: ['item.notFound', 'update.indexKey', 'update.invalid', 'key.missingAttribute'],
      // It knows the item, and lacks nothing.
      refresh: ['item.notFound'],
      upsert: write.op === 'upsert' && write.fresh ? [] : ['update.indexKey'],
      delete: [],
    }
    if (code !== undefined) expect(allowed[write.op], outcome).toContain(code)
  }

  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: LENGTH, size: 'max' }), async writes => {
      const team = `${nextCase()}`
      await run(team, { op: 'create', id: 'a', given: { state: 'open', rank: 7 }, later: 0, expires: undefined })
      for (const write of writes) {
        await run(team, write)
        for (const { pk, sk, ...rest } of await readRaw(tableName, 'pk', { S: `team#${team}` })) {
          const id = sk!.S!.slice('task#'.length)
          const item = await tasks.getOrThrow({ team, id }).includeExpired()
          await created.delete({ team, id })
          await created.create(item)
          const [twin] = (await readRaw(other, 'pk', pk!)).filter(each => each.sk!.S === sk!.S)
          const { version, ...same }: Record<string, AttributeValue> = { pk: pk!, sk: sk!, ...rest }
          expect(same).toEqual(Object.fromEntries(Object.entries(twin!).filter(([name]) => name !== 'version')))
        }
      }
    }),
    asked(RUNS),
  )
}, 180_000)
