import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineEntity } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'
import { tableName } from '../../support/local.js'
import { createWire } from '../../support/wire.js'
import { AppTable, allItems, type Item, makeTable, migratorOf } from './support.js'

const controlTableName = tableName('migrations')

const entity = { name: 'Node', table: AppTable, key: { partitionKey: 'node#<id>', sortKey: 'node' } } as const
const Old = defineEntity({
  ...entity,
  schema: z.object({ id: z.string(), parent: z.string().optional(), name: z.string() }),
})
const New = defineEntity({
  ...entity,
  schema: z.object({ id: z.string(), parent: z.string().optional(), path: z.string() }),
})
const Far = defineEntity({ ...entity, schema: New.schema, key: { partitionKey: 'far#<id>', sortKey: 'node' } })
const node = (id: string, parent: string | undefined, name: string): Item => ({
  pk: { S: `node#${id}` },
  sk: { S: 'node' },
  entity: { S: 'Node' },
  id: { S: id },
  ...(parent !== undefined && { parent: { S: parent } }),
  name: { S: name },
})
const tree = [node('1', undefined, 'a'), node('2', '1', 'b'), node('3', '2', 'c'), node('4', '3', 'd')]
const paths = async (table: string) =>
  Object.fromEntries((await allItems(table)).map(item => [item.id!.S, item.path?.S]))
const whole = { '1': 'a', '2': 'a/b', '3': 'a/b/c', '4': 'a/b/c/d' }
const orders = [tree, [...tree].reverse()]

describe('what a transform looks up', () => {
  it('may have changed its form already: what does not fit sets the item aside, so it is read as both', async () => {
    const path = (name: string, parent: string | undefined) => (parent === undefined ? name : `${parent}/${name}`)
    const naive = defineMigration({
      name: 'naive',
      from: Old,
      to: New,
      transform: async ({ name, ...rest }, { get }) => {
        const parent = rest.parent === undefined ? undefined : await get(Old, { id: rest.parent })
        return { ...rest, path: path(name, parent?.name) }
      },
    })
    const table = await makeTable(tree)
    const report = await migratorOf(table, { migration: naive, controlTableName }).run({ segments: 1, concurrency: 1 })
    expect(report.counts.quarantined).toBeGreaterThan(0)
    expect(report.counts.updated + report.counts.quarantined).toBe(4)
    for (const { reason } of report.quarantined) expect(reason).toBe('transform')

    const Either = defineEntity({
      ...entity,
      schema: z.object({ ...Old.schema.shape, ...New.schema.shape }).partial({ name: true, path: true }),
    })
    const aware = defineMigration({
      name: 'aware',
      from: Old,
      to: New,
      transform: async ({ name, ...rest }, { get }) => {
        const pathOf = async (id: string): Promise<string> => {
          const found = await get(Either, { id })
          if (found?.path !== undefined) return found.path
          return path(found!.name!, found!.parent && (await pathOf(found!.parent)))
        }
        return { ...rest, path: path(name, rest.parent && (await pathOf(rest.parent))) }
      },
    })
    for (const items of orders) {
      const other = await makeTable(items)
      const migrator = migratorOf(other, { migration: aware, controlTableName })
      expect((await migrator.run({ segments: 1, pageSize: 1 })).counts).toMatchObject({ updated: 4, quarantined: 0 })
      expect(await paths(other)).toEqual(whole)
    }
  })

  it('has left its old key, where it is moved: it is asked for under both', async () => {
    const migration = defineMigration({
      name: 'far',
      from: Old,
      to: Far,
      transform: async ({ name, ...rest }, { get }) => {
        const pathOf = async (id: string): Promise<string> => {
          const moved = await get(Far, { id })
          if (moved) return moved.path
          const old = await get(Old, { id })
          if (!old) throw new Error(`no parent ${id}`)
          return old.parent === undefined ? old.name : `${await pathOf(old.parent)}/${old.name}`
        }
        return { ...rest, path: rest.parent === undefined ? name : `${await pathOf(rest.parent)}/${name}` }
      },
    })
    for (const items of orders) {
      const table = await makeTable(items)
      const migrator = migratorOf(table, { migration, controlTableName })
      expect((await migrator.run({ segments: 1, pageSize: 1 })).counts).toMatchObject({ moved: 4, quarantined: 0 })
      expect(await paths(table)).toEqual(whole)
      expect((await migrator.verify()).complete).toBe(true)
    }
  })

  it('is read consistently, counted, and kept to the limit of reads', async () => {
    const table = await makeTable(tree)
    const { client, requests } = createWire()
    const migration = defineMigration({
      name: 'sizes',
      from: Old,
      transform: async (item, { get, query }) => {
        const all = await query(Old, { id: item.id }).all()
        const again = await get(Old, { id: item.id })
        return { ...item, name: `${again?.name}${all.length}` }
      },
    })
    const migrator = migratorOf(table, { migration, controlTableName, client })
    const plain = (await migrator.plan({ sample: 'all' })).consumed.read
    const looked = requests.filter(({ operation, body }) => /^(GetItem|Query)$/.test(operation) && body.includes(table))
    expect(looked.length).toBeGreaterThanOrEqual(8)
    for (const { body } of looked) expect(JSON.parse(body)).toMatchObject({ ConsistentRead: true })
    // A unit each, beside those of the scan.
    expect(plain).toBeGreaterThanOrEqual(9)
  })
})
