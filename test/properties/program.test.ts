import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createDatabase, type MonotableError, TransactionFailedError } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { entities, kinds, Programs, storedItem, storedSentinels } from './program-entities.js'
import { createModel, type Operation, type Outcome, type World, type Write } from './program-model.js'
import { programs } from './program-operations.js'
import { type Attributes, deleteRaw, makeTable, type RawItem, scanRaw } from './support.js'

/*
 * Random programs of writes on entities that share a partition, against a model in memory: each operation gives what the model
 * says, and at the end the table holds the model's items with their index keys and versions, a sentinel for each unique value,
 * and nothing else.
 */

const RUNS = 250
const LENGTH = 16
const START = Date.parse('2099-01-01T00:00:00.500Z')

const model = createModel(kinds)

/** Rare among random ones: what has expired meets no condition, though it is there still. */
const on = { kind: 'accounts', id: 'a' } as const
const conditionsOnExpired: readonly Operation[] = [
  { op: 'put', on, item: { email: 'ann', note: 'n' }, lives: 3 },
  { op: 'wait', seconds: 5 },
  { op: 'put', on, item: { email: 'ann' }, note: 'n' },
  { op: 'delete', on, note: 'n' },
  { op: 'upsert', on, set: { email: 'b#b' }, remove: [], add: {}, note: 'n' },
  { op: 'put', on, item: { email: 'Ann' }, note: null },
]

const seen = { programs: 0, operations: {} as Record<string, number>, refused: {} as Record<string, number> }
afterAll(() => console.info('programs:', seen))
const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

it('after any program, everything is as the model says', async () => {
  const table = await makeTable(Programs)
  let now = START
  const db: any = createDatabase({
    client: localClient(),
    entities,
    tableName: table,
    now: () => new Date(now),
  })

  /** A write, as the application asks for it. */
  function request(world: World, write: Write): any {
    const { on, presence, note } = write
    const client = db[on.kind]
    const key = kinds[on.kind].key(on.id)
    const version = model.expectedVersion(world, write)
    const whole = write.op === 'create' || write.op === 'put'
    let asked = whole ? client[write.op]({ ...key, ...model.given(world, write) }) : client[write.op](key)
    if (write.op === 'update' || write.op === 'upsert') {
      if (write.refresh) asked = asked.refresh()
      asked = asked.set(write.set).remove(...write.remove)
      asked = asked.add(write.add)
      if (write.take) asked = asked.delete({ tags: write.take })
      if (write.path) asked = asked.setPath(...write.path)
      if (write.exactlyOnce) asked = asked.exactlyOnce()
    }
    if ('returning' in write && write.returning) asked = asked.returning(write.returning)
    if ('lives' in write && write.lives !== undefined)
      asked = asked.expires(typeof write.lives === 'number' ? { seconds: write.lives } : write.lives)
    if (version !== undefined && !whole) asked = asked.ifVersion(version)
    if (presence) asked = asked[presence]()
    if (note !== undefined)
      asked = asked.condition((item: any, { eq, notExists }: any) =>
        note === null ? notExists(item.note) : eq(item.note, note),
      )
    return asked
  }

  async function perform(world: World, operation: Operation): Promise<unknown> {
    switch (operation.op) {
      case 'wait':
        now += operation.seconds * 1000
        return
      case 'plant': {
        const { on, item } = operation
        const Item = storedItem(on, item)
        if (!model.found(world, on)) await localClient().send(new PutItemCommand({ TableName: table, Item }))
        return
      }
      case 'modify': {
        const { on, set, remove } = operation
        return db[on.kind].modify(kinds[on.kind].key(on.id), (item: Attributes) => {
          const next = { ...item, ...set }
          for (const name of remove) delete next[name as never]
          return next
        })
      }
      case 'move': {
        const { on, to } = operation
        return db[on.kind].move(kinds[on.kind].key(on.id), kinds[on.kind].key(to))
      }
      case 'transact':
        return db.transactWrite(operation.writes.map(write => request(world, write)))
      default:
        return request(world, operation)
    }
  }

  async function checkOutcome(outcome: Outcome, performing: Promise<unknown>): Promise<void> {
    const answer = await performing.then(
      result => ({ result }),
      (error: MonotableError) => ({ error }),
    )
    if ('result' in answer || 'result' in outcome) {
      if ('error' in answer && answer.error.code === undefined) throw answer.error
      expect('error' in answer ? { code: answer.error.code } : answer).toEqual(outcome)
      return
    }
    const { error } = answer
    count(seen.refused, error.code)
    // Of several writes that can't be sent, any may be told.
    const unfit = outcome.steps?.flat().filter(code => code.startsWith('update.')) ?? []
    expect([outcome.code, outcome.orElse, ...unfit]).toContain(error.code)
    if (!(error instanceof TransactionFailedError)) return
    // DynamoDB need not tell all that is wrong; what is told must be.
    const told = error.details.operations.map(operation => operation.code)
    expect(told.some(Boolean)).toBe(true)
    for (const [at, code] of told.entries()) if (code) expect(outcome.steps?.[at]).toContain(code)
  }

  async function checkTable(world: World): Promise<void> {
    const items = [...world.items.values()].map(({ ref, item }) => storedItem(ref, item))
    const found = await scanRaw(table)
    const isSentinel = (item: RawItem) => 'uniqueOwner' in item
    expect(sorted(found.filter(item => !isSentinel(item)))).toEqual(sorted(items))
    // What has expired may be there still.
    const kept = (item: RawItem) => item.ttl === undefined || Number(item.ttl.N) > now / 1000
    expect(sorted(found.filter(isSentinel).filter(kept))).toEqual(sorted(storedSentinels(world).filter(kept)))
  }

  async function checkQueries(world: World): Promise<void> {
    const { tasks, accounts, visits } = db
    const p = 'p'
    const expectFound = async (query: any, expected: Attributes[]) =>
      expect(byKey(await query.all())).toEqual(byKey(expected))
    const [allTasks, allAccounts, allVisits] = (['tasks', 'accounts', 'visits'] as const).map(kind =>
      model.living(world, kind),
    ) as [Attributes[], Attributes[], Attributes[]]
    await Promise.all([
      expectFound(tasks.query({ p }), allTasks),
      expectFound(accounts.query({ p }), allAccounts),
      expectFound(visits.query({ p }), allVisits),
      ...['x', 'y'].flatMap(type => [
        expectFound(
          tasks.query.byType({ p, type }),
          allTasks.filter(task => task.type === type),
        ),
        expectFound(
          tasks.query.byDue({ p, type }),
          allTasks.filter(task => task.type === type && task.due !== undefined),
        ),
      ]),
      ...['ann', 'bob'].map(owner =>
        expectFound(
          tasks.query.byOwner({ p, owner }),
          allTasks.filter(task => task.owner === owner && task.due !== undefined),
        ),
      ),
      ...['open', 'done'].map(status =>
        expectFound(
          tasks.query.byStatus({ status }),
          allTasks.filter(task => task.status === status),
        ),
      ),
      ...['t', 'u#'].map(tenant =>
        expectFound(
          accounts.query.byHandle({ p, tenant }),
          allAccounts.filter(account => account.tenant === tenant && account.handle !== undefined),
        ),
      ),
      ...['n', '#'].map(note =>
        expectFound(
          visits.query.byNote({ p, note }),
          allVisits.filter(visit => visit.note === note),
        ),
      ),
    ])
  }

  await fc.assert(
    fc
      .asyncProperty(programs(LENGTH), async program => {
        now = START
        let world: World = { items: new Map(), now }
        program.made = 0
        for (const operation of program.operations) {
          program.made++
          const [next, outcome] = model.apply(world, operation)
          await checkOutcome(outcome, perform(world, operation))
          world = next
          for (const { op } of operation.op === 'transact' ? [operation, ...operation.writes] : [operation])
            count(seen.operations, op)
        }
        await checkTable(world)
        await checkQueries(world)
        seen.programs++
      })
      .afterEach(async () => deleteRaw(table, await scanRaw(table), ['pk', 'sk'])),
    { numRuns: RUNS, examples: [[{ operations: conditionsOnExpired, made: 0 }]] },
  )
}, 120_000)

/** In the order of their keys; both names of a visit are one. */
function sorted(items: readonly RawItem[]): RawItem[] {
  const nameOf = ({ pk, sk }: RawItem) => `${pk?.S} ${sk?.S}`
  return items
    .map(item => (item.entity?.S === 'visit' ? { ...item, entity: { S: 'Visit' } } : item))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

const byKey = (items: readonly Attributes[]): Attributes[] => {
  const nameOf = ({ id, page, at }: Attributes) => `${id} ${page} ${at}`
  return [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
