import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { texts, useServer } from '../../support/server.js'

const server = useServer('unique-evolution')
const Table = defineTable({ name: 'unique-evolution', partitionKey: 'pk', sortKey: 'sk' })

describe('a unique value under the name that an older schema gave it', () => {
  const base = { name: 'Pen', table: Table, key: { partitionKey: 'pen#<id>', sortKey: 'pen' } } as const
  const Before = defineEntity({
    ...base,
    schema: z.object({ id: z.string(), label: z.string() }),
    schemaVersion: 1,
    unique: ['label'],
  })
  const After = defineEntity({
    ...base,
    schema: z.object({ id: z.string(), title: z.string() }),
    schemaVersion: 2,
    upgrades: { 1: ({ label, ...rest }) => ({ ...rest, title: label }) },
    unique: [{ name: 'label', attributes: ['title'] }],
  })
  const before = createDatabase({ ...server.options, entities: { pens: Before } }).pens
  const db = createDatabase({ ...server.options, entities: { pens: After } })
  const after = db.pens
  beforeAll(() => db.createTable())
  const owner = async (value: string) =>
    (await server.stored(texts({ pk: `unique#Pen#label#${value}`, sk: 'unique' })))?.uniqueOwner?.M?.pk?.S

  it.each<[string, (id: string) => PromiseLike<unknown>, string | undefined]>([
    ['delete', id => after.delete({ id }), undefined],
    ['put', id => after.put({ id, title: `${id}-new` }), undefined],
    ['update', id => after.update({ id }).set({ title: `${id}-new` }), undefined],
    ['move', id => after.move({ id }, { id: `${id}-moved` }), 'pen#move-moved'],
    ['upgrade', id => after.modify({ id }, pen => ({ ...pen })), 'pen#upgrade'],
  ])('is given free, or kept: %s', async (name, write, expected) => {
    await before.create({ id: name, label: name })
    await write(name)
    expect(await owner(name)).toBe(expected)
  })
})
