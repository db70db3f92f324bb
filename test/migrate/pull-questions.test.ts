import { defineTable, type Table } from 'monotable'
import { type PullOptions, pull } from 'monotable/migrate'
import { describe, expect, it } from 'vitest'
import { codeErrors } from './code-errors.js'
import { range, sourceOf, stored } from './items.js'
import { lostBy } from './run-code.js'

/** Answers questions by what they begin with, and keeps them. */
function answering(answers: Readonly<Record<string, number>>) {
  const asked: string[] = []
  const ask: PullOptions['ask'] = ({ text, chosen }) => {
    asked.push(text)
    return Object.entries(answers).find(([beginning]) => text.startsWith(beginning))?.[1] ?? chosen
  }
  return { asked, ask }
}

describe('texts of few words', () => {
  const items = range(30, n =>
    stored({ pk: `order#${n}`, sk: 'order', state: n % 3 ? 'open' : 'paid', via: n % 2 ? 'web' : 'shop' }),
  )

  it('are texts with the words in a comment, and nothing that comes later is refused', async () => {
    const { code, model } = await pull(sourceOf(items))
    expect(code).toContain("state: z.string(), // 'open' (20), 'paid' (10)\n")
    expect(model.questions).toMatchObject([
      { chosen: 0, text: expect.stringMatching(/^2 attributes hold a few words/) },
    ])
    expect(lostBy(code, [stored({ pk: 'order#99', sk: 'order', state: 'lost', via: 'phone' })])).toEqual([])
  })

  it('are enums where somebody says so, for all or for each', async () => {
    const all = await pull(sourceOf(items), answering({ '2 attributes': 1 }))
    expect(all.code).toContain("state: z.enum(['open', 'paid']),\n")
    expect(all.code).toContain("via: z.enum(['shop', 'web']),\n")
    const { asked, ask } = answering({ '2 attributes': 2, "Are 'open', 'paid' all": 1 })
    const some = await pull(sourceOf(items), { ask })
    expect(asked.slice(1)).toEqual([
      "Are 'open', 'paid' all that 'state' of Order can be?",
      "Are 'shop', 'web' all that 'via' of Order can be?",
    ])
    expect(some.code).toContain("state: z.enum(['open', 'paid']),\n")
    expect(some.code).toContain("via: z.string(), // 'shop' (15), 'web' (15)\n")
    expect(lostBy(some.code, items)).toEqual([])
    expect(codeErrors({ all: all.code, some: some.code })).toEqual([])
  })

  it('are found in lists and maps too', async () => {
    const nested = range(12, n => stored({ pk: `a#${n}`, sk: 'a', lines: [{ kind: n % 2 ? 'in' : 'out' }] }))
    const { code } = await pull(sourceOf(nested), answering({ "Are 'in', 'out' all that 'lines[].kind' of A": 1 }))
    expect(code).toContain("lines: z.array(z.object({ kind: z.enum(['in', 'out']) })),\n")
  })
})

describe('a kind with several names', () => {
  const user =
    (type: string, more: object = {}) =>
    (n: number) =>
      stored({ pk: `user#${type}${n}`, sk: 'user', _type: type, mail: `m${n}`, name: `n${n}`, ...more })
  const items = [...range(9, user('User')), ...range(4, user('user')), ...range(2, user('USER_V1'))]

  it('is one entity with aliases, whose items differ in that name alone when they are written', async () => {
    const { code, coverage, model } = await pull(sourceOf(items))
    expect(coverage.sentence).toBe('All 15 items match. 6 call themselves by an older name, which a put replaces.')
    expect(model.entities).toMatchObject([
      { name: 'User', discriminator: { attribute: '_type', value: 'User', aliases: ['user', 'USER_V1'] } },
    ])
    expect(model.questions.map(({ text }) => text)).toEqual([
      "Is 'user' (4 items) in '_type' another name for 'User' (9)?",
      "Is 'USER_V1' (2 items) in '_type' another name for 'User' (9)?",
    ])
    expect(lostBy(code, items.slice(0, 9))).toEqual([])
    expect(codeErrors({ users: code })).toEqual([])
  })

  it('is two where somebody says so, or where their attributes differ', async () => {
    const apart = await pull(sourceOf(items), { ask: () => 0 })
    expect(apart.model.entities.map(({ name, count }) => [name, count])).toEqual([
      ['User', 9],
      ['UserUser', 4],
      ['UserV1', 2],
    ])
    expect(lostBy(apart.code, items)).toEqual([])
    const others = range(4, n => stored({ pk: `user#${n}`, sk: 'user', _type: 'user', device: 'd', at: n, mail: 'm' }))
    const { model } = await pull(sourceOf([...range(9, user('User')), ...others]))
    expect(model.entities).toMatchObject([{ discriminator: { value: 'User', aliases: [] } }, { name: 'UserUser' }])
  })
})

describe('ids that a word is glued to', () => {
  const customers = (count: number) =>
    range(count, n => [
      stored({ pk: `C${n + 1}`, sk: 'profile', name: `n${n}` }),
      stored({ pk: `C${n + 1}`, sk: `order#00${n}`, total: n + 0.5 }),
    ]).flat()

  it('have it as literal text where several have it, and digits as they are', async () => {
    const items = [
      ...customers(4),
      ...range(4, n => stored({ pk: `player00${n}`, sk: `#META#player00${n}`, level: n })),
    ]
    const { model, code, coverage } = await pull(sourceOf(items))
    expect(coverage.covered).toBe(12)
    expect(model.questions).toEqual([])
    expect(model.entities.map(({ key }) => `${key.partitionKey} / ${key.sortKey}`)).toEqual([
      'C<cId> / profile',
      'C<cId> / order#<orderId:pad(3)>',
      'player<playerId> / #META#player<playerId>',
    ])
    expect(lostBy(code, items)).toEqual([])
    expect(codeErrors({ glued: code })).toEqual([])
  })

  it('are whole where there are few, and it is asked', async () => {
    const { model } = await pull(sourceOf(customers(2)))
    expect(model.questions).toMatchObject([
      { text: "Do all keys such as 'C1' begin with 'C', before an id?", chosen: 0 },
    ])
    expect(model.entities[0]!.key.partitionKey).toBe('<cId>')
    const told = await pull(sourceOf(customers(2)), { ask: () => 1 })
    expect(told.model.entities[0]!.key.partitionKey).toBe('C<cId>')
  })

  it('are whole, and not asked of, where the key is an attribute by its name', async () => {
    const table = defineTable({ name: 'devices', partitionKey: 'deviceId' }) as Table
    const { model } = await pull(sourceOf([stored({ deviceId: 'd1', on: true })], table))
    expect([model.entities[0]!.key.partitionKey, model.questions]).toEqual(['<deviceId>', []])
  })

  it.each([
    ['an attribute has them whole', (n: number) => ({ pk: `C${n}`, sk: 'profile', customerId: `C${n}` })],
    ['they are hexadecimal', (n: number) => ({ pk: `a${10_000_000 + n}`, sk: 'profile' })],
    ['they are uuids', (n: number) => ({ pk: uuidText(n), sk: 'profile' })],
    ['words are others', (n: number) => ({ pk: n % 2 ? `C${n}` : `D${n}`, sk: 'profile' })],
    [
      'what shares their partitions has none',
      (n: number) => (n < 4 ? { pk: `C${n}`, sk: 'profile' } : { pk: n < 6 ? `${n}x` : 'C1', sk: `note#${n}` }),
    ],
  ])('are whole where %s', async (_, item) => {
    const items = range(8, n => stored(item(n)))
    const { model, coverage } = await pull(sourceOf(items))
    expect(coverage.covered).toBe(8)
    for (const { key } of model.entities) expect(key.partitionKey).toMatch(/^<\w+>$/)
  })

  it('are whole where one among thousands has another word', async () => {
    const items = range(3000, n => stored({ pk: n === 2017 ? 'X7' : `C${n}`, sk: 'profile', name: `n${n}` }))
    const { model, coverage, code } = await pull(sourceOf(items))
    expect(coverage.sentence).toBe('All 3000 items match.')
    expect(model.entities[0]!.key.partitionKey).toBe('<cId>')
    expect(lostBy(code, items)).toEqual([])
  })
})

function uuidText(n: number): string {
  return `c943468${n}-bc2e-4631-84e3-b084cf5b1faa`
}

describe('times in seconds after which items may be gone', () => {
  const items = range(4, n =>
    stored({ pk: `session#${n}`, sk: 'session', expiresAt: 1_800_000_000 + n, ttl: 60, expires: `${n}`, exp: 17.5 }),
  )

  it('are numbers like others, for a file does not tell, and it is asked', async () => {
    const { model, code } = await pull(sourceOf(items))
    expect(model.questions).toMatchObject([
      { text: "Does DynamoDB delete the table's items by 'expiresAt' (of 4 items), a time in seconds?", chosen: 0 },
    ])
    expect(code).toContain(' * - Does DynamoDB delete the table')
    expect(code).not.toContain('timeToLive')
  })

  it('are the time-to-live where somebody says so', async () => {
    const { code, model } = await pull(sourceOf(items), { ask: () => 1 })
    expect(code.match(/timeToLive: 'expiresAt'/g)).toHaveLength(2)
    expect(model.table.timeToLive).toBe('expiresAt')
    expect(lostBy(code, items)).toEqual([])
    expect(codeErrors({ sessions: code })).toEqual([])
  })

  it('are not asked of where DynamoDB describes the table, or another item has something else there', async () => {
    expect((await pull({ ...sourceOf(items), isDescribed: true })).model.questions).toEqual([])
    const others = [...items, stored({ pk: 'session#9', sk: 'session', expiresAt: '2026' })]
    expect((await pull(sourceOf(others))).model.questions).toEqual([])
  })
})

it('what was taken without being asked stands in the code, with a list of many entities', async () => {
  const items = range(27, n => stored({ pk: `kind-${'abcdefghi'[n % 9]}#${n}`, sk: 'x', version: n }))
  const { code } = await pull({ ...sourceOf(items), notes: ['The keys are guessed.'] })
  expect(code).toContain(`
/**
 * The table 'app-table', as its items tell. All 27 items match.
 * The keys are guessed.
 * - Is 'version' of KindA, KindB and 7 more a version that each write raises by one, which monotable is to
 * keep from now on? No, it is an attribute like others. It is named so; whether other writers keep it too is
 * not to be seen.
 *
 * KindA  3  kind-a#<kindAId>, x
`)
})
