import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { createDatabase } from 'monotable'
import { AgentEntity, type TransportName, transportOptions } from '../subjects/monotable.js'
import { TEAM } from '../support/agent.js'
import { agentsPage, endlessPages } from '../support/page-answers.js'
import { stubClient } from '../support/stub-client.js'

export interface MemoryRow {
  readonly subject: string
  readonly items: number
  /** Megabytes of the heap that are in use after a full collection. */
  readonly heap: number
}

const TABLE = 'app'

/** The SDK's own way to read page after page. */
async function* withDocuments(pages: number): AsyncGenerator<unknown> {
  const client = DynamoDBDocumentClient.from(stubClient(endlessPages(pages, agentsPage({}))))
  const query = {
    TableName: TABLE,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `team#${TEAM}` },
  }
  for await (const { Items = [] } of paginateQuery({ client }, query)) yield* Items
}

function withMonotable(pages: number, transport: TransportName): AsyncIterable<unknown> {
  const client = stubClient(endlessPages(pages, agentsPage({ entity: 'Agent' })))
  const options = { client, tableName: TABLE, entities: { agents: AgentEntity }, ...transportOptions(transport) }
  return createDatabase(options).agents.query({ teamCode: TEAM }).items()
}

const ways: Readonly<Record<string, (pages: number) => AsyncIterable<unknown>>> = {
  'DynamoDBDocumentClient, paginateQuery': withDocuments,
  'monotable, items()': pages => withMonotable(pages, 'sdk'),
  'monotable, fast, items()': pages => withMonotable(pages, 'fast'),
}

function heapUsed(): number {
  globalThis.gc!()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** The heap while so many items are read one by one, sampled ten times on the way. */
export async function measureMemory(total: number): Promise<MemoryRow[]> {
  const rows: MemoryRow[] = []
  for (const [subject, read] of Object.entries(ways)) {
    let items = 0
    for await (const _ of read(total / 100)) {
      items++
      if (items % (total / 10) === 0 || items === 100) rows.push({ subject, items, heap: heapUsed() })
    }
    if (items !== total) throw new Error(`${subject} read ${items} of ${total} items`)
  }
  return rows
}
