import { describe, expect, it } from 'vitest'
import { surveyTable } from '../../../src/migrate/change/survey.js'
import type { Transport } from '../../../src/operation/transport.js'

const ITEM_BYTES = 200

/** A table too large to be made: so many items in each of its partitions, which lie anywhere, as hashes do. */
function largeTable(partitions: readonly number[]): { readonly transport: Transport; units: number } {
  const placed = partitions
    .map((count, at) => ({ place: ((at + 1) * 0.6180339887498949) % 1, count }))
    .sort((a, b) => a.place - b.place)
  const table = {
    units: 0,
    transport: {
      async send(_: string, input: any, { capacity }: any) {
        const { Segment, TotalSegments, Limit, ExclusiveStartKey } = input
        const most = Math.min(Limit, 1_000_000 / ITEM_BYTES)
        let at = ExclusiveStartKey ? Number(ExclusiveStartKey.pk.N) : firstFrom(placed, Segment / TotalSegments)
        let within = ExclusiveStartKey ? Number(ExclusiveStartKey.sk.N) : 0
        let Count = 0
        while (at < placed.length && placed[at]!.place < (Segment + 1) / TotalSegments && Count < most) {
          const take = Math.min(most - Count, placed[at]!.count - within)
          Count += take
          within += take
          if (within === placed[at]!.count) [at, within] = [at + 1, 0]
        }
        const CapacityUnits = Math.max(0.5, (Count * ITEM_BYTES) / 8192)
        table.units += CapacityUnits
        capacity?.add('Scan', { CapacityUnits })
        const more = at < placed.length && placed[at]!.place < (Segment + 1) / TotalSegments
        return { Count, ...(more && { LastEvaluatedKey: { pk: { N: String(at) }, sk: { N: String(within) } } }) }
      },
    } as unknown as Transport,
  }
  return table
}

function firstFrom(placed: readonly { readonly place: number }[], place: number): number {
  let [low, high] = [0, placed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (placed[middle]!.place < place) low = middle + 1
    else high = middle
  }
  return low
}

const survey = (transport: Transport, items: number) =>
  surveyTable({
    transport,
    tableName: 'large',
    entity: 'Any',
    segments: 4,
    described: { items, bytes: items * ITEM_BYTES },
    signal: undefined,
  })

const off = (found: number, should: number) => Math.max(found / should, should / found)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

describe('a survey of a table that is too large to be counted', () => {
  const partitions = Array.from({ length: 300_000 }, (_, at) => 1 + (at % 20))
  const items = sum(partitions)

  it('believes what DynamoDB says of its size, where that fits', async () => {
    const table = largeTable(partitions)
    const found = await survey(table.transport, items)
    expect(found).toMatchObject({ size: 'reported', items })
    expect(table.units).toBeLessThan(6000)
    expect(off(sum(found.stretches.map(each => each.items * each.weight)), items)).toBeLessThan(1.01)
  })

  it.each([0, 1000])('estimates it, where DynamoDB says %s', async said => {
    const table = largeTable(partitions)
    const found = await survey(table.transport, said)
    expect(found.size).toBe('estimated')
    expect(off(found.items, items)).toBeLessThan(1.3)
  })

  it('that is a few large partitions looks into most of them', async () => {
    const table = largeTable(Array.from({ length: 10 }, () => 200_000))
    const found = await survey(table.transport, 2_000_000)
    expect(found.items).toBe(2_000_000)
    expect(new Set(found.stretches.map(each => each.segment)).size).toBeGreaterThanOrEqual(8)
    expect(off(sum(found.stretches.map(each => each.items * each.weight)), 2_000_000)).toBeLessThan(1.01)
  })
})
