import { createDatabase } from 'monotable'
import { AgentEntity } from '../subjects/monotable.js'
import { agentsPage, endlessPages } from '../support/page-answers.js'
import { stubClient } from '../support/stub-client.js'

export interface SegmentsRow {
  readonly segments: number
  /** Milliseconds by the wall's clock. */
  readonly time: number
  /** Milliseconds of CPU time. */
  readonly cpu: number
}

/** Milliseconds until a page comes: about what DynamoDB takes for one of this size. */
const LATENCY = 10

/** How long a scan of so many pages takes in so many segments at once, where each request has to wait. */
export async function measureSegments(pages: number): Promise<SegmentsRow[]> {
  const client = stubClient(endlessPages(pages, agentsPage({ entity: 'Agent' })), LATENCY)
  const db = createDatabase({ client, tableName: 'app', entities: { agents: AgentEntity } })
  const rows: SegmentsRow[] = []
  await db.agents.scan().segments(8).count()
  for (const segments of [1, 2, 4, 8, 16, 32]) {
    const started = performance.now()
    const before = process.cpuUsage()
    let items = 0
    for await (const _ of db.agents.scan().segments(segments).items()) items++
    const { user, system } = process.cpuUsage(before)
    if (items !== pages * 100) throw new Error(`${items} items of ${pages} pages`)
    rows.push({ segments, time: performance.now() - started, cpu: (user + system) / 1000 })
  }
  return rows
}
