import { pull } from 'monotable/migrate'
import { describe, expect, it } from 'vitest'
import { troubled, unhandledIn } from '../support/unhandled.js'
import { codeErrors } from './code-errors.js'
import { AppTable, IndexedTable, range, sourceOf, stored, uuid } from './items.js'
import { lostBy } from './run-code.js'

const users = range(20, n =>
  stored({
    pk: `USER#u${n}`,
    sk: `#METADATA#u${n}`,
    username: `u${n}`,
    email: `u${n}@example.com`,
    joined: `2026-05-${String(n + 1).padStart(2, '0')}`,
    ...(n < 5 && { nick: `n${n}` }),
  }),
)
const orders = range(24, n =>
  stored({
    pk: `USER#u${n % 20}`,
    sk: `ORDER#${String(n).padStart(6, '0')}`,
    id: uuid(n),
    seq: n,
    at: `2026-05-04T10:00:${String(n).padStart(2, '0')}.000Z`,
    state: n % 2 ? 'open' : 'paid',
    price: n % 8 ? n / 2 : `${n}`,
    tags: new Set(['a', `t${n}`]),
    lines: [{ sku: 's1', count: n }, { sku: 's2' }],
    big: 12345678901234567890n,
    seen: { [uuid(n)]: true },
    note: n % 3 ? null : 'x',
    raw: new Uint8Array([n]),
    gsi1pk: `STATE#${n % 2 ? 'open' : 'paid'}`,
    gsi1sk: `2026-05-04T10:00:${String(n).padStart(2, '0')}.000Z`,
    ttl: 1_800_000_000 + n,
  }),
)

describe('a table with prefixes in its keys', () => {
  it('becomes entities whose items come out as they are stored, and code that says so', async () => {
    const { code, coverage, model } = await pull(sourceOf([...users, ...orders], IndexedTable))
    expect(coverage).toMatchObject({ total: 44, covered: 44, leftOver: [], sentence: 'All 44 items match.' })
    expect(model.entities.map(({ name, count }) => [name, count])).toEqual([
      ['User', 20],
      ['UserOrder', 24],
    ])
    expect(
      code,
    ).toBe(`import { type ConnectionOptions, createDatabase, defineEntity, defineTable, type InferItem } from 'monotable'
import * as z from 'zod'

/**
 * The table 'app-table', as its items tell. All 44 items match.
 * - Are 'open', 'paid' all that 'state' of UserOrder can be? No, others may come: it is a text, with the
 * words in a comment. What was seen may not be all; as text nothing that comes later is refused.
 */
export const AppTable = defineTable({
  name: 'app-table',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
  },
  timeToLive: 'ttl',
})

/** 20 items. */
export const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({
    username: z.string(),
    email: z.email(),
    joined: z.iso.date(),
    nick: z.string().optional(), // 5 of 20
  }),
  key: { partitionKey: 'USER#<username>', sortKey: '#METADATA#<username>' },
  discriminator: false,
})
export type User = InferItem<typeof User>

/** 24 items. */
export const UserOrder = defineEntity({
  name: 'UserOrder',
  table: AppTable,
  schema: z.object({
    username: z.string(),
    seq: z.int(),
    at: z.iso.datetime(),
    big: z.bigint(),
    id: z.uuid(),
    lines: z.array(
      z.object({
        count: z.int().optional(), // 24 of 48
        sku: z.string(),
      }),
    ),
    note: z.string().nullable(), // 16 nulls, 8 strings
    price: z.union([z.number(), z.string()]), // 21 numbers, 3 strings
    raw: z.instanceof(Uint8Array),
    seen: z.record(z.string(), z.boolean()),
    state: z.string(), // 'open' (12), 'paid' (12)
    tags: z.set(z.string()),
    ttl: z.int(),
  }),
  key: { partitionKey: 'USER#<username>', sortKey: 'ORDER#<seq:pad(6)>' },
  indexes: {
    byGsi1: { index: 'gsi1', partitionKey: 'STATE#<state>', sortKey: '<at>' },
  },
  timeToLive: 'ttl',
  keyOnly: ['username'],
  discriminator: false,
})
export type UserOrder = InferItem<typeof UserOrder>

/** The entities, by the names that an application uses. */
export const entities = { users: User, userOrders: UserOrder }

/** The table with a client: \`const db = connect({ client: new DynamoDBClient({}) })\`. */
export const connect = (options: ConnectionOptions) => createDatabase({ ...options, entities })
`)
    expect(lostBy(code, [...users, ...orders])).toEqual([])
    expect(codeErrors({ app: code })).toEqual([])
  })

  it('becomes the same code in whatever order it is read', async () => {
    const items = [...users, ...orders]
    const turned = items.map(item => Object.fromEntries(Object.entries(item).reverse())).reverse()
    expect((await pull(sourceOf(turned, IndexedTable))).code).toBe((await pull(sourceOf(items, IndexedTable))).code)
  })

  it('has one entity of names that are words, however many there are', async () => {
    const letters = (n: number) => n.toString(26).replace(/\d/g, digit => 'qrstuvwxyz'[Number(digit)]!)
    const items = range(3000, n => stored({ pk: `USER#${letters(n)}`, sk: 'PROFILE', age: n }))
    const { model, coverage } = await pull(sourceOf(items))
    expect(model.entities.map(({ name, count, key }) => [name, count, key])).toEqual([
      ['User', 3000, { partitionKey: 'USER#<user>', sortKey: 'PROFILE' }],
    ])
    expect(coverage.covered).toBe(3000)
  })

  it('says where keys were made of values that were not there', async () => {
    const items = range(5, n => stored({ pk: n ? `mail|a${n}@x.org` : 'mail|undefined', sk: `user|${uuid(n)}` }))
    const { model, coverage } = await pull(sourceOf(items))
    expect(coverage.covered).toBe(5)
    expect(model.entities[0]!.notes).toEqual([
      "Some of its keys hold 'undefined': somebody made them of a value that was not there.",
    ])
  })

  it('has an attribute of a name of its own where the key and an attribute differ', async () => {
    const items = range(10, n => stored({ pk: `cart#${n}`, sk: `item#${n * 7}`, cartId: n === 3 ? 'other' : `${n}` }))
    const { model, code } = await pull(sourceOf(items))
    expect(model.entities[0]).toMatchObject({
      keyOnly: ['keyCartId', 'itemId'],
      key: { partitionKey: 'cart#<keyCartId>' },
    })
    expect(model.entities[0]!.notes.join()).toContain("'cartId' is not in every item what '<keyCartId>' in its key is")
    expect(lostBy(code, items)).toEqual([])
  })
})

describe('a table whose keys have no words', () => {
  const people = ['ann7', 'bob1', 'cid2', 'dot3']
  const profiles = people.map((pk, n) => stored({ pk, sk: 'profile', mail: `a${n}@x.org`, age: n }))
  const logins = range(6, n => stored({ pk: people[n % 3], sk: `${n}x${n}`, device: 'd1', address: '::1' }))

  it('has one kind of what nothing tells apart, and says so', async () => {
    const { model, coverage, code } = await pull(sourceOf([...profiles, ...logins]))
    expect(coverage.sentence).toBe('All 10 items match.')
    expect(model.entities).toHaveLength(1)
    expect(model.entities[0]!.notes).toContain(
      "4 with keys such as '…' + 'profile' are among them, though their attributes are others: nothing tells them apart.",
    )
    expect(lostBy(code, [...profiles, ...logins])).toEqual([])
  })

  it('has its kinds where they say what they are', async () => {
    const items = [...profiles, ...logins].map(item => ({ ...item, entity: { S: item.mail ? 'Profile' : 'Login' } }))
    const { model, code } = await pull(sourceOf(items))
    expect(model.entities.map(({ name, key }) => [name, key.sortKey])).toEqual([
      ['Login', '<loginId>'],
      ['Profile', 'profile'],
    ])
    expect(lostBy(code, items)).toEqual([])
  })

  it('has none where there are no items', async () => {
    const { code, coverage } = await pull(sourceOf([]))
    expect(coverage.sentence).toBe('There are no items.')
    expect(codeErrors({ empty: code })).toEqual([])
  })
})

describe('a table with an attribute that tells kinds apart', () => {
  const people = range(8, n =>
    stored({ pk: `user#${n}`, sk: `user#${n}`, _type: n % 2 ? 'admin' : 'member', name: `n${n}` }),
  )

  it('has an entity of each kind, though keys are alike', async () => {
    const { model, code } = await pull(sourceOf(people))
    expect(model.entities.map(({ name, discriminator }) => [name, discriminator])).toEqual([
      ['Admin', { attribute: '_type', value: 'admin', aliases: [] }],
      ['Member', { attribute: '_type', value: 'member', aliases: [] }],
    ])
    expect(model.entities[0]!.notes.join()).toContain("'_type' alone tells them apart")
    expect(lostBy(code, people)).toEqual([])
    expect(codeErrors({ people: code })).toEqual([])
  })

  it('has one entity of items of which some do not say what they are', async () => {
    const items = [...people, stored({ pk: 'user#99', sk: 'user#99', name: 'n' })]
    const { model, code } = await pull(sourceOf(items))
    expect(model.entities).toMatchObject([{ name: 'User', count: 9, discriminator: false }])
    expect(model.entities[0]!.notes[0]).toBe("Only 8 of 9 have '_type': the key alone tells what they are.")
    expect(lostBy(code, items)).toEqual([])
  })

  it('asks where its name may mean something else, and heeds the answer', async () => {
    const items = range(6, n => stored({ pk: n % 2 ? `a#${n}` : `b#${n}`, sk: 'x', type: n % 2 ? 'one' : 'two' }))
    const asked: string[] = []
    const { model } = await pull(sourceOf(items), { ask: ({ text }) => asked.push(text) })
    expect(asked).toEqual(["Does 'type' say what kind of item an item is?"])
    expect(model.questions).toMatchObject([{ chosen: 1 }])
    expect(model.entities.map(({ discriminator }) => discriminator)).toEqual([false, false])
  })
})

describe('what only some items contradict', () => {
  const many = (change: (n: number) => object) =>
    range(3000, n =>
      stored({
        pk: `device#${n}`,
        sk: 'state',
        deviceId: `${n}`,
        owner: 'o1',
        gsi1pk: 'owner#o1',
        gsi1sk: `${n}`,
        ...change(n),
      }),
    )
  const odd = 2017

  it('an attribute that is not what the key says: it is no part of the template', async () => {
    const items = many(n => (n === odd ? { deviceId: 'x' } : {}))
    const { model, coverage, code } = await pull(sourceOf(items, IndexedTable))
    expect(coverage.sentence).toBe('All 3000 items match.')
    expect(model.entities[0]!.key.partitionKey).toBe('device#<keyDeviceId>')
    expect(lostBy(code, items)).toEqual([])
  })

  it('an index key that is stale: it is an attribute by itself', async () => {
    const items = many(n => (n === odd ? { gsi1pk: 'owner#o2' } : {}))
    const { model, coverage, code } = await pull(sourceOf(items, IndexedTable))
    expect(coverage.covered).toBe(3000)
    expect(model.entities[0]!.indexes).toMatchObject([{ partitionKey: '<gsi1pk>', sortKey: '<gsi1sk>' }])
    expect(model.entities[0]!.notes.join()).toContain('to be written by hand')
    expect(lostBy(code, items)).toEqual([])
  })

  it('a number that has more digits than the others: all are texts', async () => {
    const items = range(3000, n =>
      stored({ pk: 'log', sk: `entry#${n === odd ? '1000000' : String(n).padStart(6, '0')}` }),
    )
    const { model, coverage, code } = await pull(sourceOf(items))
    expect(coverage.covered).toBe(3000)
    expect(model.entities[0]!.key.sortKey).toBe('entry#<entryId>')
    expect(lostBy(code, items)).toEqual([])
  })

  it.each([
    ['an attribute too', (n: number) => ({ userId: `${n}` })],
    ['in the key alone', () => ({})],
  ])('a value that is in the key twice, %s: each place has a name', async (_, more) => {
    const items = range(3000, n => stored({ pk: `user#${n}`, sk: `meta#${n === odd ? 1 : n}`, ...more(n) }))
    const { model, coverage, code } = await pull(sourceOf(items))
    expect(coverage.sentence).toBe('All 3000 items match.')
    expect(model.entities[0]!.key).toEqual({
      partitionKey: 'user#<userId>',
      sortKey: expect.not.stringContaining('<userId>'),
    })
    expect(model.entities[0]!.notes.join()).toContain('looks the same in two places of its key')
    expect(lostBy(code, items)).toEqual([])
  })

  it('a value that no schema keeps as it is: its attribute takes anything', async () => {
    const items = many(() => ({ extra: { a: 1 } }))
    Object.defineProperty(items[odd]!.extra!.M, '__proto__', { value: { S: 'x' }, enumerable: true })
    const { model, coverage, code } = await pull(sourceOf(items, IndexedTable))
    expect(coverage.sentence).toBe('All 3000 items match.')
    expect(model.entities[0]!.attributes.find(({ name }) => name === 'extra')!.type).toEqual({ kind: 'unknown' })
    expect(lostBy(code, items)).toEqual([])
  })

  it('is left over where nothing helps, and said', async () => {
    const items = many(() => ({}))
    Object.defineProperty(items[odd]!, '__proto__', { value: { S: 'lost' }, enumerable: true })
    const { coverage, model } = await pull(sourceOf(items, IndexedTable))
    expect(coverage.sentence).toBe(
      `2999 of 3000 items match; 1 does not: DeviceState would write them without '__proto__'. (device#${odd} / state)`,
    )
    expect(model.leftOver).toMatchObject([{ count: 1, examples: [{ pk: `device#${odd}`, sk: 'state' }] }])
  })
})

it('keeps versions and times where it is told to', async () => {
  const items = range(4, n =>
    stored({ pk: `doc#${n}`, sk: 'doc', version: n + 1, createdAt: '2026-05-04T10:00:00.000Z' }),
  )
  const plain = await pull(sourceOf(items))
  expect(plain.code).not.toMatch(/^ {2}version:/m)
  expect(plain.code).toContain("version: z.int(), // monotable can keep it: version: 'version'\n")
  const { code } = await pull(sourceOf(items), { ask: async () => 1 })
  expect(code).toMatch(/^ {2}version: 'version',\n {2}timestamps: \{ createdAt: 'createdAt' \},$/m)
  expect(lostBy(code, items)).toEqual([])
  expect(codeErrors({ docs: code })).toEqual([])
})

it('ends when it is told to, and says where it is', async () => {
  const phases: string[] = []
  await pull(sourceOf(users), { onProgress: ({ phase, read, total }) => phases.push(`${phase} ${read} of ${total}`) })
  expect(phases).toEqual(['infer 20 of 20', 'verify 20 of 20'])
  const cause = new Error('enough')
  await expect(pull(sourceOf(users, AppTable), { signal: AbortSignal.abort(cause) })).rejects.toMatchObject({
    code: 'request.aborted',
    details: { operation: 'pull', outcome: 'not written' },
    cause,
  })
})

it.each(Object.entries(troubled))('goes on where who is told %s', async (_, onProgress) => {
  let covered: number | undefined
  const unhandled = await unhandledIn(async () => {
    covered = (await pull(sourceOf(users), { onProgress })).coverage.covered
  })
  expect([covered, unhandled]).toEqual([20, []])
})

it('what looks like a comment in a name is a part of the name', async () => {
  const items = range(5, n => stored({ pk: `U#${n}x`, sk: `a // b#${n}y`, 'at // tr': `v${n}`, kind: `p // ${n % 2}` }))
  const { code, coverage } = await pull(sourceOf(items))
  expect(coverage.covered).toBe(5)
  expect(codeErrors({ code })).toEqual([])
  expect(lostBy(code, items)).toEqual([])
})
