import { createDatabase, defineEntity, defineTable, type Table } from 'monotable'
import { check, pull, tableSource } from 'monotable/migrate'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { localClient, tableName } from '../support/local.js'
import { codeErrors } from './code-errors.js'
import { AppTable, range, sourceOf, stored } from './items.js'
import { lostBy, runCode } from './run-code.js'

const Shop = defineTable({
  name: tableName('own'),
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})
const Agent = defineEntity({
  name: 'Agent',
  table: Shop,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    email: z.email(),
    nick: z.string().optional(),
    badge: z.int(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'agent#<id>' },
  indexes: { byBadge: { index: 'gsi1', partitionKey: 'badge#<badge>', sortKey: 'agent#<id>' } },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
  unique: [
    'email:lower',
    'badge',
    { name: 'nickInTeam', attributes: ['nick', 'team'] },
    { name: 'perTeam', attributes: ['badge:pad(6)'], partitionKey: 'team#<team>' },
  ],
})
const RunLOG = defineEntity({
  name: 'RunLOG',
  table: Shop,
  schema: z.object({ team: z.string(), n: z.int(), text: z.string(), ttl: z.int() }),
  key: { partitionKey: 'team#<team>', sortKey: 'log#<n:pad(8)>' },
  keyOnly: ['team'],
  timeToLive: 'ttl',
})

it('a table that monotable made gives its definitions back', async () => {
  const db = createDatabase({ client: localClient(), entities: { agents: Agent, logs: RunLOG } })
  await db.createTable()
  for (const n of range(7, n => n))
    await db.agents.create({
      team: `t${n % 2}x`,
      id: `a${n}-${n * 7}`,
      email: `Agent${n}@Example.com`,
      badge: 100 + n,
      ...(n % 2 && { nick: `Nick #${n}` }),
    })
  await db.agents.update({ team: 't0x', id: 'a0-0' }).set({ badge: 999 })
  const ttl = Math.floor(Date.now() / 1000) + 100_000
  await db.batchWrite(range(5, n => db.logs.put({ team: `t${n % 2}x`, n, text: `text ${n}`, ttl })))

  const { code, coverage, model } = await pull(await tableSource(localClient(), Shop.name))
  expect(coverage).toMatchObject({ total: 36, covered: 36, sentinels: 24 })
  expect(coverage.sentence).toBe('All 36 items match. 24 of these keep unique values.')
  expect(model.entities).toMatchObject([
    {
      name: 'Agent',
      count: 7,
      key: { partitionKey: 'team#<team>', sortKey: 'agent#<id>' },
      discriminator: { attribute: 'entity', value: 'Agent', isDefault: true },
      keyOnly: [],
      indexes: [{ index: 'gsi1', partitionKey: 'badge#<badge>', sortKey: 'agent#<id>' }],
    },
    {
      name: 'RunLOG',
      count: 5,
      key: { partitionKey: 'team#<team>', sortKey: 'log#<n:pad(8)>' },
      discriminator: { attribute: 'entity', value: 'RunLOG', isDefault: true },
      keyOnly: ['team'],
      timeToLive: 'ttl',
    },
  ])
  expect(code).not.toContain('discriminator')
  expect(code).toContain(`  unique: [
    'badge',
    'email:lower',
    { name: 'nickInTeam', attributes: ['nick', 'team'] },
    { name: 'perTeam', attributes: ['badge:pad(6)'], partitionKey: 'team#<team>' },
  ],
`)
  expect(code).toContain("version: z.int(), // monotable can keep it: version: 'version'\n")
  expect(code).toContain(
    "createdAt: z.iso.datetime(), // monotable can keep it: timestamps: { createdAt: 'createdAt' }\n",
  )
  expect(codeErrors({ own: code })).toEqual([])

  const source = await tableSource(localClient(), Shop.name)
  const all = []
  for await (const item of source.items()) if (!item.uniqueOwner) all.push(item)
  expect(lostBy(code, all)).toEqual([])
  expect(await check(source, runCode(code).entities)).toMatchObject({ ok: true, own: { sentinels: 24 }, findings: [] })
}, 60_000)

describe('what keeps unique values', () => {
  const users = range(4, n => stored({ pk: `user#${n}`, sk: 'user', mail: `m${n}@x.org`, entity: 'User' }))
  const sentinel = (value: string, n: number) =>
    stored({ pk: `unique#User#mail#${value}`, sk: 'unique', uniqueOwner: { pk: `user#${n}`, sk: 'user' } })

  it('is left over, and said, where no attribute has the values', async () => {
    const items = [...users, ...range(4, n => sentinel(`other${n}`, n))]
    const { coverage, model } = await pull(sourceOf(items, AppTable as Table))
    expect(model.entities).toMatchObject([{ name: 'User', unique: [] }])
    expect(coverage.sentence).toContain('4 of 8 items match; 4 do not: They keep unique values for monotable')
  })

  it('is left over where the owners are gone', async () => {
    const { coverage } = await pull(sourceOf([...users, sentinel('m9@x.org', 9)], AppTable as Table))
    expect(coverage).toMatchObject({ total: 5, covered: 4, sentinels: 0 })
  })

  it('has the owners called as their definitions did, whatever they call themselves', async () => {
    const named = users.map(user => ({ ...user, entity: { S: 'person' } }))
    const { model, coverage } = await pull(
      sourceOf([...named, ...range(4, n => sentinel(`m${n}@x.org`, n))], AppTable as Table),
    )
    expect(model.entities).toMatchObject([
      { name: 'User', unique: [{ name: 'mail', attributes: ['mail'] }], discriminator: { value: 'person' } },
    ])
    expect(coverage).toMatchObject({ total: 8, covered: 8, sentinels: 4 })
  })
})

it.each(['class', 'entities', 'connect', 'z', 'defineEntity', 'InferItem', 'user_v2'])(
  'an entity called %s is that, in a constant that code can have',
  async name => {
    const items = range(4, n => stored({ pk: `thing#i${n}q`, sk: 'x', id: `i${n}q`, mail: `a${n}`, entity: name }))
    const kept = range(4, n =>
      stored({ pk: `unique#${name}#mail#a${n}`, sk: 'unique', uniqueOwner: { pk: `thing#i${n}q`, sk: 'x' } }),
    )
    const { code, model, coverage } = await pull(sourceOf([...items, ...kept]))
    expect(coverage).toMatchObject({ total: 8, covered: 8 })
    expect(model.entities).toMatchObject([{ name, unique: [{ name: 'mail' }] }])
    expect(codeErrors({ code })).toEqual([])
    expect(lostBy(code, items)).toEqual([])
  },
)
