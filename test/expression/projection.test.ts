import { type AttributeValue, CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Issue } from '../../src/errors/item-errors.js'
import { readPath } from '../../src/expression/attribute-path.js'
import { Placeholders } from '../../src/expression/placeholders.js'
import { planProjection } from '../../src/expression/projection.js'
import { decodeItem } from '../../src/schema/decode.js'
import { formatPath, type Path } from '../../src/schema/path.js'
import { localClient, tableName } from '../support/local.js'
import { agentModel } from './agent-model.js'

const S = (S: string) => ({ S })
const N = (N: number) => ({ N: String(N) })
const L = (...L: AttributeValue[]) => ({ L })
const M = (M: Record<string, AttributeValue>) => ({ M })
const isoDate = '2026-01-01T00:00:00.000Z'
const skill = (name: string) => M({ name: S(name), since: S(isoDate) })

/** An item with all that is required. */
const whole: Record<string, AttributeValue> = {
  team_code: S('t'),
  name: S('n'),
  title: S('T'),
  kind: S('Plain'),
  active: { BOOL: true },
  nick: { NULL: true },
  logins: N(1),
  total: N(2),
  createdAt: S(isoDate),
  bytes: { B: Uint8Array.of(1) },
  steps: L(S('a'), S('b'), S('c')),
  matrix: L(L(N(1), N(2)), L(N(3))),
  pair: L(S('p'), N(1)),
  capability: M({ domain: S('d'), skills: L(skill('x'), skill('y'), skill('z')), inner: M({}) }),
  owner: { NULL: true },
  labels: M({ en: S('hello') }),
  prefs: M({ mail: M({ on: { BOOL: true }, off: { BOOL: false } }) }),
  shape: M({ type: S('square'), side: N(1), at: M({ x: N(1), y: N(2) }) }),
  mixed: S('m'),
  reversed: M({ tail: S('ab') }),
  free: M({ x: L(N(1)) }),
  ab: M({ c: S('c'), 'd[0]': S('d') }),
  valueOf: M({ toString: N(1) }),
}
const restored: ReadonlyMap<string, unknown> = new Map([
  ['id', 'i'],
  ['name', 'from the key'],
])

const fetchOf = (...paths: string[]) => planProjection(agentModel, paths).fetch.map(formatPath)
function decode(stored: Record<string, AttributeValue>, ...paths: string[]) {
  const issues: Issue[] = []
  const item = planProjection(agentModel, paths).decode(stored, restored, issues)
  return { item, issues }
}
const decoded = (stored: Record<string, AttributeValue>, ...paths: string[]) => {
  const { item, issues } = decode(stored, ...paths)
  expect(issues).toEqual([])
  return item
}

describe('what is fetched', () => {
  test.each<[string[], string[]]>([
    [
      ['name', 'teamCode'],
      ['name', 'team_code'],
    ],
    [
      ['capability.domain', 'capability.inner.deep'],
      ['capability.domain', 'capability.inner.deep'],
    ],
    [
      ['labels.en', 'prefs.mail.on'],
      ['labels.en', 'prefs.mail.on'],
    ],
    [
      ['a.b.c', 'a.b.d[0]'],
      ['ab.c', 'ab.d[0]'],
    ],
    [['name', 'name'], ['name']],
    [['capability.domain', 'capability'], ['capability']],
    [['capability', 'capability.domain'], ['capability']],
    [
      ['steps[1]', 'steps[0]', 'matrix[0][1]'],
      ['steps', 'matrix'],
    ],
    [
      ['capability.skills[0].name', 'capability.domain'],
      ['capability.skills', 'capability.domain'],
    ],
    [['shape.radius', 'shape.at.x'], ['shape']],
    [
      ['settings.theme', 'limits.low', 'owner.name'],
      ['settings', 'limits', 'owner'],
    ],
    [['id', 'name'], ['name']],
    [['free.x[0].y'], ['free']],
  ])('for %j: %j', (paths, fetch) => {
    expect(fetchOf(...paths)).toEqual(fetch)
  })

  test('unknown paths are refused', () => {
    expect(() => fetchOf('name', 'nope')).toThrow(expect.objectContaining({ code: 'expression.unknownPath' }))
  })
})

describe('what is decoded', () => {
  test('has what the paths lead to, codecs applied', () => {
    expect(decoded(whole, 'name', 'teamCode', 'createdAt', 'capability.domain')).toEqual({
      name: 'n',
      teamCode: 't',
      createdAt: new Date(isoDate),
      capability: { domain: 'd' },
    })
    expect(decoded(whole, 'reversed', 'a.b.c', 'valueOf.toString')).toEqual({
      reversed: { head: 'ba' },
      'a.b': { c: 'c' },
      valueOf: { toString: 1 },
    })
  })

  test('has of a list the elements that were named, in its order, as far as it goes', () => {
    expect(decoded(whole, 'steps[2]', 'steps[0]', 'steps[7]')).toEqual({ steps: ['a', 'c'] })
    expect(decoded(whole, 'capability.skills[2].name', 'capability.skills[0]')).toEqual({
      capability: { skills: [{ name: 'x', since: new Date(isoDate) }, { name: 'z' }] },
    })
    expect(decoded(whole, 'matrix[0][1]', 'matrix[1]')).toEqual({ matrix: [[2], [3]] })
    expect(decoded(whole, 'pair[1]')).toEqual({ pair: [1] })
  })

  test('has of a union what its value has', () => {
    expect(decoded(whole, 'shape.radius', 'shape.at.x')).toEqual({ shape: { at: { x: 1 } } })
    expect(decoded(whole, 'mixed[0]')).toEqual({ mixed: 'm' })
    expect(decoded({ ...whole, mixed: L(S('a'), S('b')) }, 'mixed[1]')).toEqual({ mixed: ['b'] })
  })

  test('lacks what is missing, has null where null is, and defaults', () => {
    expect(
      decoded(whole, 'tags', 'settings.theme', 'owner.name', 'limits.low', 'labels.de', 'labels.en', 'prefs.chat.on'),
    ).toEqual({
      owner: null,
      limits: { low: 0 },
      labels: { en: 'hello' },
      prefs: {},
    })
    expect(decoded({ ...whole, settings: M({ theme: S('dark') }) }, 'settings.size')).toEqual({ settings: { size: 1 } })
    expect(decoded(whole, 'capability.inner.deep', 'capability.score')).toEqual({ capability: { inner: {} } })
    expect(Object.keys(decoded(whole, 'tags', 'settings.theme'))).toEqual([])
  })

  test('has from the key what lives in the key alone, and nothing else', () => {
    expect(decoded({}, 'id')).toEqual({ id: 'i' })
    expect(decoded(whole, 'id', 'name')).toEqual({ id: 'i', name: 'n' })
    expect(decode({}, 'name').issues).toHaveLength(1)
  })

  test('tells what does not fit, and only of what was asked for', () => {
    const { name: _, ...broken }: Record<string, AttributeValue> = {
      ...whole,
      title: N(1),
      capability: M({ domain: N(5), skills: L(skill('x'), S('y')), inner: M({}) }),
    }
    expect(decode(broken, 'name', 'title').issues.map(issue => issue.path)).toEqual([['name'], ['title']])
    expect(decode(broken, 'capability.domain').issues).toMatchObject([{ path: ['capability', 'domain'] }])
    expect(decode(broken, 'capability.skills[1].name').issues).toMatchObject([{ path: ['capability', 'skills', 1] }])
    expect(decoded(broken, 'capability.skills[0].name')).toEqual({ capability: { skills: [{ name: 'x' }] } })
    expect(decode({}, 'capability.domain').issues).toMatchObject([{ path: ['capability', 'domain'] }])
    expect(decode({ capability: S('x') }, 'capability.domain').issues).toMatchObject([{ path: ['capability'] }])
  })

  test('never holds what objects inherit', () => {
    expect(decoded({}, 'constructor')).toEqual({})
    expect(Object.keys(decoded({}, 'constructor'))).toEqual([])
    expect(decoded(whole, 'labels.constructor', 'free.toString')).toEqual({ labels: {}, free: {} })
  })
})

describe('against DynamoDB', () => {
  const client = localClient()
  const TableName = tableName('projections')

  beforeAll(async () => {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    )
    for (const [pk, item] of items.entries())
      await client.send(new PutItemCommand({ TableName, Item: { ...item, pk: N(pk) } }))
  })

  const items: Record<string, AttributeValue>[] = [
    whole,
    {
      ...whole,
      nick: S('nick'),
      steps: L(S('a')),
      tags: { SS: ['a'] },
      settings: M({ theme: S('dark') }),
      limits: M({ low: N(1), high: N(2) }),
      owner: M({ id: S('o'), name: S('O') }),
      labels: M({}),
      prefs: M({ chat: M({ on: { BOOL: false }, off: { BOOL: true } }) }),
      shape: M({ type: S('circle'), radius: N(3) }),
      mixed: L(S('a'), S('b')),
      capability: M({ domain: S('e'), score: N(0.5), skills: L(M({ name: S('x') })), inner: M({ deep: S('!') }) }),
      free: S('text'),
      constructor: S('c'),
    },
  ]
  const paths = [
    'id',
    'teamCode',
    'name',
    'nick',
    'tags',
    'createdAt',
    'steps',
    'steps[0]',
    'steps[2]',
    'matrix[0][1]',
    'matrix[1]',
    'pair[0]',
    'capability',
    'capability.domain',
    'capability.score',
    'capability.skills[0].name',
    'capability.skills[0]',
    'capability.skills[1].since',
    'capability.inner.deep',
    'capability.inner.deeper',
    'settings',
    'settings.theme',
    'settings.size',
    'limits.low',
    'limits.high',
    'owner.name',
    'labels.en',
    'labels.de',
    'prefs.mail.on',
    'prefs.chat.off',
    'prefs.mail',
    'shape.type',
    'shape.radius',
    'shape.at.x',
    'mixed[1]',
    'mixed',
    'reversed',
    'free.x',
    'free.x[0]',
    'a.b.c',
    'a.b.d[0]',
    'constructor',
    'valueOf.toString',
  ]

  /** What the paths lead to in a decoded item. */
  function pick(value: unknown, paths: readonly Path[]): unknown {
    if (paths.some(path => path.length === 0) || typeof value !== 'object' || value === null) return value
    const inner = (segment: string | number) => paths.filter(([first]) => first === segment).map(([, ...rest]) => rest)
    if (Array.isArray(value))
      return value.flatMap((element, index) => (inner(index).length > 0 ? [pick(element, inner(index))] : []))
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) =>
        inner(name).length > 0 ? [[name, pick(member, inner(name))]] : [],
      ),
    )
  }

  test('a projection is what its paths lead to in the whole item', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(paths, { minLength: 1 }), fc.nat(items.length - 1), async (paths, pk) => {
        const plan = planProjection(agentModel, paths)
        const placeholders = new Placeholders()
        const ProjectionExpression = [['pk'], ...plan.fetch].map(path => placeholders.path(path)).join(', ')
        const { Item } = await client.send(
          new GetItemCommand({
            TableName,
            Key: { pk: N(pk) },
            ProjectionExpression,
            ExpressionAttributeNames: placeholders.names(),
          }),
        )
        const issues: Issue[] = []
        const result = decodeItem(agentModel, items[pk]!, restored)
        const expected =
          'item' in result
            ? pick(
                result.item,
                paths.map(path => readPath(agentModel, path)),
              )
            : result
        expect(plan.decode(Item!, restored, issues)).toEqual(expected)
        expect(issues).toEqual([])
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})
