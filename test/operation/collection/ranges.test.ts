import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineCollection, defineEntity, defineTable } from '../../../src/index.js'
import { useServer } from '../../support/server.js'

const server = useServer('ranges')
const table = defineTable({ name: 'ranges', partitionKey: 'pk', sortKey: 'sk' })
const schema = z.object({ team: z.string(), day: z.string(), no: z.int() })
const partitionKey = 'team#<team>'
/** Sort keys that begin with the same attribute, each in a way of its own. */
const One = defineEntity({
  name: 'One',
  table,
  schema,
  key: { partitionKey, sortKey: '<day>#one#<no:pad(3)>' },
})
const Two = defineEntity({ name: 'Two', table, schema, key: { partitionKey, sortKey: 'two|<day>|<no:pad(2)>' } })
const Three = defineEntity({
  name: 'Three',
  table,
  schema,
  key: { partitionKey, sortKey: 'three~<day>~<no:pad(3)>' },
  keys: 'escape',
})
const entities = { ones: One, twos: Two, threes: Three }
const db = createDatabase({ ...server.options, entities })
const query = db.collection(defineCollection({ partitionKey, entities })).query({ team: 'T' })

const days = ['2026', '2026!', '2026-01', '2026-02', 't', 'two', 'zz']
const operators = ['eq', 'lt', 'lte', 'gt', 'gte', 'beginsWith'] as const

beforeAll(async () => {
  await db.createTable()
  for (const day of days)
    for (const no of [1, 2]) {
      await db.ones.put({ team: 'T', day, no })
      await db.twos.put({ team: 'T', day, no })
      await db.threes.put({ team: 'T', day, no })
    }
})

describe('a range across entities whose keys differ', () => {
  /** What each entity's own query of this range finds. */
  async function own(range: (query: any) => { all(): Promise<unknown[]> }) {
    const [ones, twos, threes] = await Promise.all(
      [db.ones, db.twos, db.threes].map(each => range(each.query({ team: 'T' })).all()),
    )
    return { ones, twos, threes }
  }

  it.each(operators)('%s means for each what it means in a query of its own', async operator => {
    for (const day of days) {
      for (const operand of [{ day }, { day, no: 1 }]) {
        if (operator === 'beginsWith' && 'no' in operand) continue
        const range = (each: any) => each[operator](operand)
        expect(await range(query).all(), `${operator} ${JSON.stringify(operand)}`).toEqual(await own(range))
      }
    }
  })

  it('between does too', async () => {
    for (const low of days)
      for (const high of days) {
        const range = (each: any) => each.between({ day: low }, { day: high })
        expect(await range(query).all(), `${low} to ${high}`).toEqual(await own(range))
      }
  })

  it.each([
    { ones: One, twos: Two },
    { twos: Two, ones: One },
  ])('is the whole partition where one entity has keys of any beginning', async entities => {
    const open = db.collection(defineCollection({ partitionKey, entities })).query({ team: 'T' })
    expect(open.compile().KeyConditionExpression).toBe('#n0 = :v0')
    const { ones, twos } = await own(each => each)
    expect(await open.all()).toEqual({ ones, twos })
  })

  it('goes on from cursors, item by item', async () => {
    const range = query.between({ day: '2026' }, { day: '2026-02' })
    const found: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await range.limit(1).pageSize(2).after(cursor)
      found.push(...Object.values(page.items).flat())
      cursor = page.cursor
    } while (cursor)
    const { ones, twos, threes } = await range.all()
    expect(found).toHaveLength(24)
    expect(found).toEqual(expect.arrayContaining([...ones, ...twos, ...threes]))
  })
})
