import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable, MonotableError, type RequestEvent } from '../../src/index.js'
import { makeTable, type RawItem, scanRaw } from '../properties/support.js'
import { localClient } from '../support/local.js'
import { hostileNumber, hostileText, hostileValue, isUnpolluted } from './hostile.js'
import { asked, createCounts, type Outcome, outcomeOf } from './support.js'

/*
 * Two tenants in one table, one of whom chooses its values to do harm: in keys, attributes, names, paths, operands and limits.
 * Nothing crashes, nothing of the other tenant's is read or written, and every request is about the own partition. What is in the
 * table is looked at past the library.
 */

const Table = defineTable({
  name: 'tenants',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'label', sortKey: { name: 'rank', type: 'number' } },
  },
})
const shared = {
  table: Table,
  schema: z.object({
    tenant: z.string(),
    id: z.string(),
    label: z.string().optional(),
    rank: z.number().optional(),
    open: z.any().optional(),
    record: z.record(z.string(), z.unknown()).optional(),
    list: z.array(z.unknown()).optional(),
    tags: z.set(z.string()).optional(),
  }),
} as const
const Strict = defineEntity({
  ...shared,
  name: 'Strict',
  key: { partitionKey: 't#<tenant>#strict', sortKey: 'item#<id>#x' },
  indexes: { byLabel: { index: 'gsi1', partitionKey: 't#<tenant>#l#<label>', sortKey: '<id>' } },
})
const Escaped = defineEntity({
  ...shared,
  name: 'Escaped',
  key: { partitionKey: 't#<tenant>#escaped', sortKey: 'item#<id>' },
  indexes: { byLabel: { index: 'gsi1', partitionKey: 't#<tenant>#e#<label>', sortKey: '<id>' } },
  keys: 'escape',
  keyOnly: ['tenant', 'id'],
})
const Unique = defineEntity({
  ...shared,
  name: 'Unique',
  key: { partitionKey: 't#<tenant>#unique', sortKey: '<id>' },
  unique: [{ name: 'label', attributes: ['label'], partitionKey: 't#<tenant>#labels' }].map(
    constraint => ({ ...constraint, attributes: ['tenant', 'label'] }) as const,
  ),
})
type Name = 'stricts' | 'escapeds' | 'uniques'

let table: string
const requests: any[] = []
let db: any
beforeAll(async () => {
  table = await makeTable(Table)
  db = createDatabase({
    client: localClient(),
    entities: { stricts: Strict, escapeds: Escaped, uniques: Unique },
    tableName: table,
    hooks: { values: true, onRequest: ({ input }: RequestEvent) => requests.push(input) },
  })
  for (const name of ['stricts', 'escapeds', 'uniques'])
    for (const id of ['a', 'b', 'z~'])
      await db[name].create({
        tenant: 'victim',
        id,
        label: `victim ${id}`,
        rank: 1,
        open: 'secret',
        tags: new Set(['secret']),
      })
})

const { counts, count, outcome } = createCounts()
afterAll(() => console.info('tenants:', counts))

const operator = fc.constantFrom('eq', 'ne', 'lt', 'gte', 'beginsWith', 'contains', 'in', 'between', 'exists', 'size')
const rangeOperator = fc.constantFrom('eq', 'lt', 'lte', 'gt', 'gte', 'beginsWith', 'between')

const ops = [
  ...(['create', 'put', 'get', 'update', 'upsert', 'delete', 'query', 'index', 'range', 'filter'] as const),
  ...([
    'project',
    'setPath',
    'condition',
    'move',
    'batchGet',
    'transact',
    'deletePartition',
    'limit',
    'plain',
  ] as const),
]

/** Now and then a value that is as it should be: a call with nothing but hostile ones is refused for the first of them. */
const mixed = <T>(hostile: fc.Arbitrary<T>, ...good: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...good) }, { weight: 2, arbitrary: hostile })

/** What the attacker asks for: each value may be anything. */
const attack = fc.record({
  entity: fc.constantFrom<Name>('stricts', 'escapeds', 'uniques'),
  op: fc.constantFrom(...ops),
  id: mixed<unknown>(
    fc.oneof({ weight: 3, arbitrary: hostileText }, { weight: 1, arbitrary: hostileValue }),
    'm1',
    'm2',
  ),
  other: mixed<unknown>(fc.oneof(hostileText, hostileValue), 'l1', 'l2', 'l3'),
  // A name that DynamoDB does not take for its length of 64 KB is left to DynamoDB.
  path: mixed(
    hostileText.filter(text => text.length < 10_000),
    'label',
    'open',
    'a',
  ),
  number: mixed(hostileNumber, 1, 2),
  value: mixed(hostileValue, 'v', ['v'], { a: 1 }),
  operator,
  range: rangeOperator,
})
type Attack = typeof attack extends fc.Arbitrary<infer T> ? T : never

const tenant = 'mallory'

function perform({ entity, op, id, other, path, number, value, operator, range }: Attack): unknown {
  const client = db[entity]
  const key = { tenant, id }
  const item = { ...key, label: other, rank: number, open: value, record: { [path]: value } }
  const own = client.query({ tenant })
  const where = (place: any, operators: any) => {
    const at = [place[path], place.open[path], place.record[path], place.list[path], place.label, place.id][
      path.length % 6
    ]
    if (operator === 'exists') return operators.exists(at)
    if (operator === 'size') return operators.eq(operators.size(at), value)
    if (operator === 'in') return operators.in(at, [value, other])
    return operator === 'between' ? operators.between(at, value, other) : operators[operator](at, value)
  }
  switch (op) {
    case 'create':
    case 'put':
      return client[op](item)
    case 'get':
    case 'delete':
      return client[op](key)
    case 'update':
      return client.update(key).set({ label: other, open: value, [path]: value })
    case 'upsert':
      return client.upsert(key).set({ label: other, open: value }).refresh()
    case 'query':
      return own.all()
    case 'index':
      return (entity === 'uniques' ? own : client.query.byLabel({ tenant, label: other })).all()
    case 'range':
      return range === 'between' ? own.between({ id }, { id: other }).all() : own[range]({ id }).all()
    case 'filter':
      return own.filter(where).all()
    case 'project':
      return own.project(path, `open.${path}`).all()
    case 'setPath':
      return client.update(key).setPath(`record.${path}`, value).remove(`open.${path}`)
    case 'condition':
      return client.delete(key).condition(where)
    case 'move':
      return client.move(key, { tenant, id: other })
    case 'batchGet':
      return client.getMany([key, { tenant, id: other }])
    case 'transact':
      return db.transactWrite([
        client.upsert(key).set({ open: value }).refresh(),
        client.check({ tenant, id: other }).ifNotExists(),
      ])
    case 'deletePartition':
      return client.deletePartition({ tenant: path === 'victim' ? tenant : path })
    case 'limit':
      return own.limit(number).pageSize(number)
    default:
      return client.get({ ...key, tenant: other === 'victim' ? tenant : other })
  }
}

const isOf = (name: string) => (raw: RawItem) => raw.pk?.S?.startsWith(`t#${name}#`)
const victims = async () =>
  (await scanRaw(table)).filter(isOf('victim')).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** The partition keys that requests are about, of the table and of its index. */
function partitionsOf(input: any): string[] {
  const texts = (value: AttributeValue | undefined) => (value?.S === undefined ? [] : [value.S])
  const of = (one: any) => [...texts(one?.Key?.pk), ...texts(one?.Item?.pk), ...texts(one?.Item?.gsi1pk)]
  const batches = Object.values<any>(input.RequestItems ?? {}).flatMap(each => each.Keys ?? each)
  const condition = /#\w+ = (:\w+)/.exec(input.KeyConditionExpression ?? '')?.[1]
  return [
    ...of(input),
    ...(condition ? texts(input.ExpressionAttributeValues[condition]) : []),
    ...batches.flatMap((each: any) => [
      ...texts(each.pk),
      ...of({ Key: each.DeleteRequest?.Key, Item: each.PutRequest?.Item }),
    ]),
    ...(input.TransactItems ?? []).flatMap((each: any) => Object.values(each).flatMap(of)),
  ]
}

/** All that an error says: in words, in details, and in what it was told of items. */
function told(error: MonotableError): unknown {
  const { message, details, stack, key, item, owner, failed, cause } = error as MonotableError & Record<string, unknown>
  const { message: because, Item, CancellationReasons } = Object(cause)
  const causes = [failed]
    .flat()
    .flatMap(one => (Object(one).cause instanceof MonotableError ? told(Object(one).cause) : []))
  return [message, details, stack, key, item, owner, because, Item, CancellationReasons, ...causes]
}

it('whatever one tenant asks for, the other one keeps what it has, and keeps it to itself', async () => {
  const before = await victims()
  expect(before.length).toBe(12)
  await fc.assert(
    fc.asyncProperty(fc.array(attack, { minLength: 8, maxLength: 8 }), async attacks => {
      for (const name of ['stricts', 'escapeds', 'uniques'])
        await db[name].put({ tenant, id: 'm1', record: { a: 1 }, open: { a: 1 } })
      for (const each of attacks) {
        requests.length = 0
        let came: Outcome<unknown>
        try {
          came = outcome(await outcomeOf(() => perform(each)))
        } catch (error) {
          // A proxy or getter that the attacker made may throw; what the library makes of values must not.
          throw new Error(`${fc.stringify(each).slice(0, 600)} crashes: ${(error as Error).stack}`)
        }
        // There is nobody else.
        expect(came.error?.code).not.toBe('write.contended')
        count(came.error ? each.op : `${each.op} done`)
        if (each.op !== 'plain' && each.op !== 'deletePartition')
          for (const partition of requests.flatMap(partitionsOf)) expect(partition).toMatch(/^t#mallory#/)
        else for (const partition of requests.flatMap(partitionsOf)) expect(partition).not.toMatch(/^t#victim#/)
        expect(fc.stringify(came.error ? told(came.error) : came.result)).not.toMatch(/victim|secret/)
      }
      expect(isUnpolluted()).toBe(true)
    }),
    asked(120),
  )
  // To refuse everything would be no wonder.
  // Whether a condition holds that somebody made up is another matter; and few updates have no hostile value at all.
  for (const op of ops) if (!/^(condition|update)$/.test(op)) expect(counts[`${op} done`], op).toBeGreaterThan(0)
  expect(counts.done).toBeGreaterThan(asked(120).numRuns! * 3)
  expect(await victims()).toEqual(before)
  const strangers = (await scanRaw(table)).filter(raw => !isOf('victim')(raw) && !isOf('mallory')(raw))
  expect(strangers).toEqual([])
}, 180_000)

it('names from outside are refused where they are no attributes', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileValue, async (name, value) => {
      for (const work of [
        () => db.stricts.create({ tenant, id: 'x', [name]: value }),
        () => db.stricts.query({ tenant, [name]: value }).all(),
        () => db.stricts.get({ [name]: value }),
        () => db.stricts.query({ tenant }).project(name),
        () => db.stricts.update({ tenant, id: 'x' }).add({ [name]: value }),
        () => db.stricts.update({ tenant, id: 'x' }).remove(name),
      ]) {
        const { error } = await outcomeOf(work)
        if (error) expect(error).toBeInstanceOf(MonotableError)
      }
    }),
    asked(60),
  )
}, 60_000)
