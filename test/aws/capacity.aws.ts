import { beforeAll, describe, expect, it } from 'vitest'
import { ids, note, useTable } from './support.js'

const table = useTable('capacity')
const { db } = table
const team = 'docs'
const kilobytes = (count: number) => 'x'.repeat(count * 1024 - 200)

/** The units that work consumes. */
async function consumed(work: () => PromiseLike<unknown>): Promise<{ read: number; write: number }> {
  const before = db.consumedCapacity()!
  await work()
  const after = db.consumedCapacity()!
  return { read: after.read - before.read, write: after.write - before.write }
}

/** The first number of read units that an explanation names. */
const told = (explanation: string): number => Number(/([\d.]+) read units?/.exec(explanation)?.[1])

describe('consumed capacity', () => {
  beforeAll(() => table.create())

  it('of writes is a unit for each 1 KB', async () => {
    for (const size of [1, 4]) {
      const put = () => db.notes.put({ team, id: `${size}`, text: kilobytes(size) })
      expect(await consumed(put)).toEqual({ read: 0, write: size })
    }
    expect(await consumed(() => db.notes.putMany(ids(5).map(id => ({ team, id, text: kilobytes(2) }))))).toEqual({
      read: 0,
      write: 10,
    })
    const transaction = () => db.transactWrite([db.notes.put({ team, id: 't', text: kilobytes(2) })])
    expect(await consumed(transaction)).toEqual({ read: 0, write: 4 })
  })

  it('of reads is what explain says', async () => {
    const key = { team, id: '4' }
    const reads = [
      { operation: db.notes.get(key), units: 0.5 },
      { operation: db.notes.get(key).consistent(), units: 1 },
      { operation: db.notes.getMany([...ids(5), '4'].map(id => ({ team, id }))), units: 3 },
      { operation: db.notes.getMany(ids(5).map(id => ({ team, id }))).consistent(), units: 5 },
    ]
    for (const { operation, units } of reads) {
      expect(await consumed(() => operation)).toEqual({ read: units, write: 0 })
      expect(told(operation.explain()), operation.explain()).toBe(units)
    }
    expect(await consumed(() => db.transactGet([db.notes.get(key)]))).toEqual({ read: 2, write: 0 })
  })

  it('of queries is of all that is read, a filter or not', async () => {
    // Five of 2 KB, together, rounded up to 4 KB.
    const query = db.notes.query({ team }).between({ id: '0000' }, { id: '0004' })
    expect(told(query.explain())).toBe(0.5)
    expect((await consumed(() => query.all())).read).toBe(1.5)
    expect((await consumed(() => query.consistent().all())).read).toBe(3)
    expect((await consumed(() => query.filter((each, { eq }) => eq(each.text, 'none')).all())).read).toBe(1.5)
    expect((await consumed(() => query.project('count').all())).read).toBe(1.5)
  })

  it('of an entity with indexes and a unique value has these with it', async () => {
    const user = { team, id: 'ada', email: 'ada@example.com', plan: 'free' }
    const created = await consumed(() => db.users.create(user))
    const changed = await consumed(() => db.users.update({ team, id: 'ada' }).set({ plan: 'pro' }))
    note(`A user took ${created.write} write units, and a change of its index key ${changed.write}.`)
    // The item and its unique value in a transaction, at twice the units; and an entry in each of two indexes, which plan counts once.
    expect([6, 8]).toContain(created.write)
    expect(changed.write).toBeGreaterThanOrEqual(3)
  })

  it('of a condition that does not hold is that of the write', async () => {
    const again = () => db.notes.create({ team, id: '4', text: '' }).then(undefined, () => {})
    const { write } = await consumed(again)
    note(`A create of an item of 4 KB that is there was counted as ${write} write units: an error tells of none.`)
    expect(write).toBe(0)
  })
})
