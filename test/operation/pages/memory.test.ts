import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineCollection, defineEntity } from '../../../src/index.js'
import { AppTable } from '../../support/models.js'

const PAGE = 500
const ITEMS = 100_000
/** Megabytes: that many items alone are eight or more, with what they were made of fifty; a fifth of one was seen. */
const BOUND = 4

const Log = defineEntity({
  name: 'Log',
  table: AppTable,
  schema: z.object({ app: z.string(), no: z.string() }),
  key: { partitionKey: 'app#<app>', sortKey: 'log#<no>' },
})
const Logs = defineCollection({ partitionKey: 'app#<app>', entities: { logs: Log } })

const entry = (no: number) => ({
  pk: { S: 'app#A' },
  sk: { S: `log#${no}` },
  entity: { S: 'Log' },
  app: { S: 'A' },
  no: { S: String(no) },
})

/** One page of a partition or of a segment, as DynamoDB would answer; the last key counts on. */
function page(start: number, end: number): string {
  const Items = Array.from({ length: PAGE }, (_, index) => entry(start + index))
  const last = Items.at(-1)!
  const LastEvaluatedKey = start + PAGE < end ? { pk: last.pk, sk: last.sk } : undefined
  return JSON.stringify({ Items, Count: PAGE, ScannedCount: PAGE, LastEvaluatedKey })
}

/** Nothing is kept here: each page is made when it is asked for. */
const requestHandler: any = {
  handle: async ({ body }: { body: Uint8Array | string }) => {
    const sent = typeof body === 'string' ? body : new TextDecoder().decode(body)
    const { ExclusiveStartKey, TotalSegments = 1 } = JSON.parse(sent)
    const start = ExclusiveStartKey === undefined ? 0 : Number(ExclusiveStartKey.sk.S.slice('log#'.length)) + 1
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'R' }
    const answer = Readable.from([Buffer.from(page(start, ITEMS / TotalSegments))])
    return { response: { statusCode: 200, headers, body: answer } }
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
}
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
const client = new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler })
const db = createDatabase({ client, entities: { logs: Log } })

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heap(): number {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const reads: Record<string, () => AsyncIterable<unknown>> = {
  'a query': () => db.logs.query({ app: 'A' }).items(),
  'a query of a collection': () => db.collection(Logs).query({ app: 'A' }).items(),
  'a scan of several segments': () => db.logs.scan().segments(4).items(),
}

describe('items() of a hundred thousand items', () => {
  it.each(Object.keys(reads))('%s keeps no more of them than it has to', async name => {
    let read = 0
    const heaps: number[] = []
    // Both are taken while it still reads: what it keeps for itself is let go at its end.
    for await (const _ of reads[name]!()) if (++read === ITEMS / 10 || read === ITEMS) heaps.push(heap())
    expect(read).toBe(ITEMS)
    expect(heaps[1]! - heaps[0]!).toBeLessThan(BOUND)
  })
})
