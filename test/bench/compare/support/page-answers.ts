import { type OwnAttributes, type StoredItem, storedAgent } from './agent.js'
import type { Answer } from './stub-client.js'

/** How many items are in a page. */
export const PAGE_SIZE = 100

/** A page of agents, as a library stores them. */
export const agentsPage = (own: OwnAttributes): readonly StoredItem[] =>
  [...Array(PAGE_SIZE).keys()].map(number => storedAgent(number, own))

/**
 * Pages of a query or of a scan, in which the last key of each says which one comes next, so that any number of requests can
 * be under way. A segment of a scan has its part of the pages.
 */
export function endlessPages(pages: number, items: readonly StoredItem[]): Answer {
  const open = `{"Items":${JSON.stringify(items)},"Count":${items.length},"ScannedCount":${items.length}`
  const last = Buffer.from(`${open}}`)
  return (_, sent) => {
    const { ExclusiveStartKey, TotalSegments = 1, Segment = 0 } = sent()
    const share = Math.floor(pages / TotalSegments) + (Segment < pages % TotalSegments ? 1 : 0)
    const page = ExclusiveStartKey === undefined ? 1 : Number(ExclusiveStartKey.sk.S.split('-')[1]) + 1
    if (page >= share) return last
    const key = { pk: { S: 'team#T-1' }, sk: { S: `agent#AG-${String(page).padStart(8, '0')}` } }
    return Buffer.from(`${open},"LastEvaluatedKey":${JSON.stringify(key)}}`)
  }
}
