import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { defineTable } from '../../src/index.js'
import { type Attributes, type Client, errorCode, makeTable, nextCase, openEntity, readRaw } from './support.js'

/*
 * Sequences of writes against a model in memory. After each write every stored key is what the attributes make it, whether the
 * write was made or refused; and the versions are the model's.
 */

const RUNS = 200
const LENGTH = 24

const Written = defineTable({
  name: 'written',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
    gsi3: { partitionKey: 'status', sortKey: 'gsi3sk' },
    gsi4: { partitionKey: 'gsi4pk', sortKey: 'gsi4sk' },
  },
})
const definition = {
  name: 'Task',
  table: Written,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    type: z.string(),
    rank: z.int(),
    owner: z.string().nullable().optional(),
    due: z.string().optional(),
    status: z.string().optional(),
    note: z.string().optional(),
    version: z.int(),
  }),
  key: { partitionKey: 't#<team>', sortKey: '<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<team>#<type>', sortKey: '<rank:pad(3)>#<id>' },
    /** Sparse: both attributes can be missing. */
    byOwner: { index: 'gsi2', partitionKey: 'owner#<team>#<owner>', sortKey: '<due>' },
    /** Sparse, by an attribute that is itself the index key. */
    byStatus: { index: 'gsi3', partitionKey: '<status>', sortKey: 's#<rank:pad(3)>' },
    /** Sparse, by one of its parts alone. */
    byDue: { index: 'gsi4', partitionKey: 'due#<team>#<type>', sortKey: '<due>' },
  },
  version: 'version',
}

interface Task {
  readonly type: string
  readonly rank: number
  readonly owner?: string | null | undefined
  readonly due?: string | undefined
  readonly status?: string | undefined
  readonly note?: string | undefined
  readonly version: number
}
const optional = ['owner', 'due', 'status', 'note'] as const

type Write =
  | { readonly op: 'create'; readonly id: string; readonly given: Attributes }
  | { readonly op: 'put'; readonly id: string; readonly given: Attributes; readonly version: Version }
  | {
      readonly op: 'update'
      readonly id: string
      readonly given: Attributes
      readonly removed: readonly string[]
      readonly version: Version
    }
  | {
      readonly op: 'upsert'
      readonly id: string
      readonly given: Attributes
      readonly removed: readonly string[]
      readonly version: Version
    }
  | { readonly op: 'delete'; readonly id: string; readonly version: Version }
/** Which version the write expects: none in particular, the one that is there, or another. */
type Version = 'any' | 'right' | 'wrong'

const id = fc.constantFrom('a', 'b')
const values = {
  type: fc.constantFrom('x', 'y'),
  rank: fc.constantFrom(0, 7, 123),
  owner: fc.constantFrom('ann', 'bob', null),
  due: fc.constantFrom('2026-01', '2026-02'),
  status: fc.constantFrom('open', 'done'),
  note: fc.constantFrom('n', ''),
}
const whole = fc.record(values, { requiredKeys: ['type', 'rank'] })
const some = fc.record(values, { requiredKeys: [] })
const version = fc.constantFrom<Version>('any', 'any', 'right', 'right', 'wrong')
const removed = fc.subarray([...optional], { maxLength: 2 })
const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ op: fc.constant('create' as const), id, given: whole }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('put' as const), id, given: whole, version }) },
  {
    weight: 6,
    arbitrary: fc.record({ op: fc.constant('update' as const), id, given: fc.oneof(some, whole), removed, version }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('upsert' as const), id, given: whole, removed, version }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('delete' as const), id, version }) },
)

const seen = { writes: 0, made: 0, refused: {} as Record<string, number> }
afterAll(() => console.info('writes:', seen))

/** Whether all attributes are given that the keys touched by a change are made of: then it is never refused for them. */
function isComplete(given: Attributes, gone: readonly string[]): boolean {
  const touched = (names: readonly string[]) => names.some(name => name in given)
  const known = (names: readonly string[]) =>
    names.every(name => name in given) || names.some(name => gone.includes(name))
  return [
    ['type', 'rank'],
    ['owner', 'due'],
    ['status', 'rank'],
    ['type', 'due'],
  ].every(names => !touched(names) || known(names))
}

async function run(client: Client, team: string, tasks: Map<string, Task>, write: Write): Promise<void> {
  const { op, id } = write
  const old = tasks.get(id)
  const key = { team, id }
  const expected =
    'version' in write && write.version !== 'any'
      ? (old?.version ?? 3) + (write.version === 'wrong' ? 1 : 0)
      : undefined
  const conflict = expected !== undefined && expected !== old?.version
  const removing = 'removed' in write ? write.removed.filter(name => !(name in write.given)) : []

  const request = () => {
    switch (op) {
      case 'create':
        return client.create({ ...key, ...write.given })
      case 'put':
        return client.put({ ...key, ...write.given, version: expected })
      case 'delete':
        return expected === undefined ? client.delete(key) : client.delete(key).ifVersion(expected)
      default: {
        const changed = client[op](key)
          .set(write.given)
          .remove(...removing)
        return expected === undefined ? changed : changed.ifVersion(expected)
      }
    }
  }
  const code = await errorCode(Promise.resolve().then(request))
  seen.writes++
  if (code === undefined) seen.made++
  else seen.refused[code] = (seen.refused[code] ?? 0) + 1

  if (code === 'update.indexKey') {
    expect('given' in write && !isComplete(write.given, removing)).toBe(true)
    return
  }
  if (op === 'create') expect(code).toBe(old ? 'item.exists' : undefined)
  else if (conflict) expect(code).toBe('version.conflict')
  else if (op === 'put') expect(code).toBe(old && expected === undefined ? 'item.exists' : undefined)
  else if (op === 'update') expect(code).toBe(old ? undefined : 'item.notFound')
  else expect(code).toBe(undefined)
  if (code !== undefined) return

  if (op === 'delete') {
    tasks.delete(id)
    return
  }
  const kept = op === 'update' || op === 'upsert' ? old : undefined
  const next: Record<string, unknown> = { ...kept, ...write.given, version: (old?.version ?? 0) + 1 }
  for (const name of removing) delete next[name]
  tasks.set(id, next as unknown as Task)
}

const three = (rank: number) => String(rank).padStart(3, '0')

/** A stored item as its attributes make it. */
function storedForm(team: string, id: string, task: Task): Record<string, AttributeValue> {
  const { type, rank, owner, due, status, note, version } = task
  const texts: Record<string, string | undefined> = {
    pk: `t#${team}`,
    sk: id,
    entity: 'Task',
    team,
    id,
    type,
    due,
    status,
    note,
    gsi1pk: `type#${team}#${type}`,
    gsi1sk: `${three(rank)}#${id}`,
    gsi3sk: status === undefined ? undefined : `s#${three(rank)}`,
    ...(owner && due !== undefined && { gsi2pk: `owner#${team}#${owner}`, gsi2sk: due }),
    ...(due !== undefined && { gsi4pk: `due#${team}#${type}`, gsi4sk: due }),
  }
  const stored = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, { S: text }]]))
  return {
    ...Object.fromEntries(stored),
    rank: { N: `${rank}` },
    version: { N: `${version}` },
    ...(owner !== undefined && { owner: owner === null ? { NULL: true } : { S: owner } }),
  }
}

it('after any writes, every key is what the attributes make it', async () => {
  const table = await makeTable(Written)
  const client = openEntity(definition, table)
  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: LENGTH, size: 'max' }), async writes => {
      const team = `${nextCase()}`
      const tasks = new Map<string, Task>()
      const all = () => [...tasks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, task]) => storedForm(team, id, task))
      for (const each of writes) {
        await run(client, team, tasks, each)
        expect(await readRaw(table, 'pk', { S: `t#${team}` })).toEqual(all())
      }
      const items = [...tasks].map(([id, task]): Attributes => ({ ...task, team, id }))
      const mine = (found: readonly Attributes[]) => found.filter(item => item.team === team).sort(byId)
      const byId = (a: Attributes, b: Attributes) => (String(a.id) < String(b.id) ? -1 : 1)
      const { byType, byOwner, byStatus, byDue } = client.query
      for (const type of ['x', 'y']) {
        expect(mine(await byDue!({ team, type }).all())).toEqual(
          mine(items.filter(item => item.type === type && item.due !== undefined)),
        )
        expect(mine(await byType!({ team, type }).all())).toEqual(mine(items.filter(item => item.type === type)))
      }
      for (const owner of ['ann', 'bob'])
        expect(mine(await byOwner!({ team, owner }).all())).toEqual(
          mine(items.filter(item => item.owner === owner && item.due !== undefined)),
        )
      for (const status of ['open', 'done'])
        expect(
          mine(
            await byStatus!({ status })
              .filter((task, { eq }) => eq(task.team, team))
              .all(),
          ),
        ).toEqual(mine(items.filter(item => item.status === status)))
    }),
    { numRuns: RUNS },
  )
}, 180_000)
